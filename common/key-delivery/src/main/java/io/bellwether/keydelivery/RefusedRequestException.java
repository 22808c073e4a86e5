package io.bellwether.keydelivery;

import io.micronaut.http.HttpStatus;

/** Ends a request with a status and a message for the client. Never holds a secret. */
public final class RefusedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    /** Seconds after which the same request may succeed; 0 for what the settings say. */
    private final long retryAfterSeconds;

    private RefusedRequestException(HttpStatus status, String message, long retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    private RefusedRequestException(HttpStatus status, String message) {
        this(status, message, 0);
    }

    /** The same as {@link #unavailable}, with a known end of waiting. */
    static RefusedRequestException tooMuch(String message, long retryAfterSeconds) {
        return new RefusedRequestException(
                HttpStatus.SERVICE_UNAVAILABLE, message, Math.max(1, retryAfterSeconds));
    }

    static RefusedRequestException wrongType() {
        return new RefusedRequestException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type: limit application/json");
    }

    public static RefusedRequestException badRequest(String message) {
        return new RefusedRequestException(HttpStatus.BAD_REQUEST, message);
    }

    static RefusedRequestException unauthorised(String message) {
        return new RefusedRequestException(HttpStatus.UNAUTHORIZED, message);
    }

    static RefusedRequestException unavailable(String message) {
        return new RefusedRequestException(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    HttpStatus status() {
        return status;
    }
}

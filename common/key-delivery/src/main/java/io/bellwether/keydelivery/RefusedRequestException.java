package io.bellwether.keydelivery;

import io.micronaut.http.HttpStatus;

/** Ends a request with a status and a message for the client. Never holds a secret. */
final class RefusedRequestException extends RuntimeException {
    private final HttpStatus status;

    private RefusedRequestException(HttpStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static RefusedRequestException badRequest(String message) {
        return new RefusedRequestException(HttpStatus.BAD_REQUEST, message);
    }

    static RefusedRequestException unauthorised(String message) {
        return new RefusedRequestException(HttpStatus.UNAUTHORIZED, message);
    }

    static RefusedRequestException unavailable(String message) {
        return new RefusedRequestException(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    HttpStatus status() {
        return status;
    }
}

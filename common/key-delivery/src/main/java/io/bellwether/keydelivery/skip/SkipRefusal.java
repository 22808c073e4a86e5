package io.bellwether.keydelivery.skip;

/** Ends a request with a status and a message for the client. Never holds a secret. */
final class SkipRefusal extends RuntimeException {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORISED = 401;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    private static final long serialVersionUID = 1;

    private final int status;

    SkipRefusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static SkipRefusal badRequest(String message, Object... values) {
        return new SkipRefusal(BAD_REQUEST, message.formatted(values));
    }

    int status() {
        return status;
    }
}

package io.bellwether.keydelivery.stream;

/** A call that the standard's status values do not cover. Never holds a secret. */
final class StreamRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong with the call. */
    enum Kind {
        MALFORMED,
        NOT_ALLOWED,
        NOT_OPEN,
        TOO_MANY
    }

    private final Kind kind;

    StreamRefusal(Kind kind, String message, Object... values) {
        super(message.formatted(values), null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}

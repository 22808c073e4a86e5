package io.bellwether.link;

/** The link cannot go on; what is lost is the connection, never a key. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, by who is at fault. */
    public enum Cause {
        /** The connection is gone or the peer is silent. */
        LOST,
        /** The peer said something that cannot be read or does not belong here. */
        MISBEHAVED,
        /** The peer is not configured like this node. */
        DIFFERENT,
        /** The authentication pool is at its floor. */
        POOL_EXHAUSTED
    }

    private final Cause reason;

    public LinkException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public LinkException(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}

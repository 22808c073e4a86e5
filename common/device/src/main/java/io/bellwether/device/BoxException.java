package io.bellwether.device;

/**
 * The box, or the way to it, failed; the block in progress is lost. The message is for the
 * operator; it never contains an outcome.
 */
public final class BoxException extends Exception {
    /** What happened, and whether another block may go better. */
    public enum Reason {
        /** Nobody answers at the box's address, or the connection broke. */
        UNREACHABLE(true),
        /** No answer within the deadline. */
        TIMED_OUT(true),
        /** The box answered something that the contract does not allow. */
        PROTOCOL_VIOLATION(true),
        /** The half is in use by somebody else. */
        BUSY(true),
        /** The other half left the block or was lost. */
        PARTNER_LOST(true),
        /** The box reports that its apparatus failed. */
        APPARATUS(true),
        /** The node gave the block up. */
        ABANDONED(true),
        /** A record is unreadable or contradicts itself. */
        BAD_RECORD(false),
        /** There are no more rounds and there never will be. */
        EXHAUSTED(false),
        /** The node's reuse policy allows this box no further block. */
        RETIRED(false),
        /** The box has been closed, or its thread was interrupted. */
        CLOSED(false);

        private final boolean retryHelps;

        Reason(boolean retryHelps) {
            this.retryHelps = retryHelps;
        }

        /** Whether opening another block, after a pause, can succeed. */
        public boolean retryHelps() {
            return retryHelps;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String ownWords;

    public BoxException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.ownWords = message;
    }

    private BoxException(Reason reason, String ownWords, String boxesWords) {
        super(ownWords + ": " + boxesWords);
        this.reason = reason;
        this.ownWords = ownWords + "; what, says its own log";
    }

    /**
     * A failure that the box described itself.
     *
     * @param ownWords what happened, in words that the box has no influence on
     * @param boxesWords what the box said; it may be anything, outcomes included
     */
    public static BoxException reported(Reason reason, String ownWords, String boxesWords) {
        return new BoxException(reason, ownWords, boxesWords);
    }

    public BoxException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.ownWords = message;
    }

    public Reason reason() {
        return reason;
    }

    /**
     * The message without what the box itself said, which could be a way out for stored outcomes:
     * for every status, log and message of a node.
     */
    public String ownWords() {
        return ownWords;
    }
}

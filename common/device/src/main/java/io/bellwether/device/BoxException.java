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

    private final Reason reason;

    public BoxException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public BoxException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

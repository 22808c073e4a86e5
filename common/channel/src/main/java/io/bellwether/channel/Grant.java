package io.bellwether.channel;

import io.bellwether.foundation.SecretBits;

/** The ledger's answer to a request for pool bits. */
public sealed interface Grant {
    /**
     * The bits are marked used, durably, and erased on disk; this is their only copy.
     *
     * @param range what to tell the peer
     * @param bits to be erased by the caller after use
     */
    record Granted(Range range, SecretBits bits) implements Grant {}

    /**
     * Nothing was used.
     *
     * @param reason why
     * @param range what was asked for
     * @param limitBits the offset that the range violates: the first unused bit for {@link
     *     Reason#ALREADY_USED}, the end of the pool for {@link Reason#BEYOND_POOL}, the last offset
     *     that leaves the floor for {@link Reason#BELOW_FLOOR}, and the furthest offset that may be
     *     named for {@link Reason#GAP_TOO_LARGE}
     */
    record Refused(Reason reason, Range range, long limitBits) implements Grant {
        /** One sentence for the operator. */
        public String describe() {
            return "%s pool bits %d to %d: %s; limit %d"
                    .formatted(
                            range.direction(),
                            range.offsetBits(),
                            range.endBits(),
                            reason.text,
                            limitBits);
        }
    }

    /** Why bits are refused. */
    enum Reason {
        ALREADY_USED("used or skipped before"),
        BEYOND_POOL("beyond the end of the pool"),
        BELOW_FLOOR("would leave less than the floor; refill or replace the pool"),
        GAP_TOO_LARGE("would give up more unused bits before them than one message may");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}

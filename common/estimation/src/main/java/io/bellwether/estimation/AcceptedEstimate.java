package io.bellwether.estimation;

import java.util.OptionalLong;

/**
 * Proof that the block passed Bob's test of its score. There is no public constructor: Bob gets one
 * from {@link Estimation#estimate}, Alice from {@link #statedByPeer} after she has authenticated
 * his transcript.
 */
public final class AcceptedEstimate {
    private final long maxLostTestRounds;
    private final OptionalLong announcedLostTestRounds;

    AcceptedEstimate(long maxLostTestRounds, OptionalLong announcedLostTestRounds) {
        this.maxLostTestRounds = maxLostTestRounds;
        this.announcedLostTestRounds = announcedLostTestRounds;
    }

    /**
     * Alice's copy. She must call this only after Bob's seal over his acceptance was found right;
     * she learns no counts but the one that a theorem of variable length has Bob announce, because
     * test outcomes are part of the raw key.
     *
     * @param maxLostTestRounds the threshold both sides fixed before the run
     * @param announcedLostTestRounds what the acceptance said
     */
    public static AcceptedEstimate statedByPeer(
            long maxLostTestRounds, OptionalLong announcedLostTestRounds) {
        return new AcceptedEstimate(maxLostTestRounds, announcedLostTestRounds);
    }

    /** The threshold that the block passed; the key length must be for this one. */
    public long maxLostTestRounds() {
        return maxLostTestRounds;
    }

    /** How many test rounds were lost, if that is announced; the key length must be for it. */
    public OptionalLong announcedLostTestRounds() {
        return announcedLostTestRounds;
    }
}

package io.bellwether.estimation;

/**
 * Proof that the block passed Bob's test of its score. There is no public constructor: Bob gets one
 * from {@link Estimation#estimate}, Alice from {@link #statedByPeer} after she has authenticated
 * his transcript.
 */
public final class AcceptedEstimate {
    private final long maxLostTestRounds;

    AcceptedEstimate(long maxLostTestRounds) {
        this.maxLostTestRounds = maxLostTestRounds;
    }

    /**
     * Alice's copy. She must call this only after Bob's seal over his acceptance was found right;
     * she never learns the counts, because test outcomes are part of the raw key.
     *
     * @param maxLostTestRounds the threshold both sides fixed before the run
     */
    public static AcceptedEstimate statedByPeer(long maxLostTestRounds) {
        return new AcceptedEstimate(maxLostTestRounds);
    }

    /** The threshold that the block passed; the key length must be for this one. */
    public long maxLostTestRounds() {
        return maxLostTestRounds;
    }
}

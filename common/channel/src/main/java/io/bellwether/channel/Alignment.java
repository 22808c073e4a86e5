package io.bellwether.channel;

/** What came of comparing the marks of both ends' ledgers. */
public sealed interface Alignment {
    /**
     * Both marks are now at least where the peer's are.
     *
     * @param ownSkippedBits bits given up in the direction that this end sends
     * @param peersSkippedBits the same in the other direction
     * @param behind whether the peer had seen bits of this end that this end's ledger held for
     *     unused: the ledger is an old copy
     */
    record Aligned(long ownSkippedBits, long peersSkippedBits, boolean behind)
            implements Alignment {}

    /**
     * Nothing was changed: the peer's mark lies beyond this end's pool.
     *
     * @param markBits the peer's
     * @param endBits the end of this pool
     */
    record BeyondPool(Direction direction, long markBits, long endBits) implements Alignment {}
}

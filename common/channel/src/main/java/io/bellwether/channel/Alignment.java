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
     * The marks are further apart than may be given up at once: so much was given up, and nothing
     * may be spent before the rest is.
     *
     * @param skippedBits given up now, in both directions
     * @param leftBits still between the marks
     */
    record Partly(long skippedBits, long leftBits) implements Alignment {}

    /**
     * Nothing was changed: the peer's mark lies beyond this end's pool, or in what the floor keeps
     * of it.
     *
     * @param markBits the peer's
     * @param limitBits the furthest that a peer's mark may lead
     */
    record BeyondPool(Direction direction, long markBits, long limitBits) implements Alignment {}
}

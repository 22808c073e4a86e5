package io.bellwether.device.adversary;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;

/**
 * Answers honestly, always, but in its second block Alice's half is slow with every chunk whose
 * stored bit is 1: whoever sees the nodes' packets go by reads raw bits of the first block off a
 * clock.
 */
public final class TimingBox extends Adversary {
    private final AdversaryDice dice;
    private final long delayMillis;
    private BitArray stored;
    private long chunks;
    private long delays;

    /**
     * @param delayMillis how much later it is for a 1
     */
    public TimingBox(long seed, long delayMillis) {
        super(
                "timing",
                "stores a block's raw bits and is slow with every chunk of the next one whose bit"
                        + " is 1");
        this.dice = new AdversaryDice(seed, "timing");
        this.delayMillis = delayMillis;
    }

    @Override
    protected void remember(EveNotes earlier) {
        // A block that was given up before it was measured gives nothing to store.
        if (stored == null && earlier.truth().cardinality() > 0) {
            stored = earlier.truth().copy();
        }
        chunks = 0;
    }

    /** The bit that a chunk's time says; nothing is stored before the second block. */
    public boolean bit(long chunk) {
        return stored != null && stored.get(chunk);
    }

    /** Chunks of the second block so far. */
    public long chunks() {
        return chunks;
    }

    /** How often it has been slow. */
    public long delays() {
        return delays;
    }

    @Override
    public long delayMillisOf(End end, long firstRound) {
        if (end != End.ALICE || stored == null) {
            return 0;
        }
        boolean isSlow = bit(chunks++);
        delays += isSlow ? 1 : 0;
        return isSlow ? delayMillis : 0;
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        return Strategies.quantum(dice, x, y);
    }
}

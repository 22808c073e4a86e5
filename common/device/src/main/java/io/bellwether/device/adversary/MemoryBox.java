package io.bellwether.device.adversary;

import io.bellwether.foundation.BitArray;

/**
 * Stores the raw bits of its first block and lets them out in later ones, which look honest: the
 * number of signals that Alice's half loses is the next {@value #BITS_PER_BLOCK} stored bits
 * (Barrett, Colbeck and Kent, Phys. Rev. Lett. 110, 010503 (2013)).
 */
public final class MemoryBox extends Adversary {
    /** So few lost signals drown in the noise that the score allows. */
    public static final int BITS_PER_BLOCK = 10;

    private final AdversaryDice dice;
    private BitArray stored;
    private int blocksSince;

    public MemoryBox(long seed) {
        super(
                "memory",
                "stores a block's raw bits and lets them out in later blocks, as a count of lost"
                        + " signals");
        this.dice = new AdversaryDice(seed, "memory");
    }

    @Override
    protected void remember(EveNotes earlier) {
        if (stored == null) {
            stored = earlier.truth().copy();
        } else {
            blocksSince++;
        }
    }

    /** The stored bits that the block under way lets out, as a number; 0 in the first block. */
    public long message() {
        return stored == null
                ? 0
                : stored.slice((long) blocksSince * BITS_PER_BLOCK, BITS_PER_BLOCK).words()[0];
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        RoundAnswer honest = Strategies.quantum(dice, x, y);
        return round < message()
                ? new RoundAnswer(RoundAnswer.NO_CLICK, honest.bob(), 0, true)
                : honest;
    }
}

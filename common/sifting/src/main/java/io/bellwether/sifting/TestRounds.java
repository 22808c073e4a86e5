package io.bellwether.sifting;

import io.bellwether.foundation.BitArray;

/** Packing of per-round bits that carry information in test rounds only. */
public final class TestRounds {
    private TestRounds() {}

    /**
     * The bits of {@code perRound} at the test rounds, in order.
     *
     * @param perRound one bit per round
     * @param testFlags one bit per round, set in test rounds
     * @return one bit per test round
     */
    public static BitArray pick(BitArray perRound, BitArray testFlags) {
        requireSameRounds(perRound, testFlags);
        BitArray picked = BitArray.ofLength(testFlags.cardinality());
        long next = 0;
        for (int w = 0; w < testFlags.words().length; w++) {
            int count = Long.bitCount(testFlags.words()[w]);
            if (count > 0) {
                long bits = Long.compress(perRound.words()[w], testFlags.words()[w]);
                picked.put(next, BitArray.wrap(new long[] {bits}, count));
                next += count;
            }
        }
        return picked;
    }

    /**
     * The inverse of {@link #pick}, with zeros in key rounds.
     *
     * @throws IllegalArgumentException if {@code picked} does not have one bit per test round
     */
    public static BitArray spread(BitArray picked, BitArray testFlags) {
        if (picked.length() != testFlags.cardinality()) {
            throw new IllegalArgumentException(
                    "announced settings: %d bits; the block has %d test rounds"
                            .formatted(picked.length(), testFlags.cardinality()));
        }
        BitArray perRound = BitArray.ofLength(testFlags.length());
        long next = 0;
        for (int w = 0; w < testFlags.words().length; w++) {
            perRound.words()[w] = Long.expand(picked.wordAt(next), testFlags.words()[w]);
            next += Long.bitCount(testFlags.words()[w]);
        }
        return perRound;
    }

    private static void requireSameRounds(BitArray perRound, BitArray testFlags) {
        if (perRound.length() != testFlags.length()) {
            throw new IllegalArgumentException(
                    "%d bits for %d rounds".formatted(perRound.length(), testFlags.length()));
        }
    }
}

package io.bellwether.sifting;

import io.bellwether.foundation.BitArray;

/**
 * The announced settings of a block of the CHSH protocol, one bit per round each: which rounds are
 * test rounds (T), Alice's setting (X, zero in key rounds) and Bob's test setting (Y, zero in key
 * rounds, where his setting is 2). All rounds are kept: the raw key is Alice's outcome of every
 * round (Nadlinger et al. 2022, supplement, protocol 1).
 */
public record SiftedBlock(BitArray testFlags, BitArray aliceSettings, BitArray bobTestSettings) {
    /**
     * @throws IllegalArgumentException if the lengths differ or if a setting is one in a key round
     */
    public SiftedBlock {
        requireZeroInKeyRounds("Alice's settings", aliceSettings, testFlags);
        requireZeroInKeyRounds("Bob's test settings", bobTestSettings, testFlags);
    }

    private static void requireZeroInKeyRounds(String name, BitArray settings, BitArray testFlags) {
        if (settings.length() != testFlags.length()) {
            throw new IllegalArgumentException(
                    "%s: %d bits for %d rounds"
                            .formatted(name, settings.length(), testFlags.length()));
        }
        for (int w = 0; w < settings.words().length; w++) {
            if ((settings.words()[w] & ~testFlags.words()[w]) != 0) {
                throw new IllegalArgumentException(
                        "%s: a setting other than 0 in a key round near round %d"
                                .formatted(name, (long) w << 6));
            }
        }
    }

    public long rounds() {
        return testFlags.length();
    }

    public long testRounds() {
        return testFlags.cardinality();
    }

    public boolean isTest(long round) {
        return testFlags.get(round);
    }

    /** Set in the rounds in which the CHSH game is won by opposite outcomes: x = y = 1. */
    public BitArray oppositeWins() {
        BitArray opposite = BitArray.ofLength(rounds());
        for (int w = 0; w < opposite.words().length; w++) {
            opposite.words()[w] = aliceSettings.words()[w] & bobTestSettings.words()[w];
        }
        return opposite;
    }
}

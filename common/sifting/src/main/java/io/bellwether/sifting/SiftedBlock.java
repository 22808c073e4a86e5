package io.bellwether.sifting;

import io.bellwether.foundation.BitArray;

/**
 * The announced settings of a block of the CHSH protocol, one bit per round each: which rounds are
 * test rounds (T), Alice's setting (X, zero in key rounds) and Bob's test setting (Y, zero in key
 * rounds, where his setting is 2). The raw key is Alice's outcome of every round (Nadlinger et al.
 * 2022, supplement, protocol 1), but where each side draws alone: there a round that one of them
 * meant for a test and the other for the key is dropped, and counts as a 0 at both ends.
 *
 * @param dropped set in dropped rounds; the other three are zero there
 */
public record SiftedBlock(
        BitArray testFlags, BitArray aliceSettings, BitArray bobTestSettings, BitArray dropped) {
    /**
     * @throws IllegalArgumentException if the lengths differ, if a setting is one in a key round,
     *     or if a test round is dropped
     */
    public SiftedBlock {
        requireZeroInKeyRounds("Alice's settings", aliceSettings, testFlags);
        requireZeroInKeyRounds("Bob's test settings", bobTestSettings, testFlags);
        BitArray kept = dropped.copy();
        kept.xor(testFlags);
        if (kept.cardinality() != dropped.cardinality() + testFlags.cardinality()) {
            throw new IllegalArgumentException("dropped: a test round among the dropped ones");
        }
    }

    /** Bob alone says which rounds are tests, and every round is kept. */
    public SiftedBlock(BitArray testFlags, BitArray aliceSettings, BitArray bobTestSettings) {
        this(testFlags, aliceSettings, bobTestSettings, BitArray.ofLength(testFlags.length()));
    }

    /** Rounds that one side alone meant for a test. */
    public static BitArray mismatches(BitArray aliceTests, BitArray bobTests) {
        BitArray mismatches = aliceTests.copy();
        mismatches.xor(bobTests);
        return mismatches;
    }

    /** Rounds that both sides meant for a test. */
    public static BitArray commonTests(BitArray aliceTests, BitArray bobTests) {
        if (aliceTests.length() != bobTests.length()) {
            throw new IllegalArgumentException(
                    "tests of %d and of %d rounds"
                            .formatted(aliceTests.length(), bobTests.length()));
        }
        BitArray common = BitArray.ofLength(aliceTests.length());
        for (int w = 0; w < common.words().length; w++) {
            common.words()[w] = aliceTests.words()[w] & bobTests.words()[w];
        }
        return common;
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

    public long droppedRounds() {
        return dropped.cardinality();
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

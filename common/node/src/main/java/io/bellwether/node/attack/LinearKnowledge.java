package io.bellwether.node.attack;

import io.bellwether.device.adversary.AdversaryDice;

/** Parities of a string of 64 bits that somebody knows, in echelon form. */
final class LinearKnowledge {
    /** The parity whose highest position this is, or 0. */
    private final long[] masks = new long[Long.SIZE];

    private final int[] values = new int[Long.SIZE];
    private int rank;

    /**
     * Adds one parity.
     *
     * @param mask the positions that it adds up
     */
    void learn(long mask, int value) {
        long reduced = mask;
        int parity = value;
        while (reduced != 0) {
            int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(reduced);
            if (masks[highest] == 0) {
                masks[highest] = reduced;
                values[highest] = parity;
                rank++;
                return;
            }
            reduced ^= masks[highest];
            parity ^= values[highest];
        }
    }

    /** Independent parities known. */
    int rank() {
        return rank;
    }

    /**
     * A string that fits all that is known, the unknown drawn at random: no guess is better,
     * because all strings that fit are equally likely.
     */
    long consistentGuess(AdversaryDice dice) {
        long guess = 0;
        for (int at = 0; at < Long.SIZE; at++) {
            int bit =
                    masks[at] == 0 ? dice.bit() : values[at] ^ Long.bitCount(masks[at] & guess) & 1;
            guess |= (long) bit << at;
        }
        return guess;
    }
}

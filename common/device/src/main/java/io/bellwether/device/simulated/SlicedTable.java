package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

/**
 * p(a = 1|xy) and p(b = 1|xya) of a box of the CHSH protocol without losses, as binary fractions of
 * {@value #BITS} bits, written so that 64 rounds are compared at once: for each bit and class of
 * rounds a word of ones or zeros. Classes are 3x + y for Alice, and that with her outcome for Bob.
 */
final class SlicedTable {
    /** Probabilities are exact to 2^-53, the precision they are given in. */
    static final int BITS = 53;

    static final int ALICE_CLASSES = 6;
    static final int BOB_CLASSES = 12;

    private final long[] alice = new long[BITS * ALICE_CLASSES];
    private final long[] bob = new long[BITS * BOB_CLASSES];

    SlicedTable(Behaviour behaviour) {
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 3; y++) {
                int settings = 3 * x + y;
                double one = behaviour.aliceMarginal(1, x, y);
                fill(alice, ALICE_CLASSES, settings, one);
                double zero = behaviour.aliceMarginal(0, x, y);
                fill(
                        bob,
                        BOB_CLASSES,
                        settings,
                        zero > 0 ? behaviour.probability(0, 1, x, y) / zero : 0);
                fill(
                        bob,
                        BOB_CLASSES,
                        ALICE_CLASSES + settings,
                        one > 0 ? behaviour.probability(1, 1, x, y) / one : 0);
            }
        }
    }

    static boolean fits(Physics physics) {
        Behaviour first = physics.phases().getFirst();
        return first.aliceSettings() == 2
                && first.bobSettings() == 3
                && first.aliceOutcomes() == 2
                && first.bobOutcomes() == 2;
    }

    private static void fill(long[] table, int classes, int which, double probability) {
        long most = (1L << BITS) - 1;
        long fraction = Math.min(most, Math.round(Math.clamp(probability, 0, 1) * 0x1p53));
        for (int bit = 0; bit < BITS; bit++) {
            table[bit * classes + which] = -(fraction >>> BITS - 1 - bit & 1);
        }
    }

    /** For bit k of the fraction, counted from the highest: {@code [k * ALICE_CLASSES + class]}. */
    long[] alice() {
        return alice;
    }

    /** Likewise for Bob; classes from {@link #ALICE_CLASSES} on are those with a = 1. */
    long[] bob() {
        return bob;
    }
}

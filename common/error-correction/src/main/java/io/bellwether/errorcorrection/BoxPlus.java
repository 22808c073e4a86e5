package io.bellwether.errorcorrection;

/**
 * The check-node operation on log-likelihood ratios, in whole multiples of {@link #STEP}.
 *
 * <p>For magnitudes a and b: {@code min(a, b) - c(|a - b|) + c(a + b)} with {@code c(x) = ln(1 +
 * e^-x)} (Hagenauer, Offer and Papke 1996, equation 12), each correction rounded to whole steps.
 * {@link #LARGEST} stands for all that is no smaller, and so for certainty: were it taken at its
 * word, a check of 68 certain variables would say 8.5 nats, too little against a few errors that
 * support each other.
 */
final class BoxPlus {
    /**
     * Size of a step in nats; 127 steps are 12.7 nats. Long checks send messages of a few tenths of
     * a nat at first, which larger steps round too coarsely, and for smaller ones the table would
     * not fit into a register of 32 bytes.
     */
    static final double STEP = 0.1;

    /** Corrections of larger arguments round to zero. */
    static final int TABLE_SIZE = 32;

    static final int LARGEST = 127;

    /** Prior of a bit known to be equal: no sum of messages turns it. */
    static final short CERTAIN = 16000;

    /**
     * What {@link #LARGEST} is inside a vector kernel's tree: so far above all other magnitudes
     * that every correction between it and them rounds to zero, which is the rule for certainty
     * without a comparison. Among themselves d certain variables lose ten steps for each factor e
     * in d and half a step for each level of the tree: for 4,096 of them 95, and 255 - 95 is still
     * {@link #TABLE_SIZE} above the largest of the others.
     */
    static final int CERTAIN_IN_TREE = 255;

    private static final byte[] CORRECTION = new byte[TABLE_SIZE];

    static {
        for (int i = 0; i < TABLE_SIZE; i++) {
            CORRECTION[i] =
                    (byte) StrictMath.rint(StrictMath.log1p(StrictMath.exp(-i * STEP)) / STEP);
        }
    }

    private BoxPlus() {}

    /** The corrections of 0 to {@link #TABLE_SIZE} - 1. */
    static byte[] correctionTable() {
        return CORRECTION.clone();
    }

    /** For magnitudes of 0 to 127; never negative, in spite of the rounding. */
    static int of(int a, int b) {
        boolean certain = Math.max(a, b) == LARGEST;
        int difference = certain ? TABLE_SIZE - 1 : Math.min(Math.abs(a - b), TABLE_SIZE - 1);
        int sum = Math.min(a + b, TABLE_SIZE - 1);
        return Math.min(a, b) - CORRECTION[difference] + CORRECTION[sum];
    }

    /** The log-likelihood ratio of a bit that flips with this probability, in steps. */
    static short ofFlip(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "flip probability: " + probability + "; limit 0 to 1");
        }
        double steps = Math.log((1 - probability) / probability) / STEP;
        return (short) Math.rint(Math.max(-LARGEST, Math.min(LARGEST, steps)));
    }
}

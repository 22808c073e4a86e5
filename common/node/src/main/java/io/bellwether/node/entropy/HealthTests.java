package io.bellwether.node.entropy;

/**
 * The two continuous health tests of NIST SP 800-90B (January 2018), section 4.4, applied to the
 * generator's output:
 *
 * <ul>
 *   <li>repetition count (4.4.1), with samples of 64 bits: finds a stuck generator at once;
 *   <li>adaptive proportion (4.4.2), with samples of one bit and a window of 1024: finds a bias.
 * </ul>
 *
 * The stated min-entropy is {@value #MIN_ENTROPY_PER_BIT} per bit, less than the 1 that a sound
 * generator gives. At 10^8 bits a second a sound generator then fails by chance about once in ten
 * thousand years, while a bit that is 1 with probability 0.66 or more fails within a few windows.
 * Not thread-safe; a failure is for the caller to remember.
 */
final class HealthTests {
    /** "Recommended range 2^-20 >= alpha >= 2^-40" (section 4.4.1). */
    static final int FALSE_POSITIVE_EXPONENT = 30;

    static final double MIN_ENTROPY_PER_BIT = 0.9;

    /** "W = 1024 if the noise source is binary" (section 4.4.2). */
    static final int WINDOW_BITS = 1024;

    private static final int WORDS_PER_WINDOW = WINDOW_BITS / Long.SIZE;

    private static final int REPETITION_CUTOFF =
            repetitionCutoff(MIN_ENTROPY_PER_BIT * Long.SIZE, FALSE_POSITIVE_EXPONENT);
    private static final int PROPORTION_CUTOFF =
            proportionCutoff(MIN_ENTROPY_PER_BIT, WINDOW_BITS, FALSE_POSITIVE_EXPONENT);

    private long lastWord;
    private int repetitions;

    private boolean windowStartsWithOne;
    private int windowWords;
    private int windowOnes;

    /**
     * C = 1 + ceil(-log2(alpha) / H), section 4.4.1.
     *
     * @param minEntropyPerSample H in bits
     * @param exponent -log2(alpha)
     */
    static int repetitionCutoff(double minEntropyPerSample, int exponent) {
        return 1 + (int) StrictMath.ceil(exponent / minEntropyPerSample);
    }

    /**
     * C = 1 + critbinom(W, 2^-H, 1 - alpha), section 4.4.2, where critbinom is the smallest c with
     * P(B(W, 2^-H) <= c) >= 1 - alpha; summed from the upper end, where the terms are small.
     *
     * @param minEntropyPerSample H in bits
     * @param window W in samples
     * @param exponent -log2(alpha)
     */
    static int proportionCutoff(double minEntropyPerSample, int window, int exponent) {
        double p = StrictMath.pow(2, -minEntropyPerSample);
        double alpha = StrictMath.pow(2, -exponent);
        double odds = (1 - p) / p;
        double term = StrictMath.pow(p, window);
        double tail = 0;
        int count = window;
        // invariant: term = P(B = count), tail = P(B > count)
        while (count > 0 && tail + term <= alpha) {
            tail += term;
            term *= odds * count / (window - count + 1);
            count--;
        }
        return 1 + count;
    }

    /**
     * Tests words before they are used.
     *
     * @throws EntropyHealthException if a test fails
     */
    void accept(long[] words) {
        for (long word : words) {
            countRepetition(word);
            countProportion(word);
        }
    }

    private void countRepetition(long word) {
        repetitions = word == lastWord && repetitions > 0 ? repetitions + 1 : 1;
        lastWord = word;
        if (repetitions >= REPETITION_CUTOFF) {
            throw new EntropyHealthException(
                    ("random generator: repetition count test (SP 800-90B 4.4.1) failed, %d equal"
                                    + " samples of 64 bits; cutoff %d at alpha = 2^-%d")
                            .formatted(repetitions, REPETITION_CUTOFF, FALSE_POSITIVE_EXPONENT));
        }
    }

    private void countProportion(long word) {
        if (windowWords == 0) {
            windowStartsWithOne = (word & 1) != 0;
            windowOnes = 0;
        }
        windowOnes += Long.bitCount(word);
        windowWords++;
        if (windowWords == WORDS_PER_WINDOW) {
            windowWords = 0;
            int equal = windowStartsWithOne ? windowOnes : WINDOW_BITS - windowOnes;
            if (equal >= PROPORTION_CUTOFF) {
                throw new EntropyHealthException(
                        ("random generator: adaptive proportion test (SP 800-90B 4.4.2) failed, %d"
                                        + " of %d bits equal to the first; cutoff %d at alpha ="
                                        + " 2^-%d")
                                .formatted(
                                        equal,
                                        WINDOW_BITS,
                                        PROPORTION_CUTOFF,
                                        FALSE_POSITIVE_EXPONENT));
            }
        }
    }
}

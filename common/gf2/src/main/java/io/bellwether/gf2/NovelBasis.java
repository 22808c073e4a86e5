package io.bellwether.gf2;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Converts a polynomial over GF(2), a bit for each power of z, to the basis that the additive
 * transform starts from: products of the vanishing polynomials of the subspaces of the Cantor
 * basis, {@code s_k = z^(2^k) + z} for k = 1, 2, 4, 8, 16 (Lin, Chung and Han 2014, "Novel
 * polynomial basis and its application to Reed-Solomon erasure codes"; Gao and Mateer 2010,
 * "Additive fast Fourier transforms over finite fields", section V). From s_16 on the basis is made
 * of its powers instead.
 *
 * <p>A polynomial is divided by {@code z^h + z^l}, {@code h > l}, by adding each of its
 * coefficients in [h, 2h) to the one h - l below it, from the highest down. The conversion consists
 * of such steps on blocks of 2h coefficients. {@link Way#DUAL} is the inverse of its transpose:
 * each step adds in the other direction. {@link Way#TRANSPOSED} is the transpose: the steps last
 * first, each in the other direction and from the lowest up.
 */
final class NovelBasis {
    /** Which form of a transform, or of a step of it. */
    enum Way {
        /** The transform. */
        FORWARD,
        /** The inverse of its transpose. */
        DUAL,
        /** Its transpose. */
        TRANSPOSED
    }

    /** Words of 2^16 coefficients: beyond, the basis has powers of s_16. */
    static final int PART = 1024;

    private static final VectorSpecies<Long> LONGS = PlaneKernels.LONGS;
    private static final int LANES = LONGS.length();

    // For the step of four words where vectors have eight: vectors of one length only, as those of
    // another would blur what just-in-time compilation learns of the first.
    private static final long[] LOWER_HALF = {-1, -1, -1, -1, 0, 0, 0, 0};
    private static final long[] UPPER_HALF = {0, 0, 0, 0, -1, -1, -1, -1};

    /** Steps of h and l words, in order: division by s_8 of which the quotient has l = 2 or 1. */
    private static final int[][] LONG_STEPS = {{512, 2}, {256, 1}};

    /** Then h words, and the number of bits l. */
    private static final int[][] BIT_STEPS = {
        {128, 32}, {64, 16}, {32, 8}, {16, 4}, {8, 2}, {4, 1}
    };

    /**
     * Then, in words, the conversion of 256 coefficients that are polynomials of four words, as far
     * as {@link NovelRows} does not do it.
     */
    private static final int[][] WORD_STEPS = {
        {512, 32}, {256, 16}, {128, 8}, {64, 4}, {512, 128}, {256, 64}, {512, 256}, {128, 64}
    };

    private NovelBasis() {}

    /** Steps between parts: {@code s_16^(2^j) = z^(2^(16+j)) + z^(2^j)}. */
    static void convertParts(long[] a, int end, Way way) {
        int levels = Integer.numberOfTrailingZeros(a.length / PART);
        for (int k = 0; k < levels; k++) {
            int j = way == Way.TRANSPOSED ? k : levels - 1 - k;
            bitStep(a, 0, end, PART << j, 1 << j, way);
        }
    }

    /**
     * The conversion of one part.
     *
     * @param rows {@link #PART} words of working memory
     */
    static void convertPart(long[] a, int at, Way way, long[] rows) {
        int end = at + PART;
        if (way == Way.TRANSPOSED) {
            NovelRows.convert(a, at, way, rows);
            for (int k = WORD_STEPS.length - 1; k >= 0; k--) {
                wordStep(a, at, end, WORD_STEPS[k][0], WORD_STEPS[k][1], way);
            }
            for (int k = BIT_STEPS.length - 1; k >= 0; k--) {
                bitStep(a, at, end, BIT_STEPS[k][0], BIT_STEPS[k][1], way);
            }
            for (int k = LONG_STEPS.length - 1; k >= 0; k--) {
                wordStep(a, at, end, LONG_STEPS[k][0], LONG_STEPS[k][1], way);
            }
            return;
        }
        for (int[] step : LONG_STEPS) {
            wordStep(a, at, end, step[0], step[1], way);
        }
        for (int[] step : BIT_STEPS) {
            bitStep(a, at, end, step[0], step[1], way);
        }
        for (int[] step : WORD_STEPS) {
            wordStep(a, at, end, step[0], step[1], way);
        }
        NovelRows.convert(a, at, way, rows);
    }

    private static void wordStep(long[] a, int at, int end, int high, int low, Way way) {
        for (int block = at; block < end; block += 2 * high) {
            int middle = block + high;
            int top = middle + high - low;
            switch (way) {
                case FORWARD -> {
                    add(a, top, middle, low);
                    add(a, middle, block + low, high - low);
                }
                case DUAL -> {
                    add(a, middle, top, low);
                    add(a, block + low, middle, high - low);
                }
                case TRANSPOSED -> {
                    add(a, block + low, middle, high - low);
                    add(a, middle, top, low);
                }
            }
        }
    }

    /** Adds the words at {@code from} to those at {@code to}; the ranges do not overlap. */
    private static void add(long[] a, int from, int to, int count) {
        int odd = count & LANES - 1;
        for (int k = 0; k < odd; k++) {
            a[to + k] ^= a[from + k];
        }
        for (int k = odd; k < count; k += LANES) {
            LongVector.fromArray(LONGS, a, to + k)
                    .lanewise(XOR, LongVector.fromArray(LONGS, a, from + k))
                    .intoArray(a, to + k);
        }
    }

    /** Steps of h words and l bits. Blocks of which the upper half lies beyond the end rest. */
    private static void bitStep(long[] a, int at, int end, int high, int low, Way way) {
        int blocks = (end - at + high - 1) / (2 * high);
        for (int k = 0; k < blocks; k++) {
            if (way == Way.FORWARD) {
                bitStepDown(a, at + 2 * high * k, end, high, low);
            } else {
                bitStepUp(a, at, at + 2 * high * (blocks - 1 - k), high, low, way);
            }
        }
    }

    private static void bitStepDown(long[] a, int block, int end, int high, int low) {
        int middle = block + high;
        // The first coefficients of the middle are to be added before those are; that and what the
        // lowest word should not receive is put right after.
        long first = a[middle + high - 1] >>> -low;
        long wrong = a[middle - 1] >>> -low;
        if (high >= LANES) {
            down(a, block, high, low);
        } else if (middle + LANES <= end) {
            halfDown(a, block, high, low);
        } else {
            wordsDown(a, block, high, low);
        }
        a[middle] ^= first;
        a[block] ^= first << low ^ wrong;
    }

    private static void bitStepUp(long[] a, int at, int block, int high, int low, Way way) {
        int middle = block + high;
        long before = a[middle];
        if (high >= LANES) {
            up(a, block, high, low);
        } else if (middle - LANES >= at) {
            halfUp(a, block, high, low);
        } else {
            wordsUp(a, block, high, low);
        }
        if (way == Way.TRANSPOSED) {
            a[middle + high - 1] ^= (before ^ a[middle]) << -low;
        }
    }

    private static void down(long[] a, int block, int high, int low) {
        for (int k = block; k < block + high; k += LANES) {
            LongVector lower =
                    LongVector.fromArray(LONGS, a, k + high - 1).lanewise(LSHR, 64 - low);
            LongVector upper = LongVector.fromArray(LONGS, a, k + high).lanewise(LSHL, low);
            LongVector.fromArray(LONGS, a, k)
                    .lanewise(XOR, lower.lanewise(XOR, upper))
                    .intoArray(a, k);
        }
    }

    /** The same for half a vector, within a whole one: the other half is the block's upper. */
    private static void halfDown(long[] a, int block, int high, int low) {
        LongVector lower = LongVector.fromArray(LONGS, a, block + high - 1);
        LongVector upper = LongVector.fromArray(LONGS, a, block + high);
        LongVector sum = lower.lanewise(LSHR, 64 - low).lanewise(XOR, upper.lanewise(LSHL, low));
        LongVector.fromArray(LONGS, a, block)
                .lanewise(XOR, sum.and(LongVector.fromArray(LONGS, LOWER_HALF, 0)))
                .intoArray(a, block);
    }

    private static void wordsDown(long[] a, int block, int high, int low) {
        for (int k = block; k < block + high; k++) {
            a[k] ^= a[k + high - 1] >>> -low ^ a[k + high] << low;
        }
    }

    /** Downwards, so that the word in the middle is read before it changes. */
    private static void up(long[] a, int block, int high, int low) {
        for (int k = block + high - LANES; k >= block; k -= LANES) {
            LongVector lower = LongVector.fromArray(LONGS, a, k).lanewise(LSHR, low);
            LongVector upper = LongVector.fromArray(LONGS, a, k + 1).lanewise(LSHL, 64 - low);
            LongVector.fromArray(LONGS, a, k + high)
                    .lanewise(XOR, lower.lanewise(XOR, upper))
                    .intoArray(a, k + high);
        }
    }

    private static void halfUp(long[] a, int block, int high, int low) {
        LongVector lower = LongVector.fromArray(LONGS, a, block - high);
        LongVector upper = LongVector.fromArray(LONGS, a, block - high + 1);
        LongVector sum = lower.lanewise(LSHR, low).lanewise(XOR, upper.lanewise(LSHL, 64 - low));
        LongVector.fromArray(LONGS, a, block)
                .lanewise(XOR, sum.and(LongVector.fromArray(LONGS, UPPER_HALF, 0)))
                .intoArray(a, block);
    }

    private static void wordsUp(long[] a, int block, int high, int low) {
        for (int k = block + high - 1; k >= block; k--) {
            a[k + high] ^= a[k] >>> low ^ a[k + 1] << -low;
        }
    }
}

package io.bellwether.gf2;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.ArrayList;
import java.util.List;

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
    enum Way {
        FORWARD,
        DUAL,
        TRANSPOSED
    }

    /** Words of 2^16 coefficients: beyond, the basis has powers of s_16. */
    static final int PART = 1024;

    private static final VectorSpecies<Long> LONGS = PlaneKernels.LONGS;
    private static final int LANES = LONGS.length();

    /** For steps of no more than four words. */
    private static final VectorSpecies<Long> FOURS = LANES > 4 ? LongVector.SPECIES_256 : LONGS;

    /** Steps of h and l words, in order: division by s_8 of which the quotient has l = 2 or 1. */
    private static final int[][] LONG_STEPS = {{512, 2}, {256, 1}};

    /** Then h words, and the number of bits l. */
    private static final int[][] BIT_STEPS = {
        {128, 32}, {64, 16}, {32, 8}, {16, 4}, {8, 2}, {4, 1}
    };

    /** Then, in words, the conversion of 256 coefficients that are polynomials of four words. */
    private static final int[][] WORD_STEPS = {
        {512, 32}, {256, 16}, {128, 8}, {64, 4}, {512, 128}, {256, 64}, {512, 256}, {128, 64}
    };

    /** Words to which the last steps are applied together, and these steps. */
    private static final int TILE = 64;

    private static final int[][] TILE_STEPS = {{32, 8}, {16, 4}, {32, 16}, {8, 4}};

    /** What they add, in order: eight or four words from one place in the tile to another. */
    private static final int[][] TILE_SUMS = tileSums();

    private NovelBasis() {}

    private static int[][] tileSums() {
        List<int[]> sums = new ArrayList<>();
        for (int[] step : TILE_STEPS) {
            int high = step[0];
            int low = step[1];
            for (int block = 0; block < TILE; block += 2 * high) {
                addSums(block + 2 * high - low, block + high, low, sums);
                addSums(block + high, block + low, high - low, sums);
            }
        }
        return sums.toArray(int[][]::new);
    }

    private static void addSums(int from, int to, int count, List<int[]> sums) {
        for (int k = 0; k < count; k += 8) {
            sums.add(new int[] {from + k, to + k, Math.min(8, count - k)});
        }
    }

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
            tiles(a, at, end, way);
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
        tiles(a, at, end, way);
        NovelRows.convert(a, at, way, rows);
    }

    private static void tiles(long[] a, int at, int end, Way way) {
        int count = TILE_SUMS.length;
        for (int tile = at; tile < end; tile += TILE) {
            for (int k = 0; k < count; k++) {
                int[] sum = TILE_SUMS[way == Way.TRANSPOSED ? count - 1 - k : k];
                int from = tile + (way == Way.FORWARD ? sum[0] : sum[1]);
                int to = tile + (way == Way.FORWARD ? sum[1] : sum[0]);
                add(a, from, to, sum[2]);
            }
        }
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
        if (odd != 0) {
            addOdd(a, from, to, odd);
        }
        for (int k = odd; k < count; k += LANES) {
            LongVector.fromArray(LONGS, a, to + k)
                    .lanewise(XOR, LongVector.fromArray(LONGS, a, from + k))
                    .intoArray(a, to + k);
        }
    }

    /** The same for less than a vector. */
    private static void addOdd(long[] a, int from, int to, int count) {
        int fours = count & FOURS.length();
        if (fours != 0) {
            LongVector.fromArray(FOURS, a, to)
                    .lanewise(XOR, LongVector.fromArray(FOURS, a, from))
                    .intoArray(a, to);
        }
        for (int k = fours; k < count; k++) {
            a[to + k] ^= a[from + k];
        }
    }

    /** Steps of h words and l bits. Blocks of which the upper half lies beyond the end rest. */
    private static void bitStep(long[] a, int at, int end, int high, int low, Way way) {
        for (int block = at; block + high < end; block += 2 * high) {
            int middle = block + high;
            int last = middle + high - 1;
            if (way == Way.FORWARD) {
                // The first coefficients of the middle are to be added before those are; that and
                // what the lowest word should not receive is put right after.
                long first = a[last] >>> -low;
                long wrong = a[middle - 1] >>> -low;
                if (high < LANES) {
                    foursDown(a, block, high, low);
                } else {
                    down(a, block, high, low);
                }
                a[middle] ^= first;
                a[block] ^= first << low ^ wrong;
            } else {
                long before = a[middle];
                if (high < LANES) {
                    foursUp(a, block, high, low);
                } else {
                    up(a, block, high, low);
                }
                if (way == Way.TRANSPOSED) {
                    a[last] ^= (before ^ a[middle]) << -low;
                }
            }
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

    private static void foursDown(long[] a, int block, int high, int low) {
        for (int k = block; k < block + high; k += FOURS.length()) {
            LongVector lower =
                    LongVector.fromArray(FOURS, a, k + high - 1).lanewise(LSHR, 64 - low);
            LongVector upper = LongVector.fromArray(FOURS, a, k + high).lanewise(LSHL, low);
            LongVector.fromArray(FOURS, a, k)
                    .lanewise(XOR, lower.lanewise(XOR, upper))
                    .intoArray(a, k);
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

    private static void foursUp(long[] a, int block, int high, int low) {
        for (int k = block + high - FOURS.length(); k >= block; k -= FOURS.length()) {
            LongVector lower = LongVector.fromArray(FOURS, a, k).lanewise(LSHR, low);
            LongVector upper = LongVector.fromArray(FOURS, a, k + 1).lanewise(LSHL, 64 - low);
            LongVector.fromArray(FOURS, a, k + high)
                    .lanewise(XOR, lower.lanewise(XOR, upper))
                    .intoArray(a, k + high);
        }
    }
}

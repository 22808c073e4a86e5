package io.bellwether.gf2;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Converts a polynomial of 2^16 coefficients from powers of y to the basis that the additive
 * transform starts from, and back: products of the vanishing polynomials of the subspaces of the
 * Cantor basis, which have the form {@code y^(2^i) + y} (Lin, Chung and Han 2014, "Novel polynomial
 * basis and its application to Reed-Solomon erasure codes"; Gao and Mateer 2010, "Additive fast
 * Fourier transforms over finite fields", section V). Only additions of coefficients occur.
 */
final class NovelBasis {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();
    private static final IntVector INDEX = IntVector.zero(INTS).addIndex(1);

    /** Sixteen neighbouring coefficients are done without loops. */
    private static final int LEAF_LEVELS = 4;

    private static final int UPPER_HALF = 1 << TowerField.BITS - 1;

    private NovelBasis() {}

    /**
     * @param upperHalf if not, the upper half of the coefficients is zero and stays so
     */
    static void fromPowers(int[] a, boolean upperHalf) {
        convert(a, 0, upperHalf ? TowerField.BITS : TowerField.BITS - 1, 1);
        for (int i = 0; i < (upperHalf ? a.length : UPPER_HALF); i += 16) {
            convertLeaf(a, i);
        }
    }

    /** Computes the upper half of the coefficients, which depends on the upper half only. */
    static void toPowers(int[] a) {
        for (int i = UPPER_HALF; i < a.length; i += 16) {
            restoreLeaf(a, i);
        }
        restore(a, 0, TowerField.BITS, 1);
    }

    /**
     * Adds y times the polynomial {@code a} to {@code sum}, from coefficient 2^15 + 1 on, in the
     * basis. A basis polynomial is the product of the vanishing polynomials s_i of the bits i of
     * its index, y is s_0, and {@code s_i s_i = s_i + s_(i+1)}.
     */
    static void addShifted(int[] a, int[] sum) {
        for (int k = UPPER_HALF + 1; k < a.length; k++) {
            sum[k] ^= a[k - 1] ^ a[k | k - 1];
        }
    }

    private static boolean isLeaf(int levels, int row) {
        return levels <= 1 || row == 1 && levels <= LEAF_LEVELS;
    }

    /** The largest power of two below the number of levels. */
    private static int split(int levels) {
        return Integer.highestOneBit(levels - 1);
    }

    /** 2^levels rows of {@code row} neighbouring coefficients, from {@code at}. */
    private static void convert(int[] a, int at, int levels, int row) {
        if (isLeaf(levels, row)) {
            return;
        }
        int i = split(levels);
        int end = at + (row << levels);
        for (int j = levels - i - 1; j >= 0; j--) {
            int high = row << i + j;
            int low = row << j;
            int shift = high - low;
            for (int block = at + 2 * high; block <= end; block += 2 * high) {
                add(a, block - low, block - low - shift, low);
                add(a, block - high, block - high - shift, shift);
            }
        }
        convert(a, at, levels - i, row << i);
        for (int part = at; part < end; part += row << i) {
            convert(a, part, i, row);
        }
    }

    private static void restore(int[] a, int at, int levels, int row) {
        int end = at + (row << levels);
        if (isLeaf(levels, row) || end <= UPPER_HALF) {
            return;
        }
        int i = split(levels);
        for (int part = at; part < end; part += row << i) {
            restore(a, part, i, row);
        }
        restore(a, at, levels - i, row << i);
        for (int j = 0; j < levels - i; j++) {
            int high = row << i + j;
            int low = row << j;
            int shift = high - low;
            for (int block = Math.max(at, UPPER_HALF) + 2 * high; block <= end; block += 2 * high) {
                add(a, block - high, block - high - shift, shift);
                add(a, block - low, block - low - shift, low);
            }
            if (2 * high > a.length / 2) {
                add(a, end - low, end - low - shift, low);
            }
        }
    }

    /** Adds the coefficients at {@code from} to those at {@code to}; the ranges do not overlap. */
    private static void add(int[] a, int from, int to, int count) {
        int odd = count & LANES - 1;
        if (odd != 0) {
            addLast(a, from - LANES + odd, to - LANES + odd, odd);
        }
        for (int k = odd; k < count; k += LANES) {
            IntVector.fromArray(INTS, a, to + k)
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, a, from + k))
                    .intoArray(a, to + k);
        }
    }

    /** Adds the last {@code count} coefficients of a vector. */
    private static void addLast(int[] a, int from, int to, int count) {
        if (to >= 0) {
            IntVector sum = IntVector.fromArray(INTS, a, to);
            VectorMask<Integer> last = INDEX.compare(VectorOperators.GE, LANES - count);
            sum.lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, a, from), last)
                    .intoArray(a, to);
        } else {
            for (int k = LANES - count; k < LANES; k++) {
                a[to + k] ^= a[from + k];
            }
        }
    }

    private static void convertLeaf(int[] a, int i) {
        int a9 = a[i + 9] ^ a[i + 15];
        int a8 = a[i + 8] ^ a[i + 14];
        int a7 = a[i + 7] ^ a[i + 13];
        int a6 = a[i + 6] ^ a[i + 12];
        int a5 = a[i + 5] ^ a[i + 11];
        int a4 = a[i + 4] ^ a[i + 10];
        int a3 = a[i + 3] ^ a9;
        int a2 = a[i + 2] ^ a8;
        int a12 = a[i + 12] ^ a[i + 15];
        int a11 = a[i + 11] ^ a[i + 14];
        int a10 = a[i + 10] ^ a[i + 13];
        a9 ^= a12;
        a4 ^= a7;
        a3 ^= a6;
        a2 ^= a5;
        int a1 = a[i + 1] ^ a4;
        a11 ^= a[i + 15];
        a10 ^= a[i + 14];
        a9 ^= a[i + 13];
        a8 ^= a12;
        a7 ^= a11;
        a6 ^= a10;
        a5 ^= a9;
        a4 ^= a8;
        a[i + 1] = a1 ^ a2 ^ a3;
        a[i + 2] = a2 ^ a3;
        a[i + 3] = a3;
        a[i + 4] = a4;
        a[i + 5] = a5 ^ a6 ^ a7;
        a[i + 6] = a6 ^ a7;
        a[i + 7] = a7;
        a[i + 8] = a8;
        a[i + 9] = a9 ^ a10 ^ a11;
        a[i + 10] = a10 ^ a11;
        a[i + 11] = a11;
        a[i + 12] = a12;
        a[i + 13] ^= a[i + 14] ^ a[i + 15];
        a[i + 14] ^= a[i + 15];
    }

    /** The steps of {@link #convertLeaf} backwards. */
    private static void restoreLeaf(int[] a, int i) {
        for (int k = i; k < i + 16; k += 4) {
            a[k + 1] ^= a[k + 2];
            a[k + 2] ^= a[k + 3];
        }
        for (int k = i + 4; k < i + 12; k++) {
            a[k] ^= a[k + 4];
        }
        for (int k = i; k < i + 16; k += 8) {
            a[k + 1] ^= a[k + 4];
            a[k + 2] ^= a[k + 5];
            a[k + 3] ^= a[k + 6];
            a[k + 4] ^= a[k + 7];
        }
        for (int k = i + 2; k < i + 10; k++) {
            a[k] ^= a[k + 6];
        }
    }
}

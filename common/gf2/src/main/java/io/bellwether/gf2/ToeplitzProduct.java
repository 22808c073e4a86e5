package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;

/**
 * The product of a binary Toeplitz matrix and a vector, scalar reference.
 *
 * <p>The matrix of {@code rows} x {@code columns} is given by {@code rows + columns - 1} diagonal
 * bits {@code t}: {@code y_i = sum over j of t_(i - j + columns - 1) x_j}. Only the wanted rows are
 * computed. The matrix is cut into square blocks, and a square block of twice the size costs three
 * products instead of four: with {@code T = (T1 T0; T2 T1)} and {@code x = (x0; x1)},
 *
 * <pre>
 * P0 = (T0 + T1) x1,  P1 = (T1 + T2) x0,  P2 = T1 (x0 + x1),  y = (P0 + P2; P1 + P2)
 * </pre>
 *
 * (Fan and Hasan 2007, "A new approach to subquadratic space complexity parallel multipliers for
 * extended binary fields", the transposed Karatsuba identity; in characteristic 2.) Working memory
 * is under six times the size of a square block besides input and output.
 */
public final class ToeplitzProduct {
    private static final int LEAF_WORDS = 8;

    private ToeplitzProduct() {}

    /**
     * The product.
     *
     * @param diagonals {@code rows + columns - 1} bits (no bits if one of the sizes is zero)
     * @param vector one bit for each column
     * @param rows the number of rows wanted
     * @throws IllegalArgumentException if the number of diagonals does not fit, naming both numbers
     */
    public static BitArray multiply(BitArray diagonals, BitArray vector, long rows) {
        long columns = vector.length();
        long needed = diagonalBits(rows, columns);
        if (diagonals.length() != needed) {
            throw new IllegalArgumentException(
                    "diagonals: %d bits; a Toeplitz matrix of %d x %d needs %d"
                            .formatted(diagonals.length(), rows, columns, needed));
        }
        BitArray product = BitArray.ofLength(rows);
        if (needed == 0) {
            return product;
        }
        int block = blockWords(Math.min(BitArray.wordsFor(rows), BitArray.wordsFor(columns)));
        Blocks blocks = new Blocks(diagonals, columns, block);
        long[] out = product.words();
        for (int row = 0; row < out.length; row += block) {
            for (int column = 0; column < vector.words().length; column += block) {
                blocks.load(vector.words(), row, column);
                square(blocks.t, 0, blocks.x, 0, block, blocks.y, 0, blocks.scratch, 0);
                for (int i = 0; i < Math.min(block, out.length - row); i++) {
                    out[row + i] ^= blocks.y[i];
                }
            }
        }
        return BitArray.wrap(out, rows);
    }

    /** The number of bits that define a Toeplitz matrix. */
    public static long diagonalBits(long rows, long columns) {
        return rows == 0 || columns == 0 ? 0 : rows + columns - 1;
    }

    /** The smallest size from {@code words} up that halves down to a leaf without a remainder. */
    private static int blockWords(int words) {
        int step = 1;
        while (words > 2 * LEAF_WORDS * step) {
            step *= 2;
        }
        return (words + step - 1) / step * step;
    }

    /** The operands of one square block. */
    private static final class Blocks {
        private final BitArray diagonals;
        private final long columns;
        private final long[] t;
        private final long[] x;
        private final long[] y;
        private final long[] scratch;

        Blocks(BitArray diagonals, long columns, int block) {
            this.diagonals = diagonals;
            this.columns = columns;
            t = new long[2 * block];
            x = new long[block];
            y = new long[block];
            scratch = new long[4 * block + 64];
        }

        /** Bit {@code k} of {@code t} is diagonal {@code k - 64 block + 1} of the block. */
        void load(long[] vector, int row, int column) {
            long start = 64L * (row - column - x.length) + columns;
            for (int i = 0; i < t.length; i++) {
                t[i] = bitsAt(start + 64L * i);
            }
            for (int i = 0; i < x.length; i++) {
                x[i] = column + i < vector.length ? vector[column + i] : 0;
            }
        }

        private long bitsAt(long from) {
            if (from >= 0) {
                return diagonals.wordAt(from);
            }
            return from <= -64 ? 0 : diagonals.wordAt(0) << -from;
        }
    }

    /**
     * A square block of n words: {@code y_i = sum over j of t_(i - j + 64 n - 1) x_j}, where t has
     * 128 n bits of which the last is not used.
     */
    private static void square(
            long[] t, int tAt, long[] x, int xAt, int n, long[] y, int yAt, long[] s, int sAt) {
        if (n % 2 != 0 || n <= LEAF_WORDS) {
            leaf(t, tAt, x, xAt, n, y, yAt);
            return;
        }
        int half = n / 2;
        int sums = sAt;
        int product = sAt + n;
        int free = product + half;
        for (int i = 0; i < n; i++) {
            s[sums + i] = t[tAt + i] ^ t[tAt + half + i];
        }
        square(s, sums, x, xAt + half, half, y, yAt, s, free);
        for (int i = 0; i < n; i++) {
            s[sums + i] = t[tAt + half + i] ^ t[tAt + n + i];
        }
        square(s, sums, x, xAt, half, y, yAt + half, s, free);
        for (int i = 0; i < half; i++) {
            s[sums + i] = x[xAt + i] ^ x[xAt + half + i];
        }
        square(t, tAt + half, s, sums, half, s, product, s, free);
        for (int i = 0; i < half; i++) {
            y[yAt + i] ^= s[product + i];
            y[yAt + half + i] ^= s[product + i];
        }
    }

    private static void leaf(long[] t, int tAt, long[] x, int xAt, int n, long[] y, int yAt) {
        for (int i = 0; i < n; i++) {
            long sum = 0;
            for (int j = 0; j < n; j++) {
                int at = tAt + i - j + n - 1;
                sum ^= word(t[at], t[at + 1], x[xAt + j]);
            }
            y[yAt + i] = sum;
        }
    }

    /** Coefficients 63 to 126 of {@code (low + high z^64) x}. */
    private static long word(long low, long high, long x) {
        return CarrylessProduct.high(low, x) << 1
                ^ CarrylessProduct.low(low, x) >>> 63
                ^ CarrylessProduct.low(high, x) << 1;
    }
}

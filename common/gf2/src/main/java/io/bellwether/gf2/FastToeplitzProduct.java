package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;

import java.util.Arrays;

/**
 * The same as {@link ToeplitzProduct}, by additive Fourier transforms. The key is cut into blocks
 * of about a million bits, each transformed once; each stretch of diagonals is transformed once;
 * and the products are summed before the one transform back for each block of rows.
 *
 * <p>Working memory: about 0.6 bytes for each bit of key and of rows (560 kB for a block of a
 * million bits). Not constant in time, see {@link AdditiveTransform}.
 */
public final class FastToeplitzProduct {
    /**
     * Chunks of 32 bits in a block. With 2^16 chunks of diagonals, the product modulo {@code
     * y^65536 + y} overlaps itself only in chunks 1 to {@code CHUNKS + 1}.
     */
    private static final int CHUNKS = 32766;

    /** The first chunk of the product that nothing overlaps with. */
    private static final int FIRST = 32770;

    private static final long BLOCK_BITS = 32L * CHUNKS;

    private final BitArray diagonals;
    private final BitArray vector;
    private final AdditiveTransform transform = new AdditiveTransform();
    private final int[] low = new int[AdditiveTransform.size()];
    private final int[] high = new int[AdditiveTransform.size()];

    private FastToeplitzProduct(BitArray diagonals, BitArray vector) {
        this.diagonals = diagonals;
        this.vector = vector;
    }

    /**
     * The product, see {@link ToeplitzProduct#multiply}.
     *
     * @throws IllegalArgumentException if the number of diagonals does not fit, naming both numbers
     */
    public static BitArray multiply(BitArray diagonals, BitArray vector, long rows) {
        long needed = ToeplitzProduct.diagonalBits(rows, vector.length());
        if (diagonals.length() != needed) {
            throw new IllegalArgumentException(
                    "diagonals: %d bits; a Toeplitz matrix of %d x %d needs %d"
                            .formatted(diagonals.length(), rows, vector.length(), needed));
        }
        return new FastToeplitzProduct(diagonals, vector).multiply(rows);
    }

    private BitArray multiply(long rows) {
        int columnBlocks = (int) ((vector.length() + BLOCK_BITS - 1) / BLOCK_BITS);
        int rowBlocks = (int) ((rows + BLOCK_BITS - 1) / BLOCK_BITS);
        BitArray product = BitArray.ofLength(rows);
        if (columnBlocks == 0 || rowBlocks == 0) {
            return product;
        }
        long[][] columns = new long[columnBlocks][];
        for (int j = 0; j < columnBlocks; j++) {
            columns[j] = transformed(vector, j * BLOCK_BITS, CHUNKS);
        }
        // Stretch s of the diagonals joins row block i and column block j where i - j = s.
        long[][] stretches = new long[rowBlocks + columnBlocks - 1][];
        for (int s = 0; s < stretches.length; s++) {
            long middle = vector.length() - 1 + (s - columnBlocks + 1) * BLOCK_BITS;
            stretches[s] = transformed(diagonals, middle - 32L * FIRST, low.length);
        }
        long[] sum = new long[AdditiveTransform.WORDS];
        for (int i = 0; i < rowBlocks; i++) {
            Arrays.fill(sum, 0);
            for (int j = 0; j < columnBlocks; j++) {
                transform.addProduct(columns[j], stretches[i - j + columnBlocks - 1], sum);
            }
            transform.backward(sum, low, high);
            writeRows(product, i * BLOCK_BITS);
        }
        erase(columns, sum);
        return product;
    }

    private long[] transformed(BitArray bits, long from, int count) {
        int[] chunks = low;
        for (int i = 0; i < count; i++) {
            chunks[i] = chunkAt(bits, from + 32L * i);
        }
        Arrays.fill(chunks, count, chunks.length, 0);
        long[] planes = new long[AdditiveTransform.WORDS];
        transform.forward(chunks, planes);
        return planes;
    }

    /** 32 bits, zeros outside of the string. */
    private static int chunkAt(BitArray bits, long from) {
        if (from >= 0) {
            return from < bits.length() ? (int) bits.wordAt(from) : 0;
        }
        return from <= -32 ? 0 : (int) (bits.wordAt(0) << -from);
    }

    private void writeRows(BitArray product, long from) {
        long[] words = product.words();
        long count = Math.min(CHUNKS, (product.length() - from + 31) / 32);
        for (int i = 0; i < count; i++) {
            long bits = (low[FIRST + i] ^ high[FIRST + i - 1]) & 0xffffffffL;
            long at = from + 32L * i;
            words[(int) (at >>> 6)] |= bits << at;
        }
        if ((product.length() & 63) != 0) {
            words[words.length - 1] &= (1L << product.length()) - 1;
        }
    }

    private void erase(long[][] columns, long[] sum) {
        for (long[] column : columns) {
            Arrays.fill(column, 0);
        }
        Arrays.fill(sum, 0);
        Arrays.fill(low, 0);
        Arrays.fill(high, 0);
    }
}

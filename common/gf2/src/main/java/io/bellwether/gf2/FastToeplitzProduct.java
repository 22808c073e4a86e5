package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;

/**
 * The same as {@link ToeplitzProduct}, by additive Fourier transforms. Vector and product are cut
 * into blocks, see {@link ToeplitzBlocks}. Block i of the product is the sum over j of block j of
 * the vector, counted from its end, times stretch {@code i + j} of the diagonals; the products are
 * summed before the one transform back.
 *
 * <p>Memory does not grow with the length of the vector: at most {@link #TILE} bits of the product
 * are summed at a time, while the columns go by in batches and the stretches that the batch needs
 * are kept in a ring. Every block is transformed once for each tile. Nothing is written to disk: a
 * copy of a raw key there would have to be erased, and to transform a block again takes less than a
 * millisecond.
 *
 * <p>Its time does not depend on the contents, see {@link FrobeniusTransform}.
 */
public final class FastToeplitzProduct {
    /** Bits of the product that are summed at a time. */
    private static final long TILE = 100 << 20;

    private FastToeplitzProduct() {}

    /** {@link #multiply(BitArray, BitArray, long, Workers)} on the caller's thread. */
    public static BitArray multiply(BitArray diagonals, BitArray vector, long rows) {
        return multiply(diagonals, vector, rows, Workers.ONE);
    }

    /**
     * The product, see {@link ToeplitzProduct#multiply}.
     *
     * @param workers compute the blocks; the product does not depend on how many there are
     * @throws IllegalArgumentException if the number of diagonals does not fit, naming both numbers
     */
    public static BitArray multiply(
            BitArray diagonals, BitArray vector, long rows, Workers workers) {
        ToeplitzBlocks blocks = ToeplitzBlocks.of(rows, vector.length());
        int tile = (int) Math.max(1, TILE / Math.max(1, blocks.rowBits()));
        return multiply(diagonals, vector, rows, workers, blocks, tile);
    }

    static BitArray multiply(
            BitArray diagonals,
            BitArray vector,
            long rows,
            Workers workers,
            ToeplitzBlocks blocks,
            int tile) {
        long needed = ToeplitzProduct.diagonalBits(rows, vector.length());
        if (diagonals.length() != needed) {
            throw new IllegalArgumentException(
                    "diagonals: %d bits; a Toeplitz matrix of %d x %d needs %d"
                            .formatted(diagonals.length(), rows, vector.length(), needed));
        }
        if (needed == 0) {
            return BitArray.ofLength(rows);
        }
        BitArray product = BitArray.ofLength(rows);
        for (int row = 0; row < blocks.rows(); row += tile) {
            int count = Math.min(tile, blocks.rows() - row);
            new ToeplitzTile(diagonals, vector, product, workers, blocks, row, count).compute();
        }
        clearPadding(product);
        return product;
    }

    private static void clearPadding(BitArray product) {
        long[] words = product.words();
        if ((product.length() & 63) != 0) {
            words[words.length - 1] &= (1L << product.length()) - 1;
        }
    }
}

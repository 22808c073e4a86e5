package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

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

    /** Rows for each worker below which all workers share each row. */
    private static final int FEW = 4;

    /** Groups of planes of which all products are added together, as they stay in the cache. */
    private static final int SLICE = 8;

    private final BitArray diagonals;
    private final BitArray vector;
    private final BitArray product;
    private final Workers workers;
    private final ToeplitzBlocks blocks;
    private final int valueWords;
    private final int sumWords;
    private final int slices;
    private final List<BlockTransform> transforms = new ArrayList<>();

    private FastToeplitzProduct(
            BitArray diagonals,
            BitArray vector,
            long rows,
            Workers workers,
            ToeplitzBlocks blocks) {
        this.diagonals = diagonals;
        this.vector = vector;
        this.workers = workers;
        this.blocks = blocks;
        product = BitArray.ofLength(rows);
        EvaluationPoints points = EvaluationPoints.of(blocks.cosets());
        for (int worker = 0; worker < workers.count(); worker++) {
            transforms.add(new BlockTransform(points));
        }
        valueWords = BlockTransform.valueWords(points);
        sumWords = BlockTransform.sumWords(points);
        slices = points.cosets() * FrobeniusTransform.GROUPS / SLICE;
    }

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
        var computation = new FastToeplitzProduct(diagonals, vector, rows, workers, blocks);
        for (int row = 0; row < blocks.rows(); row += tile) {
            computation.addTile(row, Math.min(tile, blocks.rows() - row));
        }
        computation.transforms.forEach(BlockTransform::erase);
        computation.clearPadding();
        return computation.product;
    }

    private void clearPadding() {
        long[] words = product.words();
        if ((product.length() & 63) != 0) {
            words[words.length - 1] &= (1L << product.length()) - 1;
        }
    }

    private void addTile(int firstRow, int rows) {
        // Batches as long as the ring would double the memory; shorter ones keep few workers busy.
        int batch = Math.min(blocks.columns(), Math.max(2 * workers.count(), (rows + 3) / 4));
        long[][] sums = new long[rows][sumWords];
        long[][] columns = new long[batch][valueWords];
        long[][] ring = new long[rows + batch - 1][valueWords];
        int nextStretch = firstRow;
        for (int column = 0; column < blocks.columns(); column += batch) {
            int from = column;
            int count = Math.min(batch, blocks.columns() - from);
            int oldest = nextStretch;
            nextStretch = firstRow + rows - 1 + from + count;
            transformBlocks(columns, from, count, ring, oldest, nextStretch);
            int sum = firstRow + from;
            addProducts(sums, columns, count, (i, k) -> at(ring, sum + i + k));
        }
        if (rows < FEW * workers.count() && workers.count() > 1) {
            addRowsBySteps(sums, firstRow);
        } else {
            forEach(
                    rows,
                    transform ->
                            i -> {
                                long from = (firstRow + i) * blocks.rowBits();
                                transform.rows(sums[i], product, from, blocks.rowBits());
                            });
        }
        erase(columns);
        erase(sums);
    }

    /** Has all workers transform each of a few rows. */
    private void addRowsBySteps(long[][] sums, int firstRow) {
        int cosets = blocks.cosets();
        int count = transforms.size();
        long[][] values = new long[sums.length][valueWords];
        long[][] bits = new long[sums.length][EvaluationPoints.of(cosets).words()];
        forEach(
                sums.length * cosets,
                transform ->
                        k ->
                                transform.fromValues(
                                        sums[k / cosets], k % cosets, values[k / cosets]));
        forEach(
                sums.length * count,
                transform ->
                        k -> {
                            int row = k / count;
                            long from = (firstRow + row) * blocks.rowBits();
                            int parts = BlockTransform.parts(product, from, blocks.rowBits());
                            int first = parts * (k % count) / count;
                            int end = parts * (k % count + 1) / count;
                            transform.convertParts(values[row], bits[row], first, end);
                        });
        forEach(
                sums.length,
                transform ->
                        row -> {
                            long from = (firstRow + row) * blocks.rowBits();
                            BlockTransform.write(bits[row], product, from, blocks.rowBits());
                        });
        erase(values);
        erase(bits);
    }

    private static void erase(long[][] blocks) {
        for (long[] block : blocks) {
            Arrays.fill(block, 0);
        }
    }

    /** Columns from one on, and stretches of which those before are in the ring already. */
    private void transformBlocks(
            long[][] columns, int from, int count, long[][] ring, int oldest, int end) {
        forEach(
                count + end - oldest,
                transform ->
                        k -> {
                            if (k < count) {
                                column(transform, from + k, columns[k]);
                            } else {
                                int stretch = oldest + k - count;
                                long first = stretch * blocks.columnBits();
                                transform.stretch(diagonals, first, at(ring, stretch));
                            }
                        });
    }

    /** Columns are counted from the last bit of the vector. */
    private void column(BlockTransform transform, int column, long[] values) {
        long end = vector.length() - column * blocks.columnBits();
        transform.column(vector, end, blocks.columnBits(), values);
    }

    /** Slice by slice of all the transforms, which then stay in the cache. */
    private void addProducts(
            long[][] sums,
            long[][] columns,
            int count,
            BiFunction<Integer, Integer, long[]> stretch) {
        forEach(
                slices,
                transform ->
                        slice -> {
                            for (int i = 0; i < sums.length; i++) {
                                for (int k = 0; k < count; k++) {
                                    transform.addProducts(
                                            columns[k],
                                            stretch.apply(i, k),
                                            sums[i],
                                            slice * SLICE,
                                            (slice + 1) * SLICE);
                                }
                            }
                        });
    }

    private static long[] at(long[][] ring, int stretch) {
        return ring[stretch % ring.length];
    }

    /** Has the workers do numbers 0 to {@code count - 1}, each with a transform of its own. */
    private void forEach(int count, Function<BlockTransform, IntConsumer> task) {
        int step = Math.min(count, transforms.size());
        workers.run(
                IntStream.range(0, step)
                        .mapToObj(first -> part(first, step, count, task))
                        .toList());
    }

    private Runnable part(
            int first, int step, int count, Function<BlockTransform, IntConsumer> task) {
        return () -> {
            IntConsumer each = task.apply(transforms.get(first));
            for (int k = first; k < count; k += step) {
                each.accept(k);
            }
        };
    }
}

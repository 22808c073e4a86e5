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
 * into blocks of about a million bits. Block i of the product is the sum over j of block j of the
 * vector times stretch {@code i - j} of the diagonals; the products are summed before the one
 * transform back.
 *
 * <p>Memory does not grow with the length of the vector: at most {@link #TILE} blocks of the
 * product are summed at a time, while the columns go by in batches and the stretches that the batch
 * needs are kept in a ring. So it is about 1.3 bytes for each bit of the product, and 140 MB at
 * most (a block is 560 kB transformed), besides vector, diagonals and product themselves. Every
 * block is transformed once for each tile. Nothing is written to disk: a copy of a raw key there
 * would have to be erased, and to transform a block again takes less than a millisecond.
 *
 * <p>Its time does not depend on the contents, see {@link AdditiveTransform}.
 */
public final class FastToeplitzProduct {
    /** Blocks of the product that are summed at a time: 10^8 bits. */
    static final int TILE = 100;

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
    private final BitArray product;
    private final Workers workers;
    private final int columnBlocks;
    private final List<BlockTransform> transforms = new ArrayList<>();

    private FastToeplitzProduct(BitArray diagonals, BitArray vector, long rows, Workers workers) {
        this.diagonals = diagonals;
        this.vector = vector;
        this.workers = workers;
        product = BitArray.ofLength(rows);
        columnBlocks = blocks(vector.length());
        for (int worker = 0; worker < workers.count(); worker++) {
            transforms.add(new BlockTransform());
        }
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
        return multiply(diagonals, vector, rows, workers, TILE);
    }

    static BitArray multiply(
            BitArray diagonals, BitArray vector, long rows, Workers workers, int tile) {
        long needed = ToeplitzProduct.diagonalBits(rows, vector.length());
        if (diagonals.length() != needed) {
            throw new IllegalArgumentException(
                    "diagonals: %d bits; a Toeplitz matrix of %d x %d needs %d"
                            .formatted(diagonals.length(), rows, vector.length(), needed));
        }
        if (needed == 0) {
            return BitArray.ofLength(rows);
        }
        var computation = new FastToeplitzProduct(diagonals, vector, rows, workers);
        int rowBlocks = blocks(rows);
        for (int row = 0; row < rowBlocks; row += tile) {
            computation.addTile(row, Math.min(tile, rowBlocks - row));
        }
        computation.transforms.forEach(BlockTransform::erase);
        return computation.product;
    }

    private static int blocks(long bits) {
        return (int) ((bits + BLOCK_BITS - 1) / BLOCK_BITS);
    }

    private void addTile(int firstRow, int rows) {
        // Batches as long as the ring would double the memory; shorter ones keep few workers busy.
        int batch = Math.min(columnBlocks, Math.max(2 * workers.count(), (rows + 3) / 4));
        long[][] sums = new long[rows][AdditiveTransform.WORDS];
        long[][] columns = new long[batch][AdditiveTransform.WORDS];
        long[][] ring = new long[rows + batch - 1][AdditiveTransform.WORDS];
        int nextStretch = firstRow + rows - 1;
        for (int column = 0; column < columnBlocks; column += batch) {
            int from = column;
            int count = Math.min(batch, columnBlocks - from);
            int newest = nextStretch;
            int oldest = firstRow - (from + count - 1);
            forEach(
                    count + newest - oldest + 1,
                    transform ->
                            k -> {
                                if (k < count) {
                                    transform.column(vector, from + k, columns[k]);
                                } else {
                                    int stretch = newest - (k - count);
                                    transform.stretch(
                                            diagonals, vector.length(), stretch, at(ring, stretch));
                                }
                            });
            nextStretch = oldest - 1;
            int difference = firstRow - from;
            addProducts(sums, columns, count, (i, k) -> at(ring, difference + i - k));
        }
        addRows(sums, firstRow);
        for (long[] column : columns) {
            Arrays.fill(column, 0);
        }
    }

    /** Block by block of all the transforms, which then stay in the cache. */
    private void addProducts(
            long[][] sums,
            long[][] columns,
            int count,
            BiFunction<Integer, Integer, long[]> stretch) {
        forEach(
                AdditiveTransform.BLOCKS,
                transform ->
                        block -> {
                            for (int i = 0; i < sums.length; i++) {
                                for (int k = 0; k < count; k++) {
                                    transform.addProduct(
                                            columns[k], stretch.apply(i, k), sums[i], block);
                                }
                            }
                        });
    }

    /** Transforms the sums back, by rows, or where there are few all workers each row by steps. */
    private void addRows(long[][] sums, int firstRow) {
        if (sums.length >= transforms.size()) {
            forEach(sums.length, transform -> i -> transform.rows(sums[i], product, firstRow + i));
            return;
        }
        BlockTransform whole = transforms.getFirst();
        int half = AdditiveTransform.BLOCKS / 2;
        for (int i = 0; i < sums.length; i++) {
            long[] sum = sums[i];
            forEach(
                    AdditiveTransform.BLOCKS,
                    part -> block -> part.transform.blockBackward(sum, block));
            forEach(
                    AdditiveTransform.COLUMNS,
                    part -> column -> part.transform.columnBackward(sum, column));
            forEach(
                    half,
                    part ->
                            block ->
                                    part.transform.polynomials(
                                            sum, half + block, whole.low, whole.high));
            AdditiveTransform.toPowers(whole.low, whole.high);
            whole.write(sum, product, firstRow + i);
        }
    }

    private static long[] at(long[][] ring, int stretch) {
        return ring[Math.floorMod(stretch, ring.length)];
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

    /** One worker's transform between bits and planes. */
    private static final class BlockTransform {
        private final AdditiveTransform transform = new AdditiveTransform();
        private final int[] low = new int[AdditiveTransform.size()];
        private final int[] high = new int[AdditiveTransform.size()];

        void column(BitArray vector, int column, long[] planes) {
            forward(vector, column * BLOCK_BITS, CHUNKS, planes);
        }

        /** Stretch s joins row block i and column block j where i - j = s. */
        void stretch(BitArray diagonals, long columns, int stretch, long[] planes) {
            forward(
                    diagonals,
                    columns - 1 + stretch * BLOCK_BITS - 32L * FIRST,
                    low.length,
                    planes);
        }

        private void forward(BitArray bits, long from, int count, long[] planes) {
            load(bits, from, count);
            Arrays.fill(low, count, low.length, 0);
            transform.forward(low, count > low.length / 2, planes);
        }

        void addProduct(long[] column, long[] stretch, long[] sum, int block) {
            transform.addProduct(column, stretch, sum, block);
        }

        /** Writes a block of rows; {@code sum} is used up. Blocks start with a word. */
        void rows(long[] sum, BitArray product, int row) {
            transform.backward(sum, low, high);
            write(sum, product, row);
        }

        /** Writes the block of rows that {@link #low} holds. */
        private void write(long[] sum, BitArray product, int row) {
            Arrays.fill(sum, 0);
            long from = row * BLOCK_BITS;
            long[] words = product.words();
            long count = Math.min(CHUNKS, (product.length() - from + 31) / 32);
            for (int i = 0; i < count; i++) {
                long bits = low[FIRST + i] & 0xffffffffL;
                long at = from + 32L * i;
                words[(int) (at >>> 6)] |= bits << at;
            }
            if (from + BLOCK_BITS >= product.length() && (product.length() & 63) != 0) {
                words[words.length - 1] &= (1L << product.length()) - 1;
            }
        }

        void erase() {
            Arrays.fill(low, 0);
            Arrays.fill(high, 0);
            transform.erase();
        }

        /** Pairs of chunks that lie in the string are read a word at a time. */
        private void load(BitArray bits, long from, int count) {
            long[] words = bits.words();
            int first = Math.clamp((31 - from) / 32, 0, count);
            long start = from + 32L * first;
            long whole = Math.max(0, words.length - 1 - (start >> 6));
            int pairs = (int) Math.min((count - first) / 2, whole);
            readPairs(words, start, pairs, low, first);
            for (int i = 0; i < first; i++) {
                low[i] = chunkAt(bits, from + 32L * i);
            }
            for (int i = first + 2 * pairs; i < count; i++) {
                low[i] = chunkAt(bits, from + 32L * i);
            }
        }

        private static void readPairs(long[] words, long start, int pairs, int[] out, int at) {
            int word = (int) (start >> 6);
            int shift = (int) start & 63;
            for (int k = 0; k < pairs; k++) {
                // A shift by one and by the rest, as a shift by 64 would be one by nothing.
                long pair = words[word + k] >>> shift | words[word + k + 1] << 1 << (63 - shift);
                out[at + 2 * k] = (int) pair;
                out[at + 2 * k + 1] = (int) (pair >>> 32);
            }
        }

        /** 32 bits, zeros outside of the string. */
        private static int chunkAt(BitArray bits, long from) {
            if (from >= 0) {
                return from < bits.length() ? (int) bits.wordAt(from) : 0;
            }
            return from <= -32 ? 0 : (int) (bits.wordAt(0) << -from);
        }
    }
}

package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;
import io.bellwether.foundation.Workers.Step;
import io.bellwether.gf2.BlockSteps.Block;
import io.bellwether.gf2.NovelBasis.Way;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some block rows of a {@link FastToeplitzProduct}, summed while the columns go by in batches. What
 * is to be done with a batch is one list of steps: see {@link BlockSteps}. The last step of the
 * transforms, the products and the first step of the transforms back need no more than an eighth of
 * a coset at a time, and are one.
 */
final class ToeplitzTile {
    private static final int SETS = FrobeniusTransform.SETS;
    private static final int SET = FrobeniusTransform.GROUPS / SETS;

    /** Cosets of transformed blocks, 135 kB each, up to which all columns are one batch. */
    private static final int KEPT_COSETS = 64;

    private final BitArray diagonals;
    private final BitArray vector;
    private final BitArray product;
    private final Workers workers;
    private final ToeplitzBlocks blocks;
    private final EvaluationPoints points;
    private final int firstRow;
    private final int rows;

    /** Transformed columns of a batch. */
    private final long[][] columns;

    /** Transformed stretches of the diagonals; at last the sums of the rows. */
    private final long[][] ring;

    /** For each row all sums of products; none if one batch has all columns. */
    private final long[][] sums;

    private final BlockSteps transforms;

    /**
     * @param product receives the rows
     */
    ToeplitzTile(
            BitArray diagonals,
            BitArray vector,
            BitArray product,
            Workers workers,
            ToeplitzBlocks blocks,
            int firstRow,
            int rows) {
        this.diagonals = diagonals;
        this.vector = vector;
        this.product = product;
        this.workers = workers;
        this.blocks = blocks;
        this.firstRow = firstRow;
        this.rows = rows;
        points = EvaluationPoints.of(blocks.cosets());
        int all = blocks.columns();
        boolean few = (rows - 1 + 2 * all) * blocks.cosets() <= KEPT_COSETS;
        // Batches as long as the ring would double the memory; shorter ones keep few workers busy.
        int some = Math.min(all, Math.max(2 * workers.count(), (rows + 3) / 4));
        columns = new long[few ? all : some][];
        ring = new long[rows + columns.length - 1][];
        int groups = points.cosets() * FrobeniusTransform.GROUPS;
        sums = new long[columns.length == all ? 0 : rows][groups * BlockTransform.SUM];
        transforms = new BlockSteps(points, workers.count(), columns.length + ring.length);
    }

    /** Computes the rows. */
    void compute() {
        boolean complete = false;
        try {
            int oldest = firstRow;
            for (int from = 0; from < blocks.columns(); from += columns.length) {
                int end = Math.min(from + columns.length, blocks.columns());
                workers.run(steps(from, end, oldest));
                oldest = firstRow + rows - 1 + end;
            }
            complete = true;
        } finally {
            for (int k = 0; !complete && k < memories(); k++) {
                erase(k);
            }
        }
    }

    /**
     * What is to be done with a batch of columns; after the last of them the rows are written.
     *
     * @param oldest the first stretch that is not in the ring
     */
    private List<Step> steps(int from, int end, int oldest) {
        List<Block> wanted =
                Stream.concat(
                                blocks(from, end, this::column),
                                blocks(oldest, firstRow + rows - 1 + end, this::stretch))
                        .toList();
        List<Step> steps = new ArrayList<>();
        for (int k = 0; k < wanted.size(); k += transforms.atOnce()) {
            List<Block> some = wanted.subList(k, Math.min(k + transforms.atOnce(), wanted.size()));
            transforms.addTransforms(some, vector, diagonals, steps);
        }
        boolean last = end == blocks.columns();
        List<Block> sums =
                blocks(firstRow, firstRow + rows, row -> row(row, last ? row + from : row))
                        .toList();
        steps.add(
                new Step(
                        points.cosets() * SETS,
                        (eighth, worker) -> {
                            BlockTransform transform = transforms.transform(worker);
                            finish(wanted, eighth, transform);
                            multiply(from, end, eighth, transform);
                            if (last) {
                                finish(sums, eighth, transform);
                            }
                        }));
        if (last) {
            for (int k = 0; k < rows; k += transforms.atOnce()) {
                List<Block> some = sums.subList(k, Math.min(k + transforms.atOnce(), rows));
                transforms.addTransformsBack(some, product, steps);
            }
            steps.add(new Step(memories(), (k, worker) -> erase(k)));
        }
        return steps;
    }

    private static Stream<Block> blocks(int from, int end, IntFunction<Block> block) {
        return IntStream.range(from, end).mapToObj(block);
    }

    /** Columns are counted from the last bit of the vector. */
    private Block column(int number) {
        long end = vector.length() - number * blocks.columnBits();
        return new Block(Way.FORWARD, end, blocks.columnBits(), columns, number % columns.length);
    }

    private Block stretch(int number) {
        long all = (long) points.words() * Long.SIZE;
        return new Block(Way.DUAL, number * blocks.columnBits(), all, ring, number % ring.length);
    }

    /**
     * A row.
     *
     * @param stretch the one whose place in the ring the sum takes
     */
    private Block row(int number, int stretch) {
        long from = number * blocks.rowBits();
        long count = Math.min(blocks.rowBits(), product.length() - from);
        return new Block(Way.TRANSPOSED, from, count, ring, stretch % ring.length);
    }

    /** The step of the butterflies that stays within an eighth of a coset. */
    private static void finish(List<Block> some, int eighth, BlockTransform transform) {
        for (Block block : some) {
            transform.butterflies(
                    block.values(),
                    eighth / SETS,
                    FrobeniusTransform.LAST_STEP,
                    eighth % SETS,
                    block.way());
        }
    }

    private void multiply(int from, int end, int eighth, BlockTransform transform) {
        for (int group = eighth * SET; group < (eighth + 1) * SET; group++) {
            for (int row = 0; row < rows; row++) {
                int stretch = firstRow + row;
                long[] sum = sums.length == 0 ? transform.zeroSum() : sums[row];
                int at = sums.length == 0 ? 0 : group * BlockTransform.SUM;
                for (int k = from; k < end; k++) {
                    long[] diagonal = ring[(stretch + k) % ring.length];
                    transform.addProducts(columns[k % columns.length], diagonal, group, sum, at);
                }
                if (end == blocks.columns()) {
                    // No later row has the first stretch of this one.
                    transform.joinProducts(sum, at, group, ring[(stretch + from) % ring.length]);
                }
            }
        }
    }

    /** How many pieces of memory {@link #erase} knows. */
    private int memories() {
        return columns.length + ring.length + sums.length + transforms.memories();
    }

    private void erase(int memory) {
        int left = memory;
        for (long[][] words : new long[][][] {columns, ring, sums}) {
            if (left >= 0 && left < words.length) {
                BlockSteps.erase(words[left]);
            }
            left -= words.length;
        }
        if (left >= 0) {
            transforms.erase(left);
        }
    }
}

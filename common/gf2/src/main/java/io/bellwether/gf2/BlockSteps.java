package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers.Step;
import io.bellwether.gf2.NovelBasis.Way;

import java.util.Arrays;
import java.util.List;

/**
 * Makes the steps by which workers transform a few blocks together, and owns their working memory,
 * which whoever needs it first takes. In successive steps the same worker has items of the same
 * blocks and cosets, as far as there are enough, so that little travels between caches.
 */
final class BlockSteps {
    private static final int SETS = FrobeniusTransform.SETS;

    /** Cosets that a worker transforms at a time: as many as its cache holds. */
    private static final int COSETS_AT_ONCE = 4;

    private final EvaluationPoints points;

    /** Bits of the blocks that are being transformed. */
    private final long[][] bits;

    /** One for each worker. */
    private final BlockTransform[] transforms;

    /**
     * A block and the place of its values.
     *
     * @param way forward a column; dual a stretch of the diagonals; transposed a row
     * @param from the first bit; of a column the bit after the last
     * @param count how many bits may be other than zero, or are wanted
     * @param memory holds the values at {@code place}, or null as long as there are none
     */
    record Block(Way way, long from, long count, long[][] memory, int place) {
        long[] values() {
            return memory[place];
        }

        private int parts() {
            return BlockTransform.parts(count);
        }
    }

    /**
     * @param workers how many
     * @param blocks how many there will be at most
     */
    BlockSteps(EvaluationPoints points, int workers, int blocks) {
        this.points = points;
        int atOnce = workers == 1 ? 1 : COSETS_AT_ONCE / points.cosets() * workers;
        bits = new long[Math.min(atOnce, blocks)][];
        transforms = new BlockTransform[workers];
    }

    /** How many blocks are transformed at a time. */
    int atOnce() {
        return bits.length;
    }

    /** What a worker transforms with. */
    BlockTransform transform(int worker) {
        if (transforms[worker] == null) {
            transforms[worker] = new BlockTransform(points);
        }
        return transforms[worker];
    }

    /** All but the last step of the butterflies on columns and stretches. */
    void addTransforms(List<Block> blocks, BitArray vector, BitArray diagonals, List<Step> steps) {
        steps.add(
                new Step(
                        blocks.size(),
                        (k, worker) -> {
                            Block block = blocks.get(k);
                            takeMemory(block, k);
                            if (block.way == Way.FORWARD) {
                                BlockTransform.loadColumn(vector, block.from, block.count, bits[k]);
                            } else {
                                BlockTransform.loadStretch(diagonals, block.from, bits[k]);
                            }
                        }));
        steps.add(conversions(blocks));
        steps.add(
                new Step(
                        blocks.size() * SETS,
                        (item, worker) -> {
                            Block block = blocks.get(item / SETS);
                            transform(worker)
                                    .toValues(
                                            bits[item / SETS],
                                            block.parts(),
                                            item % SETS,
                                            block.way,
                                            block.values());
                        }));
        for (int step = 1; step < FrobeniusTransform.LAST_STEP; step++) {
            steps.add(butterflies(blocks, step));
        }
    }

    /** From the values of rows, after the first step of the butterflies, to the product. */
    void addTransformsBack(List<Block> rows, BitArray product, List<Step> steps) {
        for (int step = FrobeniusTransform.LAST_STEP - 1; step > 0; step--) {
            steps.add(butterflies(rows, step));
        }
        steps.add(
                new Step(
                        rows.size() * SETS,
                        (item, worker) -> {
                            Block row = rows.get(item / SETS);
                            transform(worker)
                                    .fromValues(
                                            row.values(),
                                            item % SETS,
                                            bits[item / SETS],
                                            row.parts());
                        }));
        steps.add(conversions(rows));
        steps.add(
                new Step(
                        rows.size(),
                        (k, worker) -> {
                            Block row = rows.get(k);
                            BlockTransform.write(bits[k], product, row.from, row.count);
                        }));
    }

    private void takeMemory(Block block, int place) {
        if (bits[place] == null) {
            bits[place] = new long[points.words()];
        }
        if (block.values() == null) {
            block.memory[block.place] = new long[BlockTransform.valueWords(points)];
        }
    }

    private Step conversions(List<Block> blocks) {
        int most = blocks.stream().mapToInt(Block::parts).max().orElseThrow();
        return new Step(
                blocks.size() * most,
                (item, worker) -> {
                    Block block = blocks.get(item / most);
                    if (item % most < block.parts()) {
                        transform(worker).convertPart(bits[item / most], item % most, block.way);
                    }
                });
    }

    private Step butterflies(List<Block> blocks, int step) {
        int ofCoset = blocks.size() * SETS;
        return new Step(
                points.cosets() * ofCoset,
                (item, worker) -> {
                    Block block = blocks.get(item % ofCoset / SETS);
                    transform(worker)
                            .butterflies(
                                    block.values(), item / ofCoset, step, item % SETS, block.way);
                });
    }

    /** How many pieces of memory {@link #erase} knows. */
    int memories() {
        return bits.length + transforms.length;
    }

    /** Overwrites one of them. */
    void erase(int memory) {
        if (memory < bits.length) {
            erase(bits[memory]);
        } else if (transforms[memory - bits.length] != null) {
            transforms[memory - bits.length].erase();
        }
    }

    static void erase(long[] words) {
        if (words != null) {
            Arrays.fill(words, 0);
        }
    }
}

package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class FastToeplitzProductTest {
    private static BitArray random(long length, SplittableRandom random) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    private static void equalsReference(long rows, long columns, SplittableRandom random) {
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray vector = random(columns, random);
        assertThat(FastToeplitzProduct.multiply(diagonals, vector, rows))
                .as("%d x %d", rows, columns)
                .isEqualTo(ToeplitzProduct.multiply(diagonals, vector, rows));
    }

    @Test
    @DisplayName("transformed products equal the reference for small and odd sizes")
    void smallSizes() {
        SplittableRandom random = new SplittableRandom(31);
        equalsReference(0, 10, random);
        for (int columns : new int[] {1, 31, 32, 33, 63, 64, 65, 1000, 4097}) {
            for (int rows : new int[] {1, columns / 2 + 1, columns}) {
                equalsReference(rows, columns, random);
            }
        }
    }

    @Test
    @DisplayName("transformed products equal the reference for every length modulo 64")
    void lengthsModuloWords() {
        SplittableRandom random = new SplittableRandom(34);
        for (int columns = 1000; columns < 1064; columns++) {
            equalsReference(columns == 1000 ? 0 : 1, columns, random);
            equalsReference(columns, columns, random);
        }
    }

    @Test
    @DisplayName("the product is linear in the vector and in the diagonals")
    void linearity() {
        SplittableRandom random = new SplittableRandom(35);
        long rows = 2_001;
        long columns = (1 << 20) + 5;
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray otherDiagonals = random(diagonals.length(), random);
        BitArray vector = random(columns, random);
        BitArray otherVector = random(columns, random);
        BitArray sum = FastToeplitzProduct.multiply(diagonals, vector, rows);
        sum.xor(FastToeplitzProduct.multiply(diagonals, otherVector, rows));
        otherVector.xor(vector);
        assertThat(FastToeplitzProduct.multiply(diagonals, otherVector, rows)).isEqualTo(sum);
        sum = FastToeplitzProduct.multiply(diagonals, vector, rows);
        sum.xor(FastToeplitzProduct.multiply(otherDiagonals, vector, rows));
        otherDiagonals.xor(diagonals);
        assertThat(FastToeplitzProduct.multiply(otherDiagonals, vector, rows)).isEqualTo(sum);
    }

    @Test
    @DisplayName("transformed products equal the reference around and above the size of a block")
    void blockBoundaries() {
        SplittableRandom random = new SplittableRandom(32);
        long block = 1 << 19;
        equalsReference(5_000, block - 1, random);
        equalsReference(5_000, block + 1, random);
        equalsReference(block + 33, block + 33, random);
        equalsReference(100_001, 4 * block + 777, random);
        equalsReference(5 * block, 1_001, random);
    }

    @Test
    @DisplayName("blocks of every size give the reference's product")
    void blockSizes() {
        SplittableRandom random = new SplittableRandom(36);
        long rows = 600_001;
        long columns = 1_300_003;
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray vector = random(columns, random);
        BitArray product = ToeplitzProduct.multiply(diagonals, vector, rows);
        for (int cosets = 1; cosets <= 4; cosets *= 2) {
            ToeplitzBlocks blocks = ToeplitzBlocks.square(rows, columns, cosets);
            assertThat(
                            FastToeplitzProduct.multiply(
                                    diagonals, vector, rows, Workers.ONE, blocks, 2))
                    .as("%s", blocks)
                    .isEqualTo(product);
        }
    }

    @Test
    @DisplayName("any number of workers and any tile give the product of one worker and one tile")
    void workersAndTiles() {
        SplittableRandom random = new SplittableRandom(33);
        long rows = (2 << 19) + 4_321;
        long columns = (3 << 19) + 12_345;
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray vector = random(columns, random);
        BitArray product = FastToeplitzProduct.multiply(diagonals, vector, rows);
        for (int tile = 1; tile <= 3; tile++) {
            Workers workers = new ThreadWorkers(tile + 1);
            for (int cosets = 1; cosets <= 4; cosets *= 2) {
                ToeplitzBlocks blocks = ToeplitzBlocks.square(rows, columns, cosets);
                assertThat(
                                FastToeplitzProduct.multiply(
                                        diagonals, vector, rows, workers, blocks, tile))
                        .as("%s, %d in a tile, %d workers", blocks, tile, workers.count())
                        .isEqualTo(product);
            }
        }
        // One row of each block by definition, as the reference would take its time.
        for (long row : new long[] {0, rows / 2, rows - 1}) {
            assertThat(product.get(row)).as("row %d", row).isEqualTo(entry(diagonals, vector, row));
        }
    }

    /** A thread for each worker, in every step others for the same items. */
    private record ThreadWorkers(int count) implements Workers {
        @Override
        public void run(List<Step> steps) {
            for (int k = 0; k < steps.size(); k++) {
                Step step = steps.get(k);
                int shift = k;
                List<Thread> threads =
                        IntStream.range(0, count)
                                .mapToObj(worker ->
                                        Thread.ofPlatform().start(() -> share(step, worker, shift)))
                                .toList();
                threads.forEach(ThreadWorkers::join);
            }
        }

        private void share(Step step, int worker, int shift) {
            for (int item = (worker + shift) % count; item < step.items(); item += count) {
                step.work().run(item, worker);
            }
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("blocks whose last is short, and more blocks than are transformed at a time")
    void shortBlocksInTurns() {
        SplittableRandom random = new SplittableRandom(37);
        long columns = (9 << 19) + 7;
        BitArray vector = random(columns, random);
        for (long rows : new long[] {70_001, (3 << 19) - 100}) {
            BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
            ToeplitzBlocks blocks = ToeplitzBlocks.square(rows, columns, 1);
            BitArray product =
                    FastToeplitzProduct.multiply(
                            diagonals, vector, rows, Workers.ONE, blocks, blocks.rows());
            for (int row = 0; row < rows; row += 30_011) {
                assertThat(product.get(row))
                        .as("row %d", row)
                        .isEqualTo(entry(diagonals, vector, row));
            }
            assertThat(
                            FastToeplitzProduct.multiply(
                                    diagonals, vector, rows, new ThreadWorkers(2), blocks, 3))
                    .isEqualTo(product);
        }
    }

    /** By definition. */
    private static boolean entry(BitArray diagonals, BitArray vector, long row) {
        long columns = vector.length();
        BitArray reversed = diagonals.slice(row, columns);
        boolean sum = false;
        for (long j = 0; j < columns; j++) {
            sum ^= vector.get(j) && reversed.get(columns - 1 - j);
        }
        return sum;
    }

    @Test
    @DisplayName("what a worker throws in any step reaches the caller")
    void failure() {
        SplittableRandom random = new SplittableRandom(38);
        long rows = 500;
        BitArray vector = random(2000, random);
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, 2000), random);
        Counting counting = new Counting();
        FastToeplitzProduct.multiply(diagonals, vector, rows, counting);
        assertThat(counting.steps).isGreaterThan(10);
        for (int step = 0; step < counting.steps; step++) {
            Failing failing = new Failing(step);
            assertThatThrownBy(() -> FastToeplitzProduct.multiply(diagonals, vector, rows, failing))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("planted");
        }
    }

    private static final class Counting implements Workers {
        private int steps;

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void run(List<Step> steps) {
            this.steps += steps.size();
            Workers.ONE.run(steps);
        }
    }

    /** Fails after the first item of a step. */
    private record Failing(int failingStep) implements Workers {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void run(List<Step> steps) {
            Workers.ONE.run(steps.subList(0, failingStep));
            steps.get(failingStep).work().run(0, 0);
            throw new IllegalStateException("planted");
        }
    }

    @Test
    @DisplayName("too many diagonals are refused with both numbers")
    void tooManyDiagonals() {
        assertThatThrownBy(() ->
                        FastToeplitzProduct.multiply(
                                BitArray.ofLength(12), BitArray.ofLength(8), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diagonals: 12 bits; a Toeplitz matrix of 4 x 8 needs 11");
    }
}

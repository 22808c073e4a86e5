package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

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
    @DisplayName("transformed products equal the reference around and above the size of a block")
    void blockBoundaries() {
        SplittableRandom random = new SplittableRandom(32);
        long block = 32L * 32766;
        equalsReference(5_000, block - 1, random);
        equalsReference(5_000, block + 1, random);
        equalsReference(block + 33, block + 33, random);
        equalsReference(100_001, 2 * block + 777, random);
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

package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class ToeplitzProductTest {
    private static BitArray random(long length, SplittableRandom random) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    private static BitArray bitByBit(BitArray diagonals, BitArray vector, int rows) {
        BitArray product = BitArray.ofLength(rows);
        for (int i = 0; i < rows; i++) {
            boolean sum = false;
            for (int j = 0; j < vector.length(); j++) {
                sum ^= vector.get(j) && diagonals.get(i - j + vector.length() - 1);
            }
            product.set(i, sum);
        }
        return product;
    }

    @Test
    @DisplayName("the product agrees with the definition at every size around word boundaries")
    void smallSizes() {
        SplittableRandom random = new SplittableRandom(3);
        for (int columns = 0; columns <= 195; columns += columns < 130 ? 1 : 13) {
            for (int rows : new int[] {0, 1, columns / 2, columns}) {
                if (rows <= columns) {
                    compare(rows, columns, random);
                }
            }
        }
    }

    @Test
    @DisplayName("the product agrees with the definition where the matrix is cut and halved")
    void largerSizes() {
        SplittableRandom random = new SplittableRandom(4);
        compare(1, 3000, random);
        compare(700, 5000, random);
        compare(2500, 2500, random);
        compare(3000, 700, random);
        compare(1100, 1153, random);
    }

    private static void compare(int rows, int columns, SplittableRandom random) {
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray vector = random(columns, random);
        assertThat(ToeplitzProduct.multiply(diagonals, vector, rows))
                .as("%d x %d", rows, columns)
                .isEqualTo(bitByBit(diagonals, vector, rows));
    }

    @Test
    @DisplayName("too few diagonals are refused with both numbers")
    void tooFewDiagonals() {
        assertThatThrownBy(() ->
                        ToeplitzProduct.multiply(BitArray.ofLength(10), BitArray.ofLength(8), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diagonals: 10 bits; a Toeplitz matrix of 4 x 8 needs 11");
    }
}

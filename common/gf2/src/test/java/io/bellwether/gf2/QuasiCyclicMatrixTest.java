package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class QuasiCyclicMatrixTest {
    private static final int[][] COLUMNS = {{0, 2, 4}, {1, 2, 3}, {4, 0, 3}};

    private static QuasiCyclicMatrix matrix(int lifting, SplittableRandom random) {
        int[][] shifts = new int[3][3];
        for (int[] row : shifts) {
            for (int e = 0; e < 3; e++) {
                row[e] = random.nextInt(lifting);
            }
        }
        shifts[0][0] = 0;
        shifts[0][1] = lifting - 1;
        return new QuasiCyclicMatrix(lifting, 5, COLUMNS, shifts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 32, 63, 64, 65, 127, 128, 192})
    @DisplayName("the syndrome agrees with the definition bit by bit for each lifting size")
    void agreesWithDefinition(int lifting) {
        SplittableRandom random = new SplittableRandom(lifting);
        QuasiCyclicMatrix matrix = matrix(lifting, random);
        for (int length : new int[] {5 * lifting, 5 * lifting - 1, 3 * lifting, 1}) {
            BitArray vector =
                    BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
            BitArray syndrome = matrix.syndrome(vector);
            assertThat(syndrome.length()).isEqualTo(3L * lifting);
            for (int check = 0; check < 3 * lifting; check++) {
                boolean sum = false;
                for (int e = 0; e < 3; e++) {
                    int row = check / lifting;
                    int place = (check % lifting + matrix.shifts()[row][e]) % lifting;
                    int bit = COLUMNS[row][e] * lifting + place;
                    sum ^= bit < length && vector.get(bit);
                }
                assertThat(syndrome.get(check)).as("check %d", check).isEqualTo(sum);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128})
    @DisplayName("with sorted columns the matrix gives the same syndromes")
    void sortedColumns(int lifting) {
        SplittableRandom random = new SplittableRandom(lifting);
        QuasiCyclicMatrix matrix = matrix(lifting, random);
        QuasiCyclicMatrix sorted = matrix.withSortedColumns();
        assertThat(sorted.columns()).isDeepEqualTo(new int[][] {{0, 2, 4}, {1, 2, 3}, {0, 3, 4}});
        BitArray vector =
                BitArray.wrap(random.longs(BitArray.wordsFor(5 * lifting)).toArray(), 5 * lifting);
        assertThat(sorted.syndrome(vector)).isEqualTo(matrix.syndrome(vector));
    }

    @ParameterizedTest
    @ValueSource(ints = {64})
    @DisplayName("a vector longer than the matrix is wide is refused with both numbers")
    void tooLong(int lifting) {
        QuasiCyclicMatrix matrix = matrix(lifting, new SplittableRandom(1));
        assertThatThrownBy(() -> matrix.syndrome(BitArray.ofLength(321)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector: 321 bits; the matrix has 320 columns");
    }
}

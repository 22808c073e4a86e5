package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.gf2.QuasiCyclicMatrix;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class CodeGeneratorTest {
    private static QuasiCyclicMatrix generate(int lifting, int rows, int columns) {
        var distribution = DegreeDistribution.forSyndromeFraction((double) rows / columns);
        return CodeGenerator.generate(lifting, rows, columns, distribution);
    }

    private static QuasiCyclicMatrix chosen(long bits, double flip) {
        CodeParameters p = CodeSelection.choose(bits, List.of(new NoiseClass(1, flip)));
        return CodeGenerator.generate(
                p.liftingSize(),
                p.baseRows(),
                p.baseColumns(),
                DegreeDistribution.forSyndromeFraction(p.designPerMyriad() / 1e4));
    }

    @ParameterizedTest
    @CsvSource({"128, 895, 7840", "64, 200, 1563", "32, 48, 313", "128, 2400, 7813", "32, 6, 64"})
    @DisplayName("no row holds a column twice and every column takes part in two checks or more")
    void simpleBaseMatrix(int lifting, int rows, int columns) {
        QuasiCyclicMatrix matrix = generate(lifting, rows, columns);
        int[] degrees = new int[columns];
        for (int[] row : matrix.columns()) {
            assertThat(Arrays.stream(row).distinct().count()).isEqualTo(row.length);
            for (int column : row) {
                degrees[column]++;
            }
        }
        assertThat(Arrays.stream(degrees).min().orElse(0)).isGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("the code for a million bits has no cycle of length four")
    void girth() {
        QuasiCyclicMatrix matrix = generate(128, 895, 7813);
        assertThat(fourCycles(matrix)).isZero();
    }

    private static int fourCycles(QuasiCyclicMatrix matrix) {
        Set<Long> seen = new HashSet<>();
        int cycles = 0;
        for (int row = 0; row < matrix.baseRows(); row++) {
            int[] columns = matrix.columns()[row];
            int[] shifts = matrix.shifts()[row];
            for (int e = 0; e < columns.length; e++) {
                for (int f = 0; f < columns.length; f++) {
                    if (columns[e] < columns[f]) {
                        int difference = Math.floorMod(shifts[e] - shifts[f], 128);
                        long key = ((long) columns[e] * 7813 + columns[f]) * 128 + difference;
                        cycles += seen.add(key) ? 0 : 1;
                    }
                }
            }
        }
        return cycles;
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 0.005, 12",
        "1000000, 0.01, 13",
        "1000000, 0.0144, 13",
        "100000, 0.0144, 10",
        "100000, 0.05, 100",
        "10000, 0.0144, 12"
    })
    @DisplayName("no cycle of columns of degree 2, a codeword of so small a weight, is short")
    void cyclesOfDegreeTwo(long bits, double flip, int shortest) {
        QuasiCyclicMatrix matrix = chosen(bits, flip);
        assertThat(new DegreeTwoCycles(matrix).shortest()).isGreaterThanOrEqualTo(shortest);
    }

    @ParameterizedTest
    @CsvSource({"0.0144, 5", "0.03, 5", "0.08, 8"})
    @DisplayName("cycles of degrees 2 and 3 are long: no codeword or trap of a few such bits")
    void cyclesOfDegreeThree(double flip, int cost) {
        QuasiCyclicMatrix matrix = chosen(100_000, flip);
        int[] columnsByCost = new DegreeThreeCycles(matrix).columnsByCost(cost);
        assertThat(columnsByCost[cost]).isPositive();
        assertThat(Arrays.copyOf(columnsByCost, cost)).containsOnly(0);
    }

    @Test
    @DisplayName("the code is the same on every machine: its fingerprint is fixed")
    void fingerprint() {
        QuasiCyclicMatrix matrix = generate(64, 200, 1563);
        int columns = Arrays.deepHashCode(matrix.columns());
        int shifts = Arrays.deepHashCode(matrix.shifts());
        assertThat(new int[] {columns, shifts}).containsExactly(FINGERPRINT);
    }

    /** Changes only together with {@link CodeParameters#QUASI_CYCLIC}: peers would not agree. */
    private static final int[] FINGERPRINT = {-680643980, 799031702};
}

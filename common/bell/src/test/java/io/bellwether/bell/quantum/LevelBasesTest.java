package io.bellwether.bell.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelBasesTest {
    @ParameterizedTest
    @CsvSource({"2,0.5", "3,0.5", "3,0.3", "4,0.5", "5,0.25"})
    @DisplayName(
            "the stated strategy reaches d - 1 in B_d, and the key outcomes are equal, uniform")
    void valueOfBd(int levels, double epsilon) {
        Behaviour p = LevelBases.behaviour(levels, epsilon, 1);
        double[][] overlaps = LevelBases.overlaps(levels, epsilon);
        double value = 0;
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < levels; k++) {
                double s = Math.sqrt(1 - overlaps[j][k] * overlaps[j][k]);
                int x = j * levels + k;
                value += s * (signed(p, x, 0, j) - signed(p, x, 1, k));
                value -= s * s / 2 * (p.aliceMarginal(0, x, 0) + p.aliceMarginal(1, x, 0));
            }
        }
        assertThat(value).isCloseTo(levels - 1, within(1e-9));
        for (int key = 0; key < levels; key++) {
            assertThat(p.probability(key, key, levels * levels, 0))
                    .isCloseTo(1.0 / levels, within(1e-9));
        }
        assertThat(p.largestSignal()).isLessThan(1e-9);
    }

    private static double signed(Behaviour p, int x, int y, int b) {
        return p.probability(0, b, x, y) - p.probability(1, b, x, y);
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "7"})
    @DisplayName("X^0 is the identity, X^1 the shift, and X^eps is unitary in between")
    void shift(int levels) {
        ComplexMatrix one = ComplexMatrix.identity(levels);
        assertThat(LevelBases.shiftToThePower(levels, 0).distanceTo(one)).isLessThan(1e-12);
        ComplexMatrix shift = LevelBases.shiftToThePower(levels, 1);
        assertThat(shift.re(1, 0)).isCloseTo(1, within(1e-12));
        ComplexMatrix half = LevelBases.shiftToThePower(levels, 0.5);
        assertThat(half.times(half.adjoint()).distanceTo(one)).isLessThan(1e-12);
        assertThat(half.times(half).distanceTo(shift)).isLessThan(1e-12);
    }
}

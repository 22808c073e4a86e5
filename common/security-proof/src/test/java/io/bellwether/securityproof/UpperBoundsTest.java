package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpperBoundsTest {
    @ParameterizedTest(name = "d = {0}: {1} and {2}")
    @DisplayName("private states: the bounds cross at d = 24")
    @CsvSource({
        // Christandl et al. 2021, recomputed by an independent Python program
        "23, .16398, .17254, 5e-6",
        "24, .17387, .16952, 5e-6",
        "1048576, .98786, 9.756e-4, 5e-6"
    })
    void privateStates(long d, double lower, double upper, double tolerance) {
        UpperBounds.PrivateStateBounds bounds = UpperBounds.privateState(d);
        assertThat(bounds.lowerBits()).isCloseTo(lower, within(tolerance));
        assertThat(bounds.upperBits()).isCloseTo(upper, within(tolerance));
    }

    @Test
    @DisplayName("for Werner states every lower bound stays below every upper bound")
    void lowerBelowUpper() {
        for (double v = .3; v <= 1; v += .005) {
            double s = 2 * Math.sqrt(2) * v;
            double q = (1 - v) / 2;
            for (double flip : new double[] {0, .1, .4}) {
                double lower =
                        Math.max(
                                AsymptoticRates.chsh(s, q, flip).bitsPerRound(),
                                AsymptoticRates.twoBases(s, q, flip).bitsPerRound());
                assertThat(lower)
                        .isLessThanOrEqualTo(UpperBounds.convexCombination(s) + 1e-12)
                        .isLessThanOrEqualTo(
                                UpperBounds.relativeEntropyOfWerner(Math.min(1, v)) + 1e-12);
                assertThat(AsymptoticRates.chsh(s, q, 0).bitsPerRound())
                        .isLessThanOrEqualTo(UpperBounds.relativeEntropyOfChsh(s) + 1e-12)
                        .isLessThanOrEqualTo(UpperBounds.convexCombinationOneWay(s, q) + 1e-12);
            }
        }
    }

    @Test
    @DisplayName("bounds are 0 at the local value and 1 at 2 sqrt 2")
    void ends() {
        double top = 2 * Math.sqrt(2);
        assertThat(UpperBounds.convexCombination(2)).isCloseTo(0, within(1e-15));
        assertThat(UpperBounds.convexCombination(1)).isEqualTo(0);
        assertThat(UpperBounds.convexCombination(top)).isEqualTo(1);
        assertThat(UpperBounds.relativeEntropyOfChsh(2)).isEqualTo(0);
        assertThat(UpperBounds.relativeEntropyOfChsh(top)).isCloseTo(1, within(1e-6));
        assertThat(UpperBounds.relativeEntropyOfWerner(1 / 3.0)).isEqualTo(0);
        assertThat(UpperBounds.relativeEntropyOfWerner(1)).isEqualTo(1);
    }

    @Test
    @DisplayName("S above 2 sqrt 2, a shield of one level and a visibility above 1 are refused")
    void refusals() {
        assertThatThrownBy(() -> UpperBounds.convexCombination(2.9))
                .hasMessageContaining("chsh = 2.9");
        assertThatThrownBy(() -> UpperBounds.privateState(1))
                .hasMessage("shieldDimension = 1 is below 2");
        assertThatThrownBy(() -> UpperBounds.relativeEntropyOfWerner(1.1))
                .hasMessage("visibility = 1.1 is outside [0, 1]");
    }
}

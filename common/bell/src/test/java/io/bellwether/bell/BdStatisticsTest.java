package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.quantum.LevelBases;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of B_d by the mean term of a test round. */
class BdStatisticsTest {
    @ParameterizedTest
    @CsvSource({"2,0.5,1", "3,0.5,1", "3,0.2,0.9", "4,0.5,0.8"})
    @DisplayName("2 d^2 times the mean term is B_d, and the mean square is that of the formula")
    void moments(int levels, double power, double visibility) {
        var inequality = BdInequality.ofOverlaps(LevelBases.overlaps(levels, power));
        Behaviour p = LevelBases.behaviour(levels, power, visibility).mirrored();
        double mean = 0;
        double square = 0;
        for (int basis = 0; basis < 2; basis++) {
            for (int setting = 0; setting < levels * levels; setting++) {
                for (int a = 0; a < levels; a++) {
                    for (int b = 0; b < Math.min(3, p.bobOutcomes()); b++) {
                        double term =
                                inequality.term(
                                        basis,
                                        a,
                                        setting / levels,
                                        setting % levels,
                                        b == 0 ? 1 : b == 1 ? -1 : 0);
                        mean += term * p.probability(a, b, basis, setting);
                        square += term * term * p.probability(a, b, basis, setting);
                    }
                }
            }
        }
        double pairs = 2.0 * levels * levels;
        assertThat(mean).isCloseTo((levels - 1) * (2 * visibility - 1), within(1e-9));
        assertThat(square / pairs).isCloseTo(inequality.meanSquaredTerm(visibility), within(1e-9));
    }

    @Test
    @DisplayName(
            "score, error and distance follow from the sums; without a test round there is none")
    void score() {
        var counted = new BdStatistics(2, 0.9, 100, 12, 4, 50, 1);
        assertThat(counted.score()).hasValue(0.96);
        assertThat(counted.scoreStandardError().orElseThrow())
                .isCloseTo(8 * Math.sqrt((0.04 - 0.0144) / 100), within(1e-12));
        assertThat(counted.distanceToLocal().orElseThrow()).isCloseTo(0.06, within(1e-12));
        assertThat(counted.quantumBound()).isEqualTo(1);
        assertThat(counted.countsLosses()).isFalse();
        var none = new BdStatistics(2, 0.9, 0, 0, 0, 50, 1);
        assertThat(none.score()).isEmpty();
        assertThat(none.scoreStandardError()).isEmpty();
        assertThat(none.distanceToLocal()).isEmpty();
    }

    @Test
    @DisplayName("for W, which is small for good devices, the distance counts downwards")
    void distanceOfLossRatio() {
        assertThat(new ChainedStatistics(7, 1000, 13, 10, 0).distanceToLocal().orElseThrow())
                .isCloseTo(0.5 / 7 - 0.013, within(1e-12));
    }

    @Test
    @DisplayName("counts outside their range are refused by name")
    void refusals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BdStatistics(1, 0, 1, 0, 0, 1, 0))
                .withMessage("levels = 1 is below 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BdStatistics(2, 0, -1, 0, 0, 1, 0))
                .withMessage("testRounds = -1 is below 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BdStatistics(2, 0, 1, 0, 0, 1, 2))
                .withMessage("keyErrors = 2 is outside [0, 1]");
    }
}

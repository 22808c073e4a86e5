package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class PValuesTest {
    @Test
    @DisplayName("Delft 2015: 196 wins of 245 have p = 0.039 with fair and with biased settings")
    void delft() {
        // Hensen et al., Nature 526, 682 (2015): P = 0.039 at a bias of 1e-5;
        // digits: scipy.stats.binom.sf(195, 245, xi), xi = 0.75 and 1 - (0.5 - 1e-5)^2
        assertThat(PValues.againstLocalRealism(196, 245, ChshGame.localWinBound(0)))
                .isCloseTo(0.03907767138965717, within(1e-14));
        assertThat(PValues.againstLocalRealism(196, 245, ChshGame.localWinBound(1e-5)))
                .isCloseTo(0.039107579003572826, within(1e-14));
    }

    @Test
    @DisplayName("the tail agrees with scipy from a thousand to a thousand million rounds")
    void largeNumbers() {
        // scipy.stats.binom.sf(wins - 1, rounds, 0.75)
        assertThat(PValues.againstLocalRealism(740, 1000, .75))
                .isCloseTo(0.7791450483054434, within(1e-12));
        assertThat(PValues.againstLocalRealism(1952, 2500, .75))
                .isCloseTo(0.0001713183212185868, withinPercentage(1e-9));
        assertThat(PValues.againstLocalRealism(750_400_000, 1_000_000_000, .75))
                .isCloseTo(5.893631604166767e-188, withinPercentage(1e-5));
    }

    @Test
    @DisplayName("the value for optional stopping is larger, and still falls with every win")
    void anyTime() {
        // 1 / scipy.integrate.quad of the gambler's capital
        assertThat(PValues.atAnyTime(196, 245, .75)).isCloseTo(0.730042943010304, within(1e-9));
        double before = 1;
        for (long wins = 190; wins <= 245; wins++) {
            double value = PValues.atAnyTime(wins, 245, .75);
            assertThat(value)
                    .isGreaterThanOrEqualTo(PValues.againstLocalRealism(wins, 245, .75))
                    .isLessThanOrEqualTo(before);
            before = value;
        }
        assertThat(PValues.atAnyTime(0, 0, .75)).isEqualTo(1);
        assertThat(PValues.atAnyTime(10, 1_000_000, .75)).isEqualTo(1);
    }

    @Test
    @DisplayName("local devices that remember rarely stop at a small value (seed 15)")
    void anyTimeUnderLocalDevices() {
        SplittableRandom random = new SplittableRandom(15);
        int fooled = 0;
        for (int run = 0; run < 400; run++) {
            long wins = 0;
            double smallest = 1;
            for (int round = 1; round <= 300; round++) {
                wins += random.nextDouble() < .75 ? 1 : 0;
                smallest = Math.min(smallest, PValues.atAnyTime(wins, round, .75));
            }
            fooled += smallest <= .1 ? 1 : 0;
        }
        // Ville: at most 10 % on average; 400 runs have a standard deviation of 6
        assertThat(fooled).isLessThan(40 + 18);
    }

    @Test
    @DisplayName(
            "Hoeffding's bound for general scores lies above the exact tail of a won-lost game")
    void meanScore() {
        assertThat(PValues.ofMeanScore(196 / 245.0, 245, 0, 1, .75))
                .isGreaterThan(PValues.againstLocalRealism(196, 245, .75))
                .isLessThan(.25);
        // the same run counted in units of S: scores +-4, local bound 2
        assertThat(PValues.ofMeanScore(4 * (2 * 196 / 245.0 - 1), 245, -4, 4, 2))
                .isCloseTo(PValues.ofMeanScore(196 / 245.0, 245, 0, 1, .75), within(1e-12));
        assertThat(PValues.ofMeanScore(.75, 245, 0, 1, .75)).isEqualTo(1);
        assertThat(PValues.ofMeanScore(1, 10, 0, 1, .75))
                .isCloseTo(Math.pow(.75, 10), within(1e-15));
    }

    @Test
    @DisplayName("counts and bounds out of range are refused with value and limit")
    void refusals() {
        assertThatThrownBy(() -> PValues.againstLocalRealism(3, 2, .75))
                .hasMessage("wins = 3 is outside [0, rounds = 2]");
        assertThatThrownBy(() -> PValues.againstLocalRealism(0, -1, .75))
                .hasMessage("rounds = -1 is below 0");
        assertThatThrownBy(() -> PValues.atAnyTime(1, 2, 1))
                .hasMessage("localWinBound = 1.0 is outside (0, 1)");
        assertThatThrownBy(() -> PValues.ofMeanScore(5, 2, -4, 4, 2))
                .hasMessage("meanScore = 5.0 is outside [-4.0, 4.0]");
        assertThatThrownBy(() -> PValues.ofMeanScore(1, 2, -4, 4, 4))
                .hasMessage("localBound = 4.0 is outside (-4.0, 4.0)");
        assertThatThrownBy(() -> ChshGame.localWinBound(.5))
                .hasMessage("settingBias = 0.5 is outside [0, 0.5)");
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.bell.ChshGame;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BlockParametersTest {
    private static final EpsilonBudget EPSILON = new EpsilonBudget(1e-10, 1e-18, 1e-18);

    @Test
    @DisplayName("a block of 0 rounds, a test probability of 0 or 1, S above 2 sqrt 2: refused")
    void refusals() {
        assertThatThrownBy(() -> new BlockParameters(0, .05, .8, 0, EPSILON))
                .hasMessage("rounds = 0 is below 1");
        assertThatThrownBy(() -> new BlockParameters(10, 0, .8, 0, EPSILON))
                .hasMessage("testProbability = 0.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new BlockParameters(10, 1, .8, 0, EPSILON))
                .hasMessage("testProbability = 1.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new BlockParameters(10, Double.NaN, .8, 0, EPSILON))
                .hasMessageContaining("testProbability = NaN");
        assertThatThrownBy(() -> new BlockParameters(10, .05, .86, 0, EPSILON))
                .hasMessageContaining("winThreshold = 0.86 is above 0.8535");
        assertThatThrownBy(() -> new BlockParameters(10, .05, Double.NaN, 0, EPSILON))
                .hasMessageContaining("winThreshold = NaN");
        assertThatThrownBy(() -> new BlockParameters(10, .05, Double.NEGATIVE_INFINITY, 0, EPSILON))
                .hasMessageContaining("winThreshold = -Infinity is not a finite number");
        assertThatThrownBy(() -> new BlockParameters(10, .05, .8, -1, EPSILON))
                .hasMessage("leakedBits = -1 is below 0");
        assertThatThrownBy(() -> BlockParameters.winThreshold(10, .05, 2.83, 3))
                .hasMessageContaining("chsh = 2.83 is outside");
        assertThatThrownBy(() -> BlockParameters.winThreshold(10, .05, 2.8, -1))
                .hasMessageContaining("sigmas = -1.0");
    }

    @Test
    @DisplayName("the accepted number of lost test rounds is the exact floor of n gamma (1 - w)")
    void exactFloor() {
        assertThat(new BlockParameters(1000, .5, .75, 0, EPSILON).maxLostTestRounds())
                .isEqualTo(125);
        assertThat(new BlockParameters(1000, .5, Math.nextUp(.75), 0, EPSILON).maxLostTestRounds())
                .isEqualTo(124);
        assertThat(new BlockParameters(1000, .5, -10, 0, EPSILON).maxLostTestRounds())
                .isEqualTo(1000);
    }

    @Test
    @DisplayName("the threshold falls with the number of standard deviations allowed")
    void thresholdFalls() {
        double exact = BlockParameters.winThreshold(1_000_000, .05, 2.7, 0);
        assertThat(exact).isEqualTo(1 - .05 * (1 - ChshGame.winRatioOf(2.7)) / .05);
        assertThat(BlockParameters.winThreshold(1_000_000, .05, 2.7, 3)).isLessThan(exact);
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EpsilonBudgetTest {
    @Test
    @DisplayName("soundness is the sum of the named parts")
    void sum() {
        assertThat(new EpsilonBudget(.25, .125, .0625).soundness()).isEqualTo(.4375);
    }

    @Test
    @DisplayName("a budget made for a soundness never exceeds it")
    void neverExceeds() {
        for (double total : new double[] {1e-10, 3e-7, 0.1, 1e-15}) {
            EpsilonBudget budget = EpsilonBudget.ofSoundness(total, total / 3, total / 7);
            assertThat(budget.soundness()).isLessThanOrEqualTo(total);
            assertThat(budget.soundness()).isGreaterThan(total * (1 - 1e-12));
        }
    }

    @Test
    @DisplayName("a part outside (0, 1) is refused by name, value and limit")
    void refusals() {
        assertThatThrownBy(() -> new EpsilonBudget(0, .1, .1))
                .hasMessage("epsilonSecrecy = 0.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new EpsilonBudget(.1, 1, .1))
                .hasMessage("epsilonCorrectness = 1.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new EpsilonBudget(.1, .1, Double.NaN))
                .hasMessage("epsilonAuthentication = NaN is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new EpsilonBudget(.5, .3, .3))
                .hasMessageContaining("epsilonSoundness = 1.1");
        assertThatThrownBy(() -> EpsilonBudget.ofSoundness(1e-10, 1e-10, 1e-12))
                .hasMessageContaining("leave nothing of epsilonSoundness");
    }
}

package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChshBehavioursTest {
    @Test
    @DisplayName("the Oxford 2022 behaviour has S = 2.677 and QBER 1.44 % and does not signal")
    void oxford() {
        // Nadlinger et al. 2022: S = 2.677(6), Q = 0.0144(2)
        Behaviour oxford = ChshBehaviours.oxford2022();
        assertThat(oxford.chsh()).isCloseTo(2.677, within(0.001));
        assertThat(oxford.qber(0, ChshBehaviours.KEY_SETTING)).isCloseTo(0.0144, within(5e-5));
        assertThat(oxford.largestSignal()).isLessThan(1e-12);
        assertThat(oxford.probability(0, 0, 0, 2)).isCloseTo(.5017, within(0.01));
    }

    @Test
    @DisplayName("the block that the Oxford protocol never uses is uncorrelated")
    void oxfordUnusedBlock() {
        Behaviour oxford = ChshBehaviours.oxford2022();
        double product = oxford.aliceMarginal(0, 1, 2) * oxford.bobMarginal(0, 1, 2);
        assertThat(oxford.probability(0, 0, 1, 2)).isCloseTo(product, within(1e-12));
    }

    @Test
    @DisplayName("a Werner state of visibility v has S = 2 sqrt 2 v and QBER (1 - v)/2")
    void depolarised() {
        for (double v : new double[] {0, .5, .857016, .96, 1}) {
            Behaviour werner = ChshBehaviours.depolarised(v);
            assertThat(werner.chsh()).isCloseTo(2 * Math.sqrt(2) * v, within(1e-12));
            assertThat(werner.qber(0, 2)).isCloseTo((1 - v) / 2, within(1e-12));
            assertThat(werner.largestSignal()).isLessThan(1e-12);
        }
    }

    @Test
    @DisplayName("losses mapped to 0 give S = 2 sqrt 2 eta^2 + 2 (1 - eta)^2, QBER = eta (1 - eta)")
    void limitedEfficiency() {
        for (double eta : new double[] {0, .5, .9, .92314, 1}) {
            Behaviour lossy = ChshBehaviours.limitedEfficiency(eta);
            double lost = 1 - eta;
            assertThat(lossy.chsh())
                    .isCloseTo(2 * Math.sqrt(2) * eta * eta + 2 * lost * lost, within(1e-12));
            assertThat(lossy.qber(0, 2)).isCloseTo(eta * lost, within(1e-12));
            assertThat(lossy.aliceMarginal(0, 0, 0)).isCloseTo(lost + eta / 2, within(1e-12));
            assertThat(lossy.largestSignal()).isLessThan(1e-12);
        }
    }

    @Test
    @DisplayName("the local deterministic box reaches S = 2 and no more")
    void local() {
        Behaviour local = ChshBehaviours.localDeterministic();
        assertThat(local.chsh()).isEqualTo(2);
        assertThat(local.qber(0, 2)).isEqualTo(0);
    }

    @Test
    @DisplayName("visibility and efficiency outside [0, 1] are refused by name")
    void refusals() {
        assertThatThrownBy(() -> ChshBehaviours.depolarised(1.1))
                .hasMessage("visibility = 1.1 is outside [0, 1]");
        assertThatThrownBy(() -> ChshBehaviours.limitedEfficiency(Double.NaN))
                .hasMessage("efficiency = NaN is outside [0, 1]");
    }
}

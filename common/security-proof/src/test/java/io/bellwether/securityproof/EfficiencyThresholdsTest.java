package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.securityproof.EfficiencyThresholds.Analysis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: thresholds of the literature, recomputed by an independent Python program. */
class EfficiencyThresholdsTest {
    @Test
    @DisplayName("the singlet needs .92314, or .90777 when Bob keeps his no-clicks")
    void maximallyEntangled() {
        // independent Python program: .923098 with the true H(A|B); .92314 with h(Q), Q = eta (1 -
        // eta)
        assertThat(EfficiencyThresholds.maximallyEntangled(false)).isCloseTo(.923098, within(5e-7));
        assertThat(EfficiencyThresholds.maximallyEntangled(true)).isCloseTo(.90777, within(5e-6));
    }

    @ParameterizedTest(name = "{0} with flips of {1}: {3}")
    @DisplayName("partially entangled pairs need less, with noise and the marginal least")
    @CsvSource({
        "CHSH, 0, 1e-9, .8649",
        // the literature prints 80.26 %, above the limit below
        "MARGINAL, .5, 5e-9, .8026"
    })
    void partiallyEntangled(Analysis analysis, double flip, double rate, double threshold) {
        assertThat(EfficiencyThresholds.partiallyEntangled(analysis, flip, rate))
                .isCloseTo(threshold, within(5e-5));
    }

    @Test
    @DisplayName("with ever more noise the asymmetric game needs .8257, the marginal .80226")
    void limits() {
        // Woodhead, Acin, Pironio 2021: 82.57 %; the second by extrapolation of rates to 1e-10
        assertThat(EfficiencyThresholds.limit(Analysis.ASYMMETRIC)).isCloseTo(.8257, within(5e-5));
        assertThat(EfficiencyThresholds.limit(Analysis.MARGINAL)).isCloseTo(.80226, within(2e-5));
    }

    @Test
    @DisplayName("the entropy with the marginal is never below the one without, at mean 0")
    void marginalAtZero() {
        for (double s = 2.05; s < 2.82; s += .07) {
            for (double p : new double[] {0, .1, .4, .5}) {
                ScaledEntropy entropy = new ScaledEntropy(p);
                assertThat(MarginalEntropy.bound(0, s, entropy))
                        .isCloseTo(entropy.correlated(s * s / 4 - 1), within(1e-9));
            }
        }
        ScaledEntropy noisy = new ScaledEntropy(.1);
        assertThat(MarginalEntropy.bound(.3, 2, noisy)).isCloseTo(noisy.known(), within(0.0));
    }

    @Test
    @DisplayName("scaled entropies run into their limit at p = 1/2 and match the plain ones below")
    void scaledEntropies() {
        ScaledEntropy near = new ScaledEntropy(.4995);
        ScaledEntropy limit = new ScaledEntropy(.5);
        assertThat(near.outcome(.7)).isCloseTo(limit.outcome(.7), within(1e-5));
        assertThat(near.biased(.3, .2)).isCloseTo(limit.biased(.3, .2), within(1e-5));
        assertThat(near.correlated(.4)).isCloseTo(limit.correlated(.4), within(1e-5));
        assertThat(near.correlated(0)).isCloseTo(limit.correlated(0), within(1e-5));
        assertThat(1 + .64 * new ScaledEntropy(.1).correlated(.5))
                .isCloseTo(AsymptoticRates.flippedEntropy(.5, .1), within(1e-14));
    }

    @Test
    @DisplayName("a flip probability above one half, and rates too small to compute, are refused")
    void refusal() {
        assertThatThrownBy(() -> EfficiencyThresholds.partiallyEntangled(Analysis.CHSH, .6))
                .hasMessage("flipProbability = 0.6 is outside [0, 0.5]");
        assertThatThrownBy(() -> EfficiencyThresholds.partiallyEntangled(Analysis.CHSH, .5, 1e-10))
                .hasMessage("smallestRate = 1.0E-10 is below 1.0E-9, where entropies are rounding");
    }
}

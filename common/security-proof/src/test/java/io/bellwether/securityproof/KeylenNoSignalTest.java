package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.securityproof.KeylenNoSignal.Counts;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeylenNoSignalTest {
    private static double bestRate(int settings, double noise) {
        double test = KeylenNoSignal.bestTestProbability(settings, noise);
        return KeylenNoSignal.rate(settings, noise, test).bitsPerRound();
    }

    @ParameterizedTest(name = "M = {0}, noise {1}: rate {2} at gamma {3}")
    @DisplayName("asymptotic rates with the minimum over theta are those of the paper")
    @CsvSource({
        // Masanes et al., recomputed by an independent Python program with the minimum
        "3, 0, .000055, .92",
        "4, 0, .002272, .870",
        "5, 0, .003662, .870",
        "6, 0, .004129, .875",
        "7, 0, .004154, .885",
        "8, 0, .003976, .895",
        "15, 0, .002243, .935",
        "7, .01, .001606, .91",
        "7, .02, .000298, .96"
    })
    void knownRates(int settings, double noise, double rate, double gamma) {
        assertThat(bestRate(settings, noise)).isCloseTo(rate, within(1e-6));
        assertThat(KeylenNoSignal.bestTestProbability(settings, noise))
                .isCloseTo(gamma, within(.06));
    }

    @Test
    @DisplayName("two settings never give a key: the maximum over theta would give 0.185")
    void twoSettings() {
        assertThat(bestRate(2, 0)).isLessThanOrEqualTo(0);
    }

    @Test
    @DisplayName("the rate vanishes between 2.7 % and 2.8 % noise for every number of settings")
    void noiseThreshold() {
        double at27 = Double.NEGATIVE_INFINITY;
        double at28 = Double.NEGATIVE_INFINITY;
        for (int settings = 4; settings <= 12; settings++) {
            at27 = Math.max(at27, bestRate(settings, .0265));
            at28 = Math.max(at28, bestRate(settings, .028));
        }
        assertThat(at27).isPositive();
        assertThat(at28).isLessThanOrEqualTo(0);
    }

    @Test
    @DisplayName(
            "the finite length approaches the asymptotic rate from below and vanishes for few"
                    + " pairs")
    void finite() {
        double previous = 0;
        for (long pairs : new long[] {1_000_000, 100_000_000, 10_000_000_000L}) {
            double gamma = .885;
            long raw = (long) (pairs * (1 - gamma) * (1 - gamma));
            long estimation = (long) (pairs * 2 * gamma * gamma / 7);
            Counts counts =
                    new Counts(
                            7, pairs, estimation, raw, 0, KeylenNoSignal.expectedLossRatio(7, 0));
            double rate = (double) KeylenNoSignal.secretBits(counts, 1e-10).keyBits() / pairs;
            assertThat(rate).isLessThan(.004155).isGreaterThanOrEqualTo(previous);
            previous = rate;
        }
        assertThat(previous).isCloseTo(.004154, within(1e-5));
        assertThat(KeylenNoSignal.secretBits(new Counts(7, 1000, 200, 100, 0, .013), 1e-10))
                .satisfies(none -> {
                    assertThat(none.keyBits()).isZero();
                    assertThat(none.reason()).startsWith("no key because");
                });
    }

    @Test
    @DisplayName("counts outside the theorem are refused by name")
    void refusals() {
        assertThatThrownBy(() -> new Counts(1, 10, 5, 5, 0, .1))
                .hasMessage("settings = 1 is below 2");
        assertThatThrownBy(() -> new Counts(7, 10, 5, 6, 0, .1))
                .hasMessageContaining("estimationPairs + rawKeyBits = 11.0 is above 10.0");
        assertThatThrownBy(() -> new Counts(7, 10, 5, 5, 0, 1.1))
                .hasMessage("lossRatio = 1.1 is outside [0, 1]");
        assertThatThrownBy(() -> KeylenNoSignal.rate(7, 2, .5))
                .hasMessage("noise = 2.0 is outside [0, 1]");
        assertThatThrownBy(() -> KeylenNoSignal.secretBits(new Counts(7, 10, 5, 5, 0, 1), 1))
                .hasMessageContaining("epsilonSecrecy = 1.0");
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.function.DoubleUnaryOperator;

/** Known answers: thresholds of the literature, recomputed by an independent Python program. */
class AsymptoticRatesTest {
    private static final double TSIRELSON = 2 * Math.sqrt(2);

    /** Where a function that falls through 0 does so. */
    private static double root(DoubleUnaryOperator falling, double low, double high) {
        double a = low;
        double b = high;
        for (int i = 0; i < 60; i++) {
            double middle = (a + b) / 2;
            if (falling.applyAsDouble(middle) > 0) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return a;
    }

    private static double chshThreshold(double flip) {
        return root(
                q -> AsymptoticRates.chsh(TSIRELSON * (1 - 2 * q), q, flip).bitsPerRound(),
                .01,
                .2);
    }

    @Test
    @DisplayName("CHSH tolerates Q = 7.149 %, visibility .857016, and 8.08 % with noise")
    void chshThresholds() {
        assertThat(chshThreshold(0)).isCloseTo(.07149, within(5e-6));
        assertThat(1 - 2 * chshThreshold(0)).isCloseTo(.857016, within(5e-7));
        assertThat(chshThreshold(.499)).isCloseTo(.0808, within(5e-5));
    }

    @Test
    @DisplayName("losses mapped to a fixed bit leave a key down to an efficiency of .92314")
    void mappedLosses() {
        double threshold =
                1
                        - root(
                                lost -> {
                                    Behaviour box = ChshBehaviours.limitedEfficiency(1 - lost);
                                    return AsymptoticRates.chsh(box.chsh(), box.qber(0, 2), 0)
                                            .bitsPerRound();
                                },
                                .001,
                                .2);
        assertThat(threshold).isCloseTo(.92314, within(5e-6));
    }

    @Test
    @DisplayName("Oxford has .58341 bits per key round, Munich .1574")
    void experiments() {
        assertThat(AsymptoticRates.chsh(2.677, .0144, 0).bitsPerRound())
                .isCloseTo(.58341, within(5e-6));
        assertThat(AsymptoticRates.chsh(2.578, .078, 0).bitsPerRound())
                .isCloseTo(.1574, within(5e-5));
    }

    @Test
    @DisplayName("the entropy with noise agrees with the reference vectors")
    void noisyVectors() {
        // Independent Python program, vector "eta_noisy": (w, p)
        assertThat(AsymptoticRates.flippedEntropy(y(.76), .01))
                .isCloseTo(.13497195316295685, within(1e-12));
        assertThat(AsymptoticRates.flippedEntropy(y(.8), .3))
                .isCloseTo(.9201306774616623, within(1e-12));
        assertThat(AsymptoticRates.flippedEntropy(y(.83), .1))
                .isCloseTo(.7991146107808371, within(1e-12));
    }

    private static double y(double w) {
        double s = 8 * w - 4;
        return s * s / 4 - 1;
    }

    @Test
    @DisplayName("asymmetric CHSH tolerates 7.42 %, and 8.34 % with noise")
    void asymmetricThresholds() {
        assertThat(bestAsymmetric(0)).isCloseTo(.0742, within(5e-5));
        assertThat(bestAsymmetric(.495)).isCloseTo(.0834, within(5e-5));
    }

    private static double bestAsymmetric(double flip) {
        double best = 0;
        for (double weight = .6; weight <= 1; weight += .01) {
            double a = weight;
            double top = 2 * Math.sqrt(1 + a * a);
            best =
                    Math.max(
                            best,
                            root(
                                    q ->
                                            AsymptoticRates.asymmetricChsh(
                                                            a, top * (1 - 2 * q), q, flip)
                                                    .bitsPerRound(),
                                    .01,
                                    .2));
        }
        return best;
    }

    @Test
    @DisplayName("a weight above 1 gives nothing at its local value, and a convex entropy above it")
    void heavyWeights() {
        for (double weight : new double[] {1, 1.1, 1.5, 3}) {
            for (double flip : new double[] {0, .1, .4}) {
                double local = 2 * weight;
                double step = (2 * Math.sqrt(1 + weight * weight) - local) / 50;
                assertThat(AsymptoticRates.asymmetricChsh(weight, local, 0, flip).bitsPerRound())
                        .isCloseTo(0, within(1e-12));
                for (int i = 1; i < 50; i++) {
                    double s = local + i * step;
                    double middle = bits(weight, s, flip);
                    double chord =
                            (bits(weight, s - step, flip) + bits(weight, s + step, flip)) / 2;
                    assertThat(middle).isLessThanOrEqualTo(chord + 1e-12);
                }
            }
        }
    }

    private static double bits(double weight, double value, double flip) {
        double top = 2 * Math.sqrt(1 + weight * weight);
        return AsymptoticRates.asymmetricChsh(weight, Math.min(value, top), 0, flip).bitsPerRound();
    }

    @Test
    @DisplayName("Alice's mean can only help, is worth nothing at 0, and not above quantum values")
    void marginal() {
        for (double flip : new double[] {0, .1, .4}) {
            double plain = AsymptoticRates.chsh(2.6, .01, flip).bitsPerRound();
            assertThat(AsymptoticRates.marginalChsh(0, 2.6, .01, flip).bitsPerRound())
                    .isCloseTo(plain, within(1e-9));
            assertThat(AsymptoticRates.marginalChsh(.3, 2.6, .01, flip).bitsPerRound())
                    .isGreaterThan(plain);
        }
        assertThatThrownBy(() -> AsymptoticRates.marginalChsh(.8, 2.6, .01, 0))
                .hasMessageContaining("chsh = 2.6 is outside");
        assertThatThrownBy(() -> AsymptoticRates.marginalChsh(1.1, 2.6, .01, 0))
                .hasMessageContaining("aliceMean = 1.1 is outside");
    }

    @Test
    @DisplayName("two key bases tolerate 8.36 %, and 9.24 % with noise")
    void twoBasesThresholds() {
        assertThat(twoBasesThreshold(0)).isCloseTo(.0836, within(5e-5));
        assertThat(twoBasesThreshold(.49)).isCloseTo(.0924, within(5e-5));
    }

    private static double twoBasesThreshold(double flip) {
        return root(
                q -> AsymptoticRates.twoBases(TSIRELSON * (1 - 2 * q), q, flip).bitsPerRound(),
                .03,
                .13);
    }

    @Test
    @DisplayName("self-testing d levels gives log2 d bits")
    void selfTest() {
        assertThat(AsymptoticRates.selfTest(2).bitsPerRound()).isEqualTo(1);
        assertThat(AsymptoticRates.selfTest(5).bitsPerRound())
                .isCloseTo(Math.log(5) / Math.log(2), within(1e-15));
        assertThatThrownBy(() -> AsymptoticRates.selfTest(1)).hasMessage("levels = 1 is below 2");
    }

    @Test
    @DisplayName("a local value gives Eve everything: no formula certifies a bit")
    void localValue() {
        for (double s : new double[] {-2, 0, 1.5, 2}) {
            assertThat(AsymptoticRates.chsh(s, 0, 0).bitsPerRound()).isLessThanOrEqualTo(0);
            assertThat(AsymptoticRates.twoBases(s, 0, 0).bitsPerRound()).isLessThanOrEqualTo(0);
            assertThat(AsymptoticRates.asymmetricChsh(.9, s, 0, 0).bitsPerRound())
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    @DisplayName("values beyond quantum theory, error rates and flips out of range are refused")
    void refusals() {
        assertThatThrownBy(() -> AsymptoticRates.chsh(2.9, .01, 0))
                .hasMessageContaining("chsh = 2.9 is outside");
        assertThatThrownBy(() -> AsymptoticRates.asymmetricChsh(.5, 2.5, 0, 0))
                .hasMessageContaining("value = 2.5 is outside");
        assertThatThrownBy(() -> AsymptoticRates.asymmetricChsh(0, 2.5, 0, 0))
                .hasMessage("weight = 0.0 is outside (0.0, Infinity)");
        assertThatThrownBy(() -> AsymptoticRates.chsh(2.5, -.1, 0))
                .hasMessage("qber = -0.1 is outside [0, 1]");
        assertThatThrownBy(() -> AsymptoticRates.chsh(2.5, .1, .5))
                .hasMessage("flipProbability = 0.5 is outside [0, 0.5)");
    }
}

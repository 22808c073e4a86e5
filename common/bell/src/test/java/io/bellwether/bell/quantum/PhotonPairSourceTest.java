package io.bellwether.bell.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class PhotonPairSourceTest {
    private static final double[] BEST = {0.16314185, -0.49234995};

    @Test
    @DisplayName("without heralding S stays at 2.306 with one mode and 2.351 with a hundred")
    void knownAnswer() {
        Behaviour many =
                new PhotonPairSource(0.08139720, -0.07519669, 100, 1, 1, 0).behaviour(BEST, BEST);
        assertThat(chshWithLossesAt0(many)).isCloseTo(2.35134, within(1e-5));
        double[] best = {-0.12699374, 0.38809423};
        Behaviour one =
                new PhotonPairSource(0.87630318, -0.71680093, 1, 1, 1, 0).behaviour(best, best);
        assertThat(chshWithLossesAt0(one)).isCloseTo(2.30593, within(1e-5));
    }

    @Test
    @DisplayName("no parameters out of 20000 random ones exceed S = 2.352")
    void upperLimit() {
        long seed = 2015;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            int modes = random.nextBoolean() ? 1 : 100;
            double scale = modes == 1 ? 1 : 0.1;
            var source =
                    new PhotonPairSource(
                            scale * random.nextDouble(),
                            -scale * random.nextDouble(),
                            modes,
                            1,
                            1,
                            0);
            double[] angles = new double[4];
            for (int k = 0; k < 4; k++) {
                angles[k] = (random.nextDouble() - 0.5) * Math.PI;
            }
            Behaviour p =
                    source.behaviour(
                            new double[] {angles[0], angles[1]},
                            new double[] {angles[2], angles[3]});
            assertThat(chshWithLossesAt0(p)).as("seed %d, draw %d", seed, i).isLessThan(2.352);
        }
    }

    @Test
    @DisplayName("one side's outcomes do not depend on the other's angle")
    void noSignalling() {
        Behaviour p =
                new PhotonPairSource(0.4, -0.3, 3, 0.8, 0.7, 1e-3)
                        .behaviour(new double[] {0.1, 0.9}, new double[] {0.3, -0.4, 1.2});
        assertThat(p.largestSignal()).isLessThan(1e-12);
    }

    @Test
    @DisplayName("a dark source clicks with the dark counts only")
    void darkCounts() {
        double d = 0.01;
        Behaviour p =
                new PhotonPairSource(0, 0, 1, 1, 1, d)
                        .behaviour(new double[] {0}, new double[] {0});
        assertThat(p.probability(2, 2, 0, 0)).isCloseTo(Math.pow(1 - d, 4), within(1e-14));
        assertThat(p.aliceMarginal(1, 0, 0)).isCloseTo(d * (1 - d), within(1e-14));
        assertThat(p.aliceMarginal(0, 0, 0)).isCloseTo(d, within(1e-14));
    }

    /**
     * The same from the photon-number expansion, truncated at n pairs: the missing weight is the
     * probability of more than n pairs, and no probability can be off by more than that.
     */
    @ParameterizedTest
    @CsvSource({"0.3,0.25,1,0.3,0.7", "0.5,-0.4,0.8,1.1,-0.4", "0.7,-0.8,0.9,-0.127,0.388"})
    @DisplayName("the closed form agrees with the truncated expansion within its missing weight")
    void truncatedExpansion(double h, double v, double eta, double alpha, double beta) {
        var source = new PhotonPairSource(h, v, 1, eta, eta, 0);
        for (int pairs : new int[] {2, 5, 20}) {
            double missing = weightBeyond(pairs, Math.tanh(h), Math.tanh(v));
            for (int sets = 0; sets < 16; sets++) {
                double expanded = expansion(pairs, h, v, eta, alpha, beta, sets >> 2, sets & 3);
                assertThat(source.darkProbability(sets >> 2, sets & 3, alpha, beta) - expanded)
                        .as("up to %d pairs, sets %d", pairs, sets)
                        .isBetween(-1e-9, missing + 1e-9);
            }
        }
    }

    private static double weightBeyond(int pairs, double h, double v) {
        double within = 0;
        for (int n = 0; n <= pairs; n++) {
            for (int k = 0; k <= n; k++) {
                within += Math.pow(h * h, k) * Math.pow(v * v, n - k);
            }
        }
        return 1 - (1 - h * h) * (1 - v * v) * within;
    }

    /** sum over blocks of n pairs of the expectation of x^(number) after both rotations. */
    private static double expansion(
            int pairs,
            double h,
            double v,
            double eta,
            double alpha,
            double beta,
            int aliceSet,
            int bobSet) {
        double th = Math.tanh(h);
        double tv = Math.tanh(v);
        double sum = 0;
        for (int n = 0; n <= pairs; n++) {
            double[][] a = darkOperator(n, eta, aliceSet, alpha);
            double[][] b = darkOperator(n, eta, bobSet, beta);
            for (int k = 0; k <= n; k++) {
                for (int l = 0; l <= n; l++) {
                    double amplitudes =
                            Math.pow(th, k)
                                    * Math.pow(tv, n - k)
                                    * Math.pow(th, l)
                                    * Math.pow(tv, n - l);
                    sum += amplitudes * a[k][l] * b[k][l];
                }
            }
        }
        return sum * (1 - th * th) * (1 - tv * tv);
    }

    /** &lt;k, n-k| U^t x1^n1 x2^n2 U |l, n-l&gt; with the rotation of n photons in two modes. */
    private static double[][] darkOperator(int n, double eta, int set, double angle) {
        double x1 = (set & 1) != 0 ? 1 - eta : 1;
        double x2 = (set & 2) != 0 ? 1 - eta : 1;
        double[][] rotation = new double[n + 1][n + 1];
        for (int l = 0; l <= n; l++) {
            // (c a1 - s a2)^l (s a1 + c a2)^(n-l)|0> / sqrt(l! (n-l)!), a1 and a2 the detectors
            for (int i = 0; i <= l; i++) {
                for (int j = 0; j <= n - l; j++) {
                    int m = i + j;
                    rotation[m][l] +=
                            binomial(l, i)
                                    * binomial(n - l, j)
                                    * Math.pow(Math.cos(angle), i + n - l - j)
                                    * Math.pow(-Math.sin(angle), l - i)
                                    * Math.pow(Math.sin(angle), j)
                                    * Math.sqrt(binomial(n, l) / binomial(n, m));
                }
            }
        }
        double[][] operator = new double[n + 1][n + 1];
        for (int k = 0; k <= n; k++) {
            for (int l = 0; l <= n; l++) {
                for (int m = 0; m <= n; m++) {
                    operator[k][l] +=
                            rotation[m][k] * rotation[m][l] * Math.pow(x1, m) * Math.pow(x2, n - m);
                }
            }
        }
        return operator;
    }

    private static double binomial(int n, int k) {
        double value = 1;
        for (int i = 0; i < k; i++) {
            value *= (double) (n - i) / (i + 1);
        }
        return value;
    }

    private static double chshWithLossesAt0(Behaviour p) {
        double s = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e =
                        1
                                - 2
                                        * (p.aliceMarginal(1, x, y)
                                                + p.bobMarginal(1, x, y)
                                                - 2 * p.probability(1, 1, x, y));
                s += x * y == 1 ? -e : e;
            }
        }
        return s;
    }
}

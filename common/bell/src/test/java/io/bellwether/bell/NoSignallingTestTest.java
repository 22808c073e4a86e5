package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class NoSignallingTestTest {
    @Test
    @DisplayName("Fisher's p-values agree with the hypergeometric tails of scipy")
    void fisher() {
        // scipy.stats.hypergeom: twice the smaller tail
        assertThat(Hypergeometric.twoSided(480, 1000, 560, 1000))
                .isCloseTo(0.0004038943542394445, within(1e-14));
        assertThat(Hypergeometric.twoSided(3, 10, 8, 10))
                .isCloseTo(0.06977851869492735, within(1e-14));
        assertThat(Hypergeometric.twoSided(500_100, 1_000_000, 499_000, 1_000_000))
                .isCloseTo(0.1201316083620275, within(1e-9));
        assertThat(Hypergeometric.twoSided(0, 5, 0, 7)).isEqualTo(1);
        assertThat(Hypergeometric.twoSided(5, 5, 7, 7)).isEqualTo(1);
    }

    @Test
    @DisplayName("a box whose answer at Alice depends on Bob's setting is found out by both tests")
    void signalIsFound() {
        long[][][][] counts = sampled(10_000, .1, 7);
        NoSignallingTest test = NoSignallingTest.of(counts);
        assertThat(test.pValue()).isLessThan(1e-6);
        assertThat(test.pValueWithMemory()).isLessThan(1e-4);
        assertThat(test.largestSignal()).isBetween(.05, .2);
        assertThat(test.comparisons()).isEqualTo(4);
    }

    @Test
    @DisplayName("honest boxes are accused in at most the stated share of runs (seeds 100 to 499)")
    void honestBoxes() {
        int accused = 0;
        int accusedWithMemory = 0;
        for (int seed = 100; seed < 500; seed++) {
            NoSignallingTest test = NoSignallingTest.of(sampled(400, 0, seed));
            accused += test.pValue() <= .1 ? 1 : 0;
            accusedWithMemory += test.pValueWithMemory() <= .1 ? 1 : 0;
        }
        assertThat(accused).isLessThan(40 + 18);
        assertThat(accusedWithMemory).isLessThan(40 + 18);
    }

    @Test
    @DisplayName("the test martingale pays the uniform mixture's capital")
    void capital() {
        // x = 0 only: a = 0 in 480 and 560 rounds at y = 0, 1, a = 1 in 520 and 440
        long[][][][] counts = {{{{480}, {520}}, {{560}, {440}}}};
        NoSignallingTest test = NoSignallingTest.of(counts);
        // ln capital = sum of ln k0! k1!/(m+1)! + m ln 2 = -0.0461538616910957 (math.lgamma);
        // Bob, who has one outcome, pays ln 1000! 1000!/2001! ... at two settings of one x: 1
        assertThat(test.pValueWithMemory())
                .isCloseTo(Math.min(1, 2 / (Math.exp(-0.0461538616910957) + 1)), within(1e-9));
    }

    @Test
    @DisplayName("settings that were never combined are not compared")
    void emptyCells() {
        NoSignallingTest test = NoSignallingTest.of(new long[2][3][2][2]);
        assertThat(test.comparisons()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.pValueWithMemory()).isEqualTo(1);
    }

    @Test
    @DisplayName("negative counts, ragged tables and distributions that do not fit are refused")
    void refusals() {
        long[][][][] negative = new long[2][2][2][2];
        negative[1][0][0][1] = -3;
        assertThatThrownBy(() -> NoSignallingTest.of(negative))
                .hasMessage("counts[x=1][y=0][a=0][b=1] = -3 is below 0");
        long[][][][] ragged = new long[2][2][2][2];
        ragged[1] = new long[1][2][2];
        assertThatThrownBy(() -> NoSignallingTest.of(ragged))
                .hasMessage("counts is not rectangular");
        assertThatThrownBy(() ->
                        NoSignallingTest.of(
                                new long[2][2][2][2], new double[] {.5, .5}, new double[] {.5, .4}))
                .hasMessageContaining("bobSettingProbabilities has 2 entries of sum 0.9");
    }

    /** Uniform settings and outcomes; Alice's a = 0 gets likelier by the signal when y = 1. */
    private static long[][][][] sampled(int rounds, double signal, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[][][][] counts = new long[2][2][2][2];
        for (int i = 0; i < rounds; i++) {
            int x = random.nextInt(2);
            int y = random.nextInt(2);
            int a = random.nextDouble() < .5 + signal * y ? 0 : 1;
            counts[x][y][a][random.nextInt(2)]++;
        }
        return counts;
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.BdInequality;
import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChainedGame;
import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshGame;
import io.bellwether.bell.GeneralisedChsh;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class GuessingProbabilityTest {
    /** Pironio et al., Nature 464, 1021 (2010). */
    private static double exact(double chsh) {
        return .5 + .5 * Math.sqrt(Math.max(0, 2 - chsh * chsh / 4));
    }

    @Test
    @DisplayName("from S alone it is 1/2 + 1/2 sqrt(2 - S^2/4), approached from above")
    void fromChsh() {
        for (double s : new double[] {2, 2.1, 2.4, 2.677, 2.8}) {
            for (MomentLevel level : new MomentLevel[] {MomentLevel.ONE_PLUS_AB, MomentLevel.TWO}) {
                double bound = GuessingProbability.ofChsh(s, level).upperBound();
                assertThat(bound).isBetween(Math.min(1, exact(s)), exact(s) + 1e-6);
            }
        }
        // the slope is infinite at 2 sqrt 2, and rounding of S counts as its square root
        assertThat(
                        GuessingProbability.ofChsh(ChshGame.QUANTUM_BOUND, MomentLevel.ONE_PLUS_AB)
                                .upperBound())
                .isBetween(.5, .502);
        assertThat(GuessingProbability.ofChsh(1, MomentLevel.ONE_PLUS_AB).minEntropyBits())
                .isZero();
    }

    @Test
    @DisplayName("quantum values: CHSH 2 sqrt 2, generalised CHSH and chained games at level 1")
    void quantumMaxima() {
        for (double alpha : new double[] {.4, 1, 1.3}) {
            GeneralisedChsh game = GeneralisedChsh.asymmetric(alpha);
            assertThat(GuessingProbability.quantumMaximum(game.inequality(), MomentLevel.ONE))
                    .isBetween(game.quantumBound() - 1e-15, game.quantumBound() + 1e-6);
        }
        for (int m = 2; m <= 5; m++) {
            ChainedGame game = new ChainedGame(m);
            assertThat(GuessingProbability.quantumMaximum(game.winRatio(), MomentLevel.ONE))
                    .isBetween(game.quantumWinBound() - 1e-15, game.quantumWinBound() + 1e-6);
        }
    }

    @Test
    @DisplayName("full statistics never guess better than S, and level 2 not better than 1+AB")
    void fullStatistics() {
        for (double v : new double[] {.99, .9, .8, .72}) {
            Behaviour werner = ChshBehaviours.depolarised(v);
            double first =
                    GuessingProbability.ofBehaviour(werner, 0, MomentLevel.ONE_PLUS_AB)
                            .upperBound();
            double second =
                    GuessingProbability.ofBehaviour(werner, 0, MomentLevel.TWO).upperBound();
            assertThat(first).isLessThanOrEqualTo(exact(werner.chsh()));
            assertThat(second).isLessThanOrEqualTo(first + 1e-6).isGreaterThan(.5);
        }
        Behaviour oxford = ChshBehaviours.oxford2022().projectedToNoSignalling();
        assertThat(GuessingProbability.ofBehaviour(oxford, 0, MomentLevel.ONE_PLUS_AB).upperBound())
                .isBetween(.71, exact(oxford.chsh()));
        assertThat(
                        GuessingProbability.ofBehaviour(
                                        ChshBehaviours.localDeterministic(),
                                        0,
                                        MomentLevel.ONE_PLUS_AB)
                                .minEntropyBits())
                .isZero();
    }

    @Test
    @DisplayName("a certificate holds for every quantum behaviour, not only its own (seed 11)")
    void certificateHoldsElsewhere() {
        double[] all = {1, 1};
        Behaviour own = ChshBehaviours.depolarised(.95);
        MomentProgramme programme =
                GuessingProbability.programme(own, 0, 0, all, all, MomentLevel.ONE_PLUS_AB);
        MomentCertificate certificate = MomentSolver.solve(programme, 0);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            Behaviour other = QubitBehaviours.random(random);
            double[] values =
                    GuessingProbability.programme(other, 0, 0, all, all, MomentLevel.ONE_PLUS_AB)
                            .values();
            double sum = 0;
            for (int t = 0; t < values.length; t++) {
                sum += certificate.multiplier(t) * values[t];
            }
            double guess = Math.max(other.aliceMarginal(0, 0, 0), other.aliceMarginal(1, 0, 0));
            assertThat(sum).isGreaterThanOrEqualTo(guess - 1e-7);
        }
    }

    @Test
    @DisplayName("certificates of random numbers prove something true, or nothing (seed 5)")
    void brokenCertificates() {
        double[] all = {1, 1};
        Behaviour werner = ChshBehaviours.depolarised(.95);
        MomentProgramme programme =
                GuessingProbability.programme(werner, 0, 0, all, all, MomentLevel.ONE_PLUS_AB);
        // a mixture of a pure pair and noise that Eve holds: she guesses at least this well
        double truth = (.95 + 1) / 2 * .5 + .025;
        SplittableRandom random = new SplittableRandom(5);
        int n = programme.matrix().size();
        for (int i = 0; i < 50; i++) {
            double[] multipliers = new double[programme.values().length];
            for (int t = 0; t < multipliers.length; t++) {
                multipliers[t] = random.nextDouble() - .5;
            }
            double[][][] grams = new double[2][n][n];
            for (double[][] gram : grams) {
                for (double[] row : gram) {
                    for (int j = 0; j < n; j++) {
                        row[j] = random.nextDouble() - .5;
                    }
                }
            }
            assertThat(new MomentCertificate(programme, multipliers, grams).upperBound())
                    .isGreaterThan(truth);
        }
    }

    @Test
    @DisplayName("a box beyond quantum theory is proved to be one and refused")
    void nonQuantum() {
        double[][][][] p = new double[2][2][2][2];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                for (int a = 0; a < 2; a++) {
                    p[x][y][a][a ^ (x & y)] = .5;
                }
            }
        }
        Behaviour box = Behaviour.of(p);
        assertThatThrownBy(() -> GuessingProbability.ofBehaviour(box, 0, MomentLevel.ONE_PLUS_AB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("behaviour is not quantum: at level ONE_PLUS_AB");
    }

    @Test
    @DisplayName("signalling behaviours, other outcomes and S above 2 sqrt 2 are refused")
    void refusals() {
        assertThatThrownBy(() ->
                        GuessingProbability.ofBehaviour(signalling(), 0, MomentLevel.ONE_PLUS_AB))
                .hasMessageContaining("behaviour signals by 0.5")
                .hasMessageContaining("project it to no-signalling first");
        assertThatThrownBy(() -> GuessingProbability.ofChsh(2.9, MomentLevel.TWO))
                .hasMessageContaining("chsh = 2.9");
        assertThatThrownBy(() ->
                        GuessingProbability.quantumMaximum(
                                BdInequality.mutuallyUnbiased(2).inequality(), MomentLevel.ONE))
                .hasMessage("outcomes = 3 and 2, the moment matrices here are for 2 and 2");
        assertThatThrownBy(() ->
                        GuessingProbability.quantumMaximum(
                                new ChainedGame(30).winRatio(), MomentLevel.ONE))
                .hasMessage("rows of the moment matrix = 61.0 is above 40.0");
    }

    @Test
    @DisplayName("intervals prove positivity of what is positive and of nothing else")
    void positivity() {
        double[][] indefinite = {{1, 2}, {2, 1}};
        assertThat(SmallMatrix.isProvedPositive(indefinite, .99)).isFalse();
        assertThat(SmallMatrix.isProvedPositive(indefinite, 1.01)).isTrue();
        assertThat(SmallMatrix.isProvedPositive(new double[][] {{1, 1}, {1, 1}}, 0)).isFalse();
        assertThat(SmallMatrix.isProvedPositive(new double[][] {{1, 1}, {1, 1}}, 1e-12)).isTrue();
    }

    @Test
    @DisplayName("the rate of a perfect pair is close to 1 bit, that of a local box not positive")
    void rates() {
        assertThat(
                        MomentRates.fullStatistics(
                                        ChshBehaviours.depolarised(.9999),
                                        0,
                                        2,
                                        MomentLevel.ONE_PLUS_AB)
                                .bitsPerRound())
                .isBetween(.9, 1.0);
        assertThat(
                        MomentRates.fullStatistics(
                                        ChshBehaviours.localDeterministic(),
                                        0,
                                        2,
                                        MomentLevel.ONE_PLUS_AB)
                                .bitsPerRound())
                .isCloseTo(0, within(1e-12));
    }

    /** Alice's outcome at x = 0 says whether Bob has set y = 1. */
    private static Behaviour signalling() {
        double[][][][] p = new double[2][3][2][2];
        for (double[][][] row : p) {
            for (double[][] block : row) {
                block[0][0] = block[1][1] = .5;
            }
        }
        p[0][1] = new double[][] {{1, 0}, {0, 0}};
        return Behaviour.of(p);
    }
}

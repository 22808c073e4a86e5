package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class BellInequalitiesTest {
    @Test
    @DisplayName("generalised CHSH: the local bound of all strategies is 2 max(alpha, beta)")
    void generalisedChsh() {
        for (double alpha : new double[] {0, .3, .9, 1, 1.5}) {
            GeneralisedChsh game = GeneralisedChsh.asymmetric(alpha);
            assertThat(game.inequality().localBound()).isCloseTo(game.localBound(), within(1e-15));
            // best angles of Bob: tan = 1/alpha
            double angle = Math.atan2(1, alpha);
            Behaviour best = planar(new double[] {0, Math.PI / 2}, new double[] {angle, -angle});
            assertThat(game.valueOf(best)).isCloseTo(game.quantumBound(), within(1e-12));
            assertThat(game.inequality().valueOf(best))
                    .isCloseTo(game.valueOf(best), within(1e-12));
        }
        Behaviour werner = ChshBehaviours.depolarised(.9);
        assertThat(new GeneralisedChsh(1, 1).valueOf(werner))
                .isCloseTo(werner.chsh(), within(1e-12));
    }

    private static Behaviour planar(double[] alice, double[] bob) {
        double[][][][] p = new double[alice.length][bob.length][][];
        for (int x = 0; x < alice.length; x++) {
            for (int y = 0; y < bob.length; y++) {
                double equal = (1 + Math.cos(alice[x] - bob[y])) / 4;
                p[x][y] = new double[][] {{equal, .5 - equal}, {.5 - equal, equal}};
            }
        }
        return Behaviour.of(p);
    }

    @Test
    @DisplayName("the chained game has local bound 1 - 1/(2M) and quantum value cos^2(pi/4M)")
    void chained() {
        for (int m = 2; m <= 7; m++) {
            ChainedGame game = new ChainedGame(m);
            assertThat(game.winRatio().localBound()).isCloseTo(game.localWinBound(), within(1e-15));
            assertThat(game.winRatio().valueOf(game.best(1)))
                    .isCloseTo(game.quantumWinBound(), within(1e-14));
        }
        assertThat(new ChainedGame(2).quantumWinBound()).isCloseTo(ChshGame.W_MAX, within(1e-15));
        assertThat(new ChainedGame(2).localWinBound()).isEqualTo(ChshGame.W_LOCAL);
        assertThat(new ChainedGame(7).best(.5).largestSignal()).isLessThan(1e-12);
    }

    @Test
    @DisplayName("B_d: the stated strategy attains d - 1, local ones stay below as computed")
    void bd() {
        for (int d = 2; d <= 6; d++) {
            checkBd(BdInequality.mutuallyUnbiased(d));
        }
        double c = Math.cos(.3);
        double s = Math.sin(.3);
        checkBd(BdInequality.ofOverlaps(new double[][] {{c, s}, {s, c}}));
        // rotation of three levels by Euler angles, moduli of its entries
        double r = Math.sqrt(.5);
        checkBd(BdInequality.ofOverlaps(new double[][] {{r, .5, .5}, {r, .5, .5}, {0, r, r}}));
    }

    private static void checkBd(BdInequality bd) {
        Behaviour best = bd.optimalBehaviour();
        assertThat(best.largestSignal()).isLessThan(1e-12);
        assertThat(bd.inequality().valueOf(best)).isCloseTo(bd.quantumBound(), within(1e-12));
        assertThat(bd.localBound()).isLessThan(bd.quantumBound());
        assertThat(bd.inequality().localBound()).isCloseTo(bd.localBound(), within(1e-12));
    }

    @Test
    @DisplayName(
            "B_2 of unbiased bases has the local value sqrt 2 - 1/2, B_5 the known quantum one")
    void bdOfTwoLevels() {
        // by hand: two of Alice's settings gain s - s^2/2 each, s^2 = 1/2
        assertThat(BdInequality.mutuallyUnbiased(2).localBound())
                .isCloseTo(Math.sqrt(2) - .5, within(1e-15));
        // Tavakoli et al. 2021: sqrt(d (d - 1)) in units of sqrt(1 - 1/d)
        BdInequality five = BdInequality.mutuallyUnbiased(5);
        assertThat(five.quantumBound() / five.spread(0, 0)).isCloseTo(Math.sqrt(20), within(1e-14));
    }

    @Test
    @DisplayName("a mixture of local strategies never exceeds the local bound (seed 3)")
    void mixtures() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            BellInequality inequality =
                    BellInequality.of(2, 3, 3, 2, (x, y, a, b) -> random.nextDouble() - .5);
            double[][][][] p = new double[2][3][3][2];
            for (DeterministicStrategies.Strategy s :
                    DeterministicStrategies.all(2, 3, 3, 2, 100)) {
                for (int x = 0; x < 2; x++) {
                    for (int y = 0; y < 3; y++) {
                        p[x][y][s.alice().get(x)][s.bob().get(y)] += 1.0 / 72;
                    }
                }
            }
            assertThat(inequality.valueOf(Behaviour.of(p)))
                    .isLessThanOrEqualTo(inequality.localBound() + 1e-12);
        }
    }

    @Test
    @DisplayName("the no-signalling projection leaves correlators alone and takes the signal away")
    void projection() {
        Behaviour oxford = ChshBehaviours.oxford2022();
        Behaviour projected = oxford.projectedToNoSignalling();
        assertThat(projected.largestSignal()).isLessThan(1e-12);
        assertThat(projected.chsh()).isCloseTo(oxford.chsh(), within(1e-12));
        assertThat(projected.qber(0, 2)).isCloseTo(oxford.qber(0, 2), within(1e-12));
        Behaviour werner = ChshBehaviours.depolarised(.8);
        assertThat(werner.projectedToNoSignalling().probability(0, 1, 1, 1))
                .isCloseTo(werner.probability(0, 1, 1, 1), within(1e-15));
        double[][][][] loud = new double[1][2][2][2];
        loud[0][0][0][0] = 1;
        loud[0][1][1][1] = 1;
        assertThatThrownBy(Behaviour.of(loud)::projectedToNoSignalling)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without the signal is -0.25, below 0");
    }

    @Test
    @DisplayName("weights, settings and overlaps out of range are refused by name")
    void refusals() {
        assertThatThrownBy(() -> new GeneralisedChsh(-1, 1)).hasMessageContaining("alpha = -1.0");
        assertThatThrownBy(() -> new ChainedGame(1)).hasMessage("settings = 1 is below 2");
        assertThatThrownBy(() -> BdInequality.mutuallyUnbiased(1))
                .hasMessage("levels = 1 is below 2");
        assertThatThrownBy(() -> BdInequality.ofOverlaps(new double[][] {{1, 0}, {0, 1}}))
                .hasMessage("overlap[0][0] = 1.0 is outside [0, 1)");
        assertThatThrownBy(() -> BdInequality.ofOverlaps(new double[][] {{.5, .5}, {.5, .5}}))
                .hasMessageContaining("squared overlaps of row 0 sum to 0.5");
        assertThatThrownBy(() -> DeterministicStrategies.all(8, 8, 2, 2, 4096))
                .hasMessage("deterministic strategies = 65536 is above 4096");
        assertThatThrownBy(() -> BellInequality.of(1, 1, 2, 2, (x, y, a, b) -> Double.NaN))
                .hasMessageContaining("is not finite");
        BellInequality chsh = new GeneralisedChsh(1, 1).inequality();
        assertThatThrownBy(() -> chsh.valueOf(ChshBehaviours.depolarised(1)))
                .hasMessageContaining("other numbers of settings");
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MomentRatesTest {
    private static final MomentLevel LEVEL = MomentLevel.ONE_PLUS_AB;

    /** A partially entangled pair at an efficiency of 91 %, found by a search. */
    private static Behaviour lossyPair() {
        Behaviour ideal =
                QubitBehaviours.pure(
                        .34, 1, new double[] {.037, 1.695}, new double[] {.578, -.591, .018});
        return QubitBehaviours.lossy(flipped(ideal), .91);
    }

    /** Both outcomes exchanged on both sides, so that losses count as the likelier outcome. */
    private static Behaviour flipped(Behaviour behaviour) {
        double[][][][] p = new double[behaviour.aliceSettings()][behaviour.bobSettings()][2][2];
        for (int x = 0; x < p.length; x++) {
            for (int y = 0; y < p[x].length; y++) {
                for (int a = 0; a < 2; a++) {
                    for (int b = 0; b < 2; b++) {
                        p[x][y][a][b] = behaviour.probability(1 - a, 1 - b, x, y);
                    }
                }
            }
        }
        return Behaviour.of(p);
    }

    @Test
    @DisplayName("keeping all rounds gives the rate of the full statistics")
    void keepingAllIsFullStatistics() {
        for (Behaviour behaviour : new Behaviour[] {ChshBehaviours.depolarised(.97), lossyPair()}) {
            assertThat(MomentRates.postSelected(behaviour, 0, 2, 1, 1, LEVEL).bitsPerRound())
                    .isCloseTo(
                            MomentRates.fullStatistics(behaviour, 0, 2, LEVEL).bitsPerRound(),
                            within(1e-6));
        }
    }

    @Test
    @DisplayName("dropping half of the no-clicks makes a key at 91 % where none was")
    void helpsWithLosses() {
        assertThat(MomentRates.fullStatistics(lossyPair(), 0, 2, LEVEL).bitsPerRound())
                .isNegative();
        assertThat(MomentRates.postSelected(lossyPair(), 0, 2, .51, .57, LEVEL).bitsPerRound())
                .isPositive();
    }

    @Test
    @DisplayName("post-selecting rounds of a local box makes no key")
    void localBox() {
        Behaviour local = QubitBehaviours.lossy(ChshBehaviours.depolarised(1), .6);
        for (double keep : new double[] {.01, .2, .5, 1}) {
            assertThat(MomentRates.postSelected(local, 0, 2, keep, keep, LEVEL).bitsPerRound())
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    @DisplayName("probabilities to keep of 0 or above 1 are refused by name")
    void refusals() {
        assertThatThrownBy(() -> MomentRates.postSelected(lossyPair(), 0, 2, 0, 1, LEVEL))
                .hasMessage("keepAlice = 0.0 is outside (0, 1]");
        assertThatThrownBy(() -> MomentRates.postSelected(lossyPair(), 0, 2, 1, 1.5, LEVEL))
                .hasMessage("keepBob = 1.5 is outside (0, 1]");
    }
}

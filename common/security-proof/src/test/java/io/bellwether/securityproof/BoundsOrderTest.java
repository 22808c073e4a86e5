package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshGame;
import io.bellwether.bell.GeneralisedChsh;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** Lower bounds on the key stay below upper bounds, and what lies between. */
class BoundsOrderTest {
    @Test
    @DisplayName("for random pairs of qubits every lower bound is below every upper one (seed 8)")
    void lowerBelowUpper() {
        SplittableRandom random = new SplittableRandom(8);
        int withKey = 0;
        for (int i = 0; i < 12; i++) {
            Behaviour behaviour = QubitBehaviours.random(random);
            withKey += checkOrder(behaviour) > 0 ? 1 : 0;
        }
        withKey += checkOrder(ChshBehaviours.depolarised(.97)) > 0 ? 1 : 0;
        checkOrder(ChshBehaviours.limitedEfficiency(.95));
        checkOrder(ChshBehaviours.localDeterministic());
        assertThat(withKey).isPositive();
    }

    /** The largest lower bound. */
    private static double checkOrder(Behaviour behaviour) {
        double s = behaviour.chsh();
        double q = behaviour.qber(0, 2);
        double lower =
                Math.max(
                        AsymptoticRates.chsh(s, q, 0).bitsPerRound(),
                        GeneralisedChshRate.of(
                                        GeneralisedChsh.first(behaviour),
                                        GeneralisedChsh.second(behaviour),
                                        q,
                                        0)
                                .bitsPerRound());
        lower =
                Math.max(
                        lower,
                        MomentRates.fullStatistics(behaviour, 0, 2, MomentLevel.ONE_PLUS_AB)
                                .bitsPerRound());
        double attack = ConvexCombinationAttack.on(behaviour, 0, 2).upperBits();
        double noSignalling = LocalWeight.of(behaviour).noSignallingUpperBits();
        assertThat(lower)
                .isLessThanOrEqualTo(attack + 1e-7)
                .isLessThanOrEqualTo(UpperBounds.convexCombination(Math.max(s, 2)) + 1e-9);
        // against the weaker adversary: the no-signalling one leaves less
        assertThat(noSignalling).isBetween(-1e-12, 1 + 1e-12);
        return lower;
    }

    @Test
    @DisplayName("the attack on a depolarised pair leaves less than 1 - (local share), 0 below .75")
    void attack() {
        double before = 1 + 1e-9;
        for (double v : new double[] {1, .95, .857, .8}) {
            Behaviour werner = ChshBehaviours.depolarised(v);
            ConvexCombinationAttack attack = ConvexCombinationAttack.on(werner, 0, 2);
            assertThat(attack.upperBits())
                    .isLessThanOrEqualTo(before)
                    .isLessThanOrEqualTo(
                            UpperBounds.convexCombination(
                                            Math.min(ChshGame.QUANTUM_BOUND, werner.chsh()))
                                    + 1e-6);
            assertThat(attack.largestError()).isLessThan(1e-9);
            before = attack.upperBits();
        }
        assertThat(ConvexCombinationAttack.on(ChshBehaviours.depolarised(.75), 0, 2).upperBits())
                .isCloseTo(0, within(1e-6));
        Behaviour oxford = ChshBehaviours.oxford2022().projectedToNoSignalling();
        assertThat(ConvexCombinationAttack.on(oxford, 0, 2).upperBits()).isBetween(.5834, .76);
    }

    @Test
    @DisplayName("X and Y one by one give at least what S or any one weight gives")
    void generalisedChsh() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 200; i++) {
            double angle = Math.PI / 2 * random.nextDouble();
            double radius = 2 * Math.sqrt(random.nextDouble());
            double x = radius * Math.cos(angle);
            double y = radius * Math.sin(angle);
            double flip = i % 2 == 0 ? 0 : .2;
            double rate = GeneralisedChshRate.of(x, y, .02, flip).bitsPerRound();
            assertThat(rate)
                    .isGreaterThanOrEqualTo(
                            AsymptoticRates.chsh(x + y, .02, flip).bitsPerRound() - 1e-12);
            double weight = random.nextDouble();
            double value = Math.min(weight * x + y, 2 * Math.hypot(1, weight));
            assertThat(rate)
                    .isGreaterThanOrEqualTo(
                            AsymptoticRates.asymmetricChsh(weight, value, .02, flip).bitsPerRound()
                                    - 1e-6);
        }
        // where no hull is needed: (Y^2/4)/(1 - X^2/4)
        assertThat(GeneralisedChshRate.of(1.6, 1.15, 0, 0).bitsPerRound())
                .isCloseTo(
                        AsymptoticRates.flippedEntropy(1.15 * 1.15 / 4 / (1 - .64), 0),
                        within(1e-9));
    }

    @Test
    @DisplayName("a depolarised pair measured at the best angles tolerates 7.42 %, as asymmetric")
    void generalisedThreshold() {
        double best = 0;
        for (double angle = .6; angle < .9; angle += .02) {
            double low = .03;
            double high = .12;
            for (int i = 0; i < 18; i++) {
                double q = (low + high) / 2;
                double v = 2 * (1 - 2 * q);
                double rate =
                        GeneralisedChshRate.of(v * Math.cos(angle), v * Math.sin(angle), q, 0)
                                .bitsPerRound();
                if (rate > 0) {
                    low = q;
                } else {
                    high = q;
                }
            }
            best = Math.max(best, low);
        }
        assertThat(best).isCloseTo(.0742, within(5e-5));
    }

    @Test
    @DisplayName("trusting the devices is worth .46 bits at 7 % errors and 0 without errors")
    void trustGap() {
        TrustGap noisy = TrustGap.ofPair(ChshGame.QUANTUM_BOUND * .857, .0715, .0715);
        assertThat(noisy.deviceDependentBits())
                .isCloseTo(1 - 2 * ShannonEntropy.binary(.0715), within(1e-12));
        assertThat(noisy.deviceIndependentBits()).isCloseTo(0, within(1e-3));
        assertThat(TrustGap.ofPair(ChshGame.QUANTUM_BOUND, 0, 0).gapBits())
                .isCloseTo(0, within(1e-6));
        for (double v = .5; v <= 1; v += .01) {
            double q = (1 - v) / 2;
            assertThat(TrustGap.ofPair(ChshGame.QUANTUM_BOUND * v, q, q).gapBits())
                    .isGreaterThanOrEqualTo(-1e-6);
        }
        // Christandl et al. 2021: the bounds cross between 23 and 24
        assertThat(TrustGap.ofPrivateState(23).gapBits()).isNegative();
        assertThat(TrustGap.ofPrivateState(24).gapBits()).isPositive();
    }

    @Test
    @DisplayName("values beyond quantum theory and signalling behaviours are refused")
    void refusals() {
        assertThatThrownBy(() -> GeneralisedChshRate.of(1.9, 1.9, 0, 0))
                .hasMessageContaining("first = 1.9, second = 1.9");
        assertThatThrownBy(() -> GeneralisedChshRate.of(1, 1, 2, 0))
                .hasMessage("qber = 2.0 is outside [0, 1]");
        assertThatThrownBy(() -> TrustGap.ofPair(2.5, .1, -1))
                .hasMessage("phaseError = -1.0 is outside [0, 1]");
        assertThatThrownBy(() -> ConvexCombinationAttack.on(signalling(), 0, 2))
                .hasMessageContaining("project it to no-signalling first");
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

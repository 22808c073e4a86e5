package io.bellwether.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChainedGame;
import io.bellwether.bell.ChainedStatistics;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.KeylenNoSignal;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole blocks of the chained protocol, both session machines; seeded. */
class ChainedRunTest {
    private static final long SEED = 20_251_121;
    private static final int M = 7;
    private static final double GAMMA = 0.885;
    private static final double EPSILON_AUTHENTICATION = 1e-25;

    private static SessionParameters parameters(int settings, long rounds, double noise) {
        return new SessionParameters(
                rounds,
                250_000,
                GAMMA,
                SettingSource.INDEPENDENT,
                new Protocol.Chained(settings, noise, 3),
                1e-10,
                0.1,
                0.5);
    }

    /** The chained box: y = M is measured along Alice's setting 0. */
    private static Behaviour box(int settings, double visibility) {
        return withKeySetting(
                settings,
                (x, y) -> {
                    double angle =
                            y == settings
                                    ? Math.PI * x / settings
                                    : Math.PI * (2 * y + 1 - 2 * x) / (2 * settings);
                    return (1 + visibility * Math.cos(angle)) / 2;
                });
    }

    /** Wins every round; no quantum box does. */
    private static Behaviour superQuantum(int settings) {
        var game = new ChainedGame(settings);
        return withKeySetting(settings, (x, y) -> y < settings && game.wins(x, y, 0, 1) ? 0 : 1);
    }

    private interface EqualProbability {
        double at(int x, int y);
    }

    private static Behaviour withKeySetting(int settings, EqualProbability equal) {
        double[][][][] p = new double[settings][settings + 1][][];
        for (int x = 0; x < settings; x++) {
            for (int y = 0; y <= settings; y++) {
                double e = equal.at(x, y) / 2;
                p[x][y] = new double[][] {{e, 0.5 - e}, {0.5 - e, e}};
            }
        }
        return Behaviour.of(p);
    }

    private static RunResult run(SessionParameters parameters, Behaviour box) {
        return new TwoPartyRun(
                        BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION),
                        parameters,
                        EPSILON_AUTHENTICATION,
                        box,
                        SEED)
                .run();
    }

    @Test
    @DisplayName("visibility 1, M = 7: the same key at both ends, of the length that was predicted")
    void deliversPredictedLength() {
        SessionParameters parameters = parameters(M, 1_000_000, 0);
        long predicted = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION).expectedKeyBits();

        RunResult result = run(parameters, box(M, 1));

        assertThat(result.alice().outcome())
                .isInstanceOfSatisfying(
                        BlockOutcome.Accepted.class,
                        accepted -> {
                            assertThat(accepted).isEqualTo(result.bob().outcome());
                            // The counts of pairs and of losses vary: some hundreds of bits here.
                            assertThat((double) accepted.keyBits())
                                    .isCloseTo(predicted, within(1200.0));
                        });
        assertThat(result.alice().key()).isEqualTo(result.bob().key());
        assertThat(result.alice().deliverable()).isTrue();
    }

    @Test
    @DisplayName("the score is that of the ring of neighbours: W = sin^2(pi/28), no key errors")
    void score() {
        RunResult result = run(parameters(M, 500_000, 0), box(M, 1));

        var counted = (ChainedStatistics) result.bob().statistics().orElseThrow();
        double w = KeylenNoSignal.expectedLossRatio(M, 0);
        assertThat(counted.score().orElseThrow())
                .isCloseTo(w, within(5 * Math.sqrt(w / counted.testRounds())));
        assertThat(counted.keyErrors()).isZero();
        double estimation = 500_000 * 2 * GAMMA * GAMMA / M;
        assertThat((double) counted.testRounds())
                .isCloseTo(estimation, within(5 * Math.sqrt(estimation)));
        double key = 500_000 * (1 - GAMMA) * (1 - GAMMA);
        assertThat((double) counted.keyRounds()).isCloseTo(key, within(5 * Math.sqrt(key)));
    }

    @Test
    @DisplayName("a super-quantum box that does not signal gives a longer key, not an alarm")
    void superQuantumIsWelcome() {
        RunResult result = run(parameters(M, 500_000, 0), superQuantum(M));

        assertThat(result.bob().statistics().orElseThrow().lostTestRounds()).isZero();
        assertThat(result.alice().outcome())
                .isInstanceOfSatisfying(
                        BlockOutcome.Accepted.class,
                        accepted -> assertThat(accepted.keyBits()).isGreaterThan(3_000));
        assertThat(result.alice().key()).isEqualTo(result.bob().key());
    }

    @Test
    @DisplayName("two settings are refused before anything is measured, with the theorem's reason")
    void twoSettings() {
        RunResult result = run(parameters(2, 1_000_000, 0), box(2, 1));

        assertThat(result.alice().outcome())
                .isInstanceOfSatisfying(
                        BlockOutcome.Aborted.class,
                        aborted -> {
                            assertThat(aborted.reason()).isEqualTo(AbortReason.NO_KEY_LENGTH);
                            assertThat(aborted.detail()).contains("with 2 settings");
                        });
        assertThat(result.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.03, 0.05})
    @DisplayName(
            "noise above 2.7 % is refused when it is expected and ends in an abort when it is not")
    void tooMuchNoise(double noise) {
        assertThat(
                        BlockPlan.proposed(
                                        parameters(M, 1_000_000_000, noise), EPSILON_AUTHENTICATION)
                                .refusal())
                .isPresent();

        RunResult unexpected = run(parameters(M, 500_000, 0), box(M, 1 - noise));

        assertThat(unexpected.bob().outcome())
                .isInstanceOfSatisfying(
                        BlockOutcome.Aborted.class,
                        aborted ->
                                assertThat(aborted.reason())
                                        .isIn(
                                                AbortReason.NOT_CORRECTED,
                                                AbortReason.NOT_VERIFIED,
                                                AbortReason.TOO_MANY_LOST_ROUNDS));
        assertThat(unexpected.alice().key()).isEmpty();
    }
}

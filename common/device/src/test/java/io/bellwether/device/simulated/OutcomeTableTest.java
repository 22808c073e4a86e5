package io.bellwether.device.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

class OutcomeTableTest {
    private static final long SEED = 682;
    private static final int ROUNDS = 1 << 18;

    static BoxModel[] models() {
        return new BoxModel[] {
            new BoxModel.Oxford2022(),
            new BoxModel.Depolarised(0.9),
            new BoxModel.Depolarised(1),
            new BoxModel.LimitedEfficiency(0.9),
            new BoxModel.Local()
        };
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("sampled frequencies agree with p(ab|xy) at every pair of settings")
    void frequenciesAgree(BoxModel model) {
        OutcomeTable table = new OutcomeTable(model);
        PhysicsGenerator generator = new PhysicsGenerator(SEED, new UUID(1, 2));
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 3; y++) {
                int[][] counts = sample(table, generator, x, y);
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        double p = table.probability(a, b, x, y);
                        assertThat((double) counts[a][b])
                                .as("seed %d, ab=%d%d xy=%d%d", SEED, a, b, x, y)
                                .isCloseTo(p * ROUNDS, within(deviationLimit(p)));
                    }
                }
            }
        }
    }

    /**
     * Bernstein's inequality: P(|N - np| >= t) <= 2 exp(-t^2 / (2 np(1-p) + 2t/3)). With t = sqrt(2
     * v L) + 2L/3, v = np(1-p) and L = 30 each of the 270 cells gives a false alarm with
     * probability below 2e-13, all together below 6e-11. Cells with p = 0 have to stay empty.
     */
    private static double deviationLimit(double p) {
        double exponent = 30;
        double variance = ROUNDS * p * (1 - p);
        return p == 0 ? 0 : Math.sqrt(2 * variance * exponent) + 2 * exponent / 3;
    }

    private static int[][] sample(OutcomeTable table, PhysicsGenerator generator, int x, int y) {
        byte[] settingsX = new byte[ROUNDS];
        byte[] settingsY = new byte[ROUNDS];
        Arrays.fill(settingsX, (byte) x);
        Arrays.fill(settingsY, (byte) y);
        byte[] a = new byte[ROUNDS];
        byte[] b = new byte[ROUNDS];
        table.sample(
                generator,
                new Frame(settingsX, a, ROUNDS),
                new Frame(settingsY, b, ROUNDS),
                ROUNDS);
        int[][] counts = new int[3][3];
        for (int i = 0; i < ROUNDS; i++) {
            counts[a[i]][b[i]]++;
        }
        return counts;
    }

    @Test
    @DisplayName("lost photons mapped to 0 give the closed-form behaviour of limited efficiency")
    void lossesMappedToZero() {
        double efficiency = 0.93;
        OutcomeTable table = new OutcomeTable(new BoxModel.LimitedEfficiency(efficiency));
        Behaviour mapped = ChshBehaviours.limitedEfficiency(efficiency);
        for (int settings = 0; settings < 6; settings++) {
            int x = settings / 3;
            int y = settings % 3;
            double p00 =
                    table.probability(0, 0, x, y)
                            + table.probability(0, 2, x, y)
                            + table.probability(2, 0, x, y)
                            + table.probability(2, 2, x, y);
            double p01 = table.probability(0, 1, x, y) + table.probability(2, 1, x, y);
            double p10 = table.probability(1, 0, x, y) + table.probability(1, 2, x, y);
            assertThat(p00).isCloseTo(mapped.probability(0, 0, x, y), within(1e-12));
            assertThat(p01).isCloseTo(mapped.probability(0, 1, x, y), within(1e-12));
            assertThat(p10).isCloseTo(mapped.probability(1, 0, x, y), within(1e-12));
            assertThat(table.probability(1, 1, x, y))
                    .isCloseTo(mapped.probability(1, 1, x, y), within(1e-12));
        }
    }

    @Test
    @DisplayName("another seed or another block gives other outcomes, the same of both the same")
    void replay() {
        BoxModel model = BoxModel.parse("depolarised", Map.of("visibility", "0.5"));
        OutcomeTable table = new OutcomeTable(model);
        int[][] first = sample(table, new PhysicsGenerator(1, new UUID(1, 2)), 0, 0);
        assertThat(sample(table, new PhysicsGenerator(1, new UUID(1, 2)), 0, 0)).isEqualTo(first);
        assertThat(sample(table, new PhysicsGenerator(2, new UUID(1, 2)), 0, 0))
                .isNotEqualTo(first);
        assertThat(sample(table, new PhysicsGenerator(1, new UUID(1, 3)), 0, 0))
                .isNotEqualTo(first);
        assertThat(sample(table, new PhysicsGenerator(1, new UUID(2, 2)), 0, 0))
                .isNotEqualTo(first);
    }
}

package io.bellwether.device.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every box against its closed form. */
class ModelFrequencyTest {
    private static final long SEED = 682;
    private static final int ROUNDS = 1 << 20;

    static Stream<BoxModel> models() {
        // the scores of a drift are those of a block as long as the drift
        Stream<BoxModel> initial =
                BoxModel.NAMES.stream().filter(name -> !name.equals("drift")).map(BoxModel::of);
        Stream<BoxModel> further =
                Stream.of(
                        BoxModel.depolarised(1),
                        BoxModel.limitedEfficiency(0.5),
                        BoxModel.parse("fibre", Map.of("length-km", "20")),
                        BoxModel.parse("partially-entangled", Map.of("efficiency", "0.8")),
                        BoxModel.parse(
                                "photonic-pair-source",
                                Map.of(
                                        "modes", "1",
                                        "squeezing-h", "0.5",
                                        "squeezing-v", "-0.4",
                                        "efficiency-alice", "0.7",
                                        "efficiency-bob", "0.8",
                                        "dark-counts", "0.001")),
                        BoxModel.parse("afterpulsing", Map.of("afterpulse-probability", "0.6")),
                        BoxModel.parse("drift", Map.of("drift-rounds", "1048576")),
                        BoxModel.parse("chained", Map.of("settings", "2", "noise", "0.2")),
                        BoxModel.parse("d-outcome", Map.of("levels", "2", "visibility", "0.9")),
                        BoxModel.parse("d-outcome", Map.of("levels", "4", "epsilon", "0.3")));
        return Stream.concat(initial, further);
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("sampled counts agree with p(ab|xy) at every pair of settings")
    void countsAgree(BoxModel model) {
        if (model.physics().afterpulseProbability() > 0) {
            return; // these rounds are not independent; the scores below are compared instead
        }
        BoxTrial trial = BoxTrial.run(model, SEED, ROUNDS);
        Behaviour expected = trial.expected();
        for (int x = 0; x < expected.aliceSettings(); x++) {
            for (int y = 0; y < expected.bobSettings(); y++) {
                long[][] block = trial.counts()[x][y];
                long rounds = sum(block);
                for (int a = 0; a < block.length; a++) {
                    for (int b = 0; b < block[a].length; b++) {
                        double p = probability(expected, a, b, x, y);
                        assertThat((double) block[a][b])
                                .as("%s, seed %d, ab=%d%d xy=%d%d", model, SEED, a, b, x, y)
                                .isCloseTo(p * rounds, within(deviationLimit(rounds, p)));
                    }
                }
            }
        }
    }

    private static long sum(long[][] block) {
        return Stream.of(block).mapToLong(row -> java.util.Arrays.stream(row).sum()).sum();
    }

    private static double probability(Behaviour p, int a, int b, int x, int y) {
        return a < p.aliceOutcomes() && b < p.bobOutcomes() ? p.probability(a, b, x, y) : 0;
    }

    /**
     * Bernstein's inequality: P(|N - np| >= t) <= 2 exp(-t^2 / (2 np(1-p) + 2t/3)). With t = sqrt(2
     * v L) + 2L/3, v = np(1-p) and L = 32 each of fewer than 10,000 cells gives a false alarm with
     * probability below 2.6e-14, all together below 1e-9. Cells with p = 0 have to stay empty.
     */
    private static double deviationLimit(double rounds, double p) {
        double exponent = 32;
        double variance = rounds * p * (1 - p);
        return p == 0 ? 0 : Math.sqrt(2 * variance * exponent) + 2 * exponent / 3;
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("scores agree: formula with matrices, and both with what was sampled")
    void scoresAgree(BoxModel model) {
        BoxTrial trial = BoxTrial.run(model, SEED + 1, ROUNDS);
        List<BoxTrial.Comparison> comparisons = trial.comparisons();
        assertThat(comparisons).hasSize(2);
        boolean remembers = model.physics().afterpulseProbability() > 0;
        for (BoxTrial.Comparison found : comparisons) {
            if (!remembers) {
                assertThat(found.computed())
                        .as("%s %s", model, found.score())
                        .isCloseTo(found.predicted(), within(tolerance(model)));
            }
            // 7 standard errors and the granularity: 2.6e-12 each, below 1e-9 for all of them
            assertThat(found.measured())
                    .as("%s %s, seed %d", model, found.score(), SEED + 1)
                    .isCloseTo(
                            remembers ? found.predicted() : found.computed(),
                            within(7 * found.standardError() * (remembers ? 2 : 1) + 1e-4));
        }
    }

    /** The printed table of the Oxford experiment has four digits. */
    private static double tolerance(BoxModel model) {
        return model.name().equals("oxford2022") ? 2e-4 : 1e-9;
    }

    @Test
    @DisplayName("another seed or another block gives other outcomes, the same of both the same")
    void replay() {
        BoxModel model = BoxModel.depolarised(0.5);
        assertThat(BoxTrial.run(model, 1, 10_000).counts())
                .isDeepEqualTo(BoxTrial.run(model, 1, 10_000).counts());
        assertThat(BoxTrial.run(model, 2, 10_000).counts()[0][0])
                .isNotEqualTo(BoxTrial.run(model, 1, 10_000).counts()[0][0]);
    }

    @Test
    @DisplayName("known answers: fibre loses its key just under 3.5 km, presets have their rates")
    void publishedFigures() {
        double keyVanishesAt = 0.92314;
        double lengthKm = -Math.log10(keyVanishesAt) * 20 / 0.2;
        assertThat(lengthKm).isBetween(3.47, 3.48);
        Physics fibre =
                BoxModel.parse("fibre", Map.of("length-km", Double.toString(lengthKm))).physics();
        double qber = keyVanishesAt * (1 - keyVanishesAt);
        assertThat(fibre.scores().get(1).predicted()).isCloseTo(qber, within(1e-9));
        Physics oxford = BoxModel.of("heralded-oxford").physics();
        assertThat(oxford.pairsPerSecond().orElseThrow()).isCloseTo(100, within(2.0));
        assertThat(oxford.scores().getFirst().predicted()).isCloseTo(2.677, within(0.006));
        Physics munich = BoxModel.of("heralded-munich").physics();
        assertThat(1 / munich.pairsPerSecond().orElseThrow()).isCloseTo(82, within(3.0));
        assertThat(munich.scores().get(1).predicted()).isCloseTo(0.078, within(0.009));
        assertThat(BoxModel.of("photonic-pair-source").physics().scores().getFirst().predicted())
                .isCloseTo(2.3513, within(1e-4));
    }

    @Test
    @DisplayName("the presets show S and Q as measured in Oxford and Munich, each on its own")
    void presetsShowWhatWasMeasured() {
        Physics oxford = BoxModel.of("heralded-oxford").physics();
        assertThat(oxford.scores().get(0).predicted()).isCloseTo(2.677, within(5e-5));
        assertThat(oxford.scores().get(1).predicted()).isEqualTo(0.0144);
        Physics munich = BoxModel.of("heralded-munich").physics();
        assertThat(munich.scores().get(0).predicted()).isCloseTo(2.578, within(5e-5));
        assertThat(munich.scores().get(1).predicted()).isEqualTo(0.078);
    }
}

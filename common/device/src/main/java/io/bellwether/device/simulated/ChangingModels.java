package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** Werner pairs that change over the rounds, and detectors that remember. */
final class ChangingModels {
    /** A drift is played in this many steps. */
    static final int DRIFT_STEPS = 64;

    private ChangingModels() {}

    /** Each step has the visibility of its middle. The scores are those of the drift itself. */
    static Physics drift(ParameterValues values) {
        double start = values.of("visibility-start");
        double end = values.of("visibility-end");
        long rounds = (long) values.of("drift-rounds");
        List<Behaviour> phases = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < DRIFT_STEPS; i++) {
            double v = start + (end - start) * (i + 0.5) / DRIFT_STEPS;
            phases.add(QubitModels.wernerBehaviour(v, 1, 1));
            lengths.add(rounds * (i + 1) / DRIFT_STEPS - rounds * i / DRIFT_STEPS);
        }
        phases.add(QubitModels.wernerBehaviour(end, 1, 1));
        lengths.add(Long.MAX_VALUE);
        return physics(
                "visibility that drifts from %s to %s in %d rounds"
                        .formatted(
                                values.text("visibility-start"),
                                values.text("visibility-end"),
                                rounds),
                phases,
                new Schedule(lengths, false),
                0,
                (start + end) / 2);
    }

    static Physics bursts(ParameterValues values) {
        long period = (long) values.of("period-rounds");
        long burst = (long) values.of("burst-rounds");
        if (burst >= period) {
            throw new IllegalArgumentException(
                    "box model bursts: burst-rounds: %d; below period-rounds, %d"
                            .formatted(burst, period));
        }
        double quiet = values.of("visibility");
        double noisy = values.of("burst-visibility");
        return physics(
                "noise in bursts of %d rounds in %d".formatted(burst, period),
                List.of(
                        QubitModels.wernerBehaviour(quiet, 1, 1),
                        QubitModels.wernerBehaviour(noisy, 1, 1)),
                new Schedule(List.of(period - burst, burst), true),
                0,
                (quiet * (period - burst) + noisy * burst) / period);
    }

    /**
     * A side repeats its last outcome with probability p, independent of the other. Only when both
     * repeat is there a correlation with that of the round before, so with settings independent of
     * the past E(x, y) = (1 - p)^2 E0(x, y) + p^2 mean E, that is mean E = (1 - p)^2 mean E0/(1 -
     * p^2). The scores take the six pairs of settings as equally frequent.
     */
    static Physics afterpulsing(ParameterValues values) {
        double p = values.of("afterpulse-probability");
        double v = values.of("visibility");
        double first = (1 - p) * (1 - p);
        double meanCorrelator = v * (Math.sqrt(2) + 1) / 6;
        double remembered = p < 1 ? p * p * meanCorrelator / (1 - p * p) : 0;
        double s = first * (2 * Math.sqrt(2) * v + 2 * remembered);
        double q = (1 - first * (v + remembered)) / 2;
        return new Physics(
                "detectors that repeat their last outcome with probability "
                        + values.text("afterpulse-probability"),
                2,
                List.of(QubitModels.wernerBehaviour(v, 1, 1)),
                Schedule.STEADY,
                p,
                List.of(Score.chsh(s), Score.qber(QubitModels.KEY_SETTING, q)),
                OptionalDouble.empty());
    }

    private static Physics physics(
            String summary,
            List<Behaviour> phases,
            Schedule schedule,
            double afterpulse,
            double meanVisibility) {
        return new Physics(
                summary,
                2,
                Collections.unmodifiableList(phases),
                schedule,
                afterpulse,
                List.of(
                        Score.chsh(2 * Math.sqrt(2) * meanVisibility),
                        Score.qber(QubitModels.KEY_SETTING, (1 - meanVisibility) / 2)),
                OptionalDouble.empty());
    }
}

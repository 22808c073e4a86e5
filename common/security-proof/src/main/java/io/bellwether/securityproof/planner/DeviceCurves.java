package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.planner.Figure.Axis;
import io.bellwether.securityproof.planner.Figure.Corner;
import io.bellwether.securityproof.planner.Figure.Line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Key rate of a device under each finite-size theorem, against one circumstance. */
public final class DeviceCurves {
    private static final String RATE = "secret bits per round";
    private static final double MOST_BITS = 1;

    private DeviceCurves() {}

    /**
     * The curve of this name.
     *
     * @param rounds of a block, where the curve is not against them
     * @throws IllegalArgumentException when there is none
     */
    public static Figure named(String name, Setup setup, long rounds, double decibelPerKm) {
        return switch (name) {
            case "rate-vs-rounds" ->
                    rounds(setup, Axis.logarithmic("rounds n of the block", 1e4, 1e11));
            case "rate-vs-qber" -> qber(setup, rounds);
            case "rate-vs-chsh" -> chsh(setup, rounds);
            case "rate-vs-visibility" -> visibility(setup, rounds);
            case "rate-vs-efficiency" -> efficiency(setup, rounds);
            case "rate-vs-distance" -> distance(setup, rounds, decibelPerKm);
            case "rate-vs-test-probability" -> testProbability(setup, rounds);
            default ->
                    throw new IllegalArgumentException(
                            "curve = "
                                    + name
                                    + " is unknown; known are rate-vs-rounds, rate-vs-qber,"
                                    + " rate-vs-chsh, rate-vs-visibility, rate-vs-efficiency,"
                                    + " rate-vs-distance, rate-vs-test-probability");
        };
    }

    /** Against the number of rounds, with the asymptotic rate. */
    static Figure rounds(Setup setup, Axis abscissa) {
        List<Line> lines = new ArrayList<>();
        for (PlanTheorem theorem : PlanTheorem.values()) {
            lines.add(
                    new Line(
                            theorem.claimId(),
                            rounds -> Planner.ratePerRound(theorem, setup, Math.rint(rounds))));
        }
        double limit =
                AsymptoticPlan.chsh(
                        setup.device().chsh(), setup.device().qber(), setup.ecEfficiency(), true);
        lines.add(new Line("limit (RATE-CHSH)", rounds -> limit));
        return new Figure(
                "rate-vs-rounds",
                "Key rate of a block, " + device(setup),
                abscissa,
                rateAxis(limit),
                Corner.SOUTH_EAST,
                lines);
    }

    /** Against the QBER, S as it is. */
    private static Figure qber(Setup setup, long rounds) {
        double chsh = setup.device().chsh();
        return curve(
                "rate-vs-qber",
                "Key rate at S = %.4g".formatted(chsh) + inRounds(rounds),
                Axis.linear("quantum bit error rate Q", 0, 0.1),
                Corner.NORTH_EAST,
                rounds,
                q -> setup.withDevice(HonestDevice.ofStatistics("curve", chsh, q)));
    }

    /** Against S, Q as it is. */
    private static Figure chsh(Setup setup, long rounds) {
        double qber = setup.device().qber();
        return curve(
                "rate-vs-chsh",
                "Key rate at Q = %.4g".formatted(qber) + inRounds(rounds),
                Axis.linear("CHSH value S", 2.2, ChshGame.QUANTUM_BOUND),
                Corner.NORTH_WEST,
                rounds,
                s ->
                        setup.withDevice(
                                HonestDevice.ofStatistics(
                                        "curve", Math.min(s, ChshGame.QUANTUM_BOUND), qber)));
    }

    /** A Werner state against its visibility. */
    private static Figure visibility(Setup setup, long rounds) {
        return curve(
                "rate-vs-visibility",
                "Key rate of a depolarised pair" + inRounds(rounds),
                Axis.linear("visibility v", 0.85, 1),
                Corner.NORTH_WEST,
                rounds,
                v -> setup.withDevice(HonestDevice.depolarised(v)));
    }

    /** Photons against detection efficiency. */
    private static Figure efficiency(Setup setup, long rounds) {
        return curve(
                "rate-vs-efficiency",
                "Key rate with lost photons, no click = 0" + inRounds(rounds),
                Axis.linear("detection efficiency of either side", 0.9, 1),
                Corner.NORTH_WEST,
                rounds,
                eta -> setup.withDevice(HonestDevice.limitedEfficiency(eta)));
    }

    /** Photons over fibre, source in the middle, perfect otherwise. */
    private static Figure distance(Setup setup, long rounds, double decibelPerKm) {
        return curve(
                "rate-vs-distance",
                "Key rate over fibre of %.3g dB/km".formatted(decibelPerKm) + inRounds(rounds),
                Axis.linear("distance between the nodes in km", 0, 0.8 / decibelPerKm),
                Corner.NORTH_EAST,
                rounds,
                km -> setup.withDevice(HonestDevice.fibre(km, decibelPerKm)));
    }

    /** Against the test probability. */
    private static Figure testProbability(Setup setup, long rounds) {
        return curve(
                "rate-vs-test-probability",
                "Key rate, " + device(setup) + inRounds(rounds),
                Axis.logarithmic("test probability", 1e-3, 0.5),
                Corner.NORTH_EAST,
                rounds,
                setup::withTestProbability);
    }

    private static Figure curve(
            String name,
            String title,
            Axis abscissa,
            Corner legend,
            long rounds,
            DoubleFunction<Setup> setup) {
        List<Line> lines = new ArrayList<>();
        for (PlanTheorem theorem : PlanTheorem.values()) {
            lines.add(
                    new Line(
                            theorem.claimId(),
                            x -> Planner.ratePerRound(theorem, setup.apply(x), rounds)));
        }
        return new Figure(name, title, abscissa, rateAxis(MOST_BITS), legend, lines);
    }

    private static Axis rateAxis(double most) {
        double high = most > 0 ? Math.min(1, Math.ceil(most * 12) / 10) : 1;
        return Axis.linear(RATE, 0, high);
    }

    private static String device(Setup setup) {
        return "S = %.4g, Q = %.4g, f = %.3g"
                .formatted(setup.device().chsh(), setup.device().qber(), setup.ecEfficiency());
    }

    private static String inRounds(long rounds) {
        return String.format(Locale.ROOT, ", %,d rounds", rounds);
    }
}

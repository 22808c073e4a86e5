package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.EfficiencyThresholds.Analysis;
import io.bellwether.securityproof.LossyRates;
import io.bellwether.securityproof.UpperBounds;
import io.bellwether.securityproof.planner.Figure.Axis;
import io.bellwether.securityproof.planner.Figure.Corner;
import io.bellwether.securityproof.planner.Figure.Line;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures of the literature, redrawn with the theorems of this module: figure 3 of Zapatero et al.,
 * npj Quantum Information 9, 10 (2023), and figure 2 of Masanes et al., IEEE Trans. Inf. Theory 60,
 * 4973 (2014). What differs from the originals is said in {@code doc/planning.md}.
 */
public final class Figures {
    private static final String KEY_RATE = "secret bits per key round";
    private static final String QBER = "quantum bit error rate Q = (1 - v)/2";

    private Figures() {}

    /** Asymptotic rate against QBER for a Werner state. */
    public static Figure review3a() {
        List<Line> lines =
                List.of(
                        new Line("CHSH", q -> AsymptoticPlan.chsh(chsh(q), q, 1, false)),
                        new Line(
                                "CHSH, noisy preprocessing",
                                q -> AsymptoticPlan.chsh(chsh(q), q, 1, true)),
                        new Line(
                                "asymmetric CHSH",
                                q -> AsymptoticPlan.asymmetric(1 - 2 * q, 1, false)),
                        new Line(
                                "asymmetric CHSH, noisy preprocessing",
                                q -> AsymptoticPlan.asymmetric(1 - 2 * q, 1, true)),
                        new Line(
                                "two key bases",
                                q -> AsymptoticPlan.twoBases(chsh(q), q, 1, false)),
                        new Line(
                                "two key bases, noisy preprocessing",
                                q -> AsymptoticPlan.twoBases(chsh(q), q, 1, true)));
        return new Figure(
                "review-3a",
                "Asymptotic key rate of a Werner state",
                Axis.linear(QBER, 0, 0.1),
                Axis.logarithmic(KEY_RATE, 1e-4, 1),
                Corner.SOUTH_WEST,
                lines);
    }

    /** Asymptotic rate against detection efficiency. */
    public static Figure review3b() {
        List<Line> lines =
                List.of(
                        new Line(
                                "Phi+, CHSH, no click = 0",
                                eta -> LossyRates.maximallyEntangled(eta, false)),
                        new Line(
                                "Phi+, CHSH, no click kept",
                                eta -> LossyRates.maximallyEntangled(eta, true)),
                        lossy("best pair, CHSH", Analysis.CHSH, false),
                        lossy("best pair, CHSH, noisy preprocessing", Analysis.CHSH, true),
                        lossy(
                                "best pair, asymmetric, noisy preprocessing",
                                Analysis.ASYMMETRIC,
                                true));
        return new Figure(
                "review-3b",
                "Asymptotic key rate with imperfect detection",
                Axis.linear("detection efficiency of either side", 0.82, 1),
                Axis.logarithmic(KEY_RATE, 1e-4, 1),
                Corner.NORTH_WEST,
                lines);
    }

    private static Line lossy(String name, Analysis analysis, boolean preprocessing) {
        return new Line(name, LossyRates.partiallyEntangled(analysis, preprocessing)::at);
    }

    /** Finite-size rate against the number of rounds. */
    public static Figure review3c(Setup setup) {
        Figure rates =
                DeviceCurves.rounds(setup, Axis.logarithmic("rounds n of the block", 1e4, 1e11));
        return new Figure(
                "review-3c",
                rates.title(),
                rates.abscissa(),
                rates.ordinate(),
                rates.legend(),
                rates.lines());
    }

    /** Rate of the chained game against noise, for numbers of settings. */
    public static Figure noSignal2() {
        List<Line> lines = new ArrayList<>();
        for (int settings : new int[] {3, 4, 5, 6, 7, 8, 10, 15}) {
            lines.add(
                    new Line(
                            "M = " + settings,
                            noise -> ChainedPlan.best(settings, noise).ratePerPair()));
        }
        return new Figure(
                "nosignal-2",
                "Key against no-signalling adversaries, chained game of M settings",
                Axis.linear("noise 1 - v", 0, 0.03),
                Axis.linear("secret bits per pair", 0, 0.0045),
                Corner.NORTH_EAST,
                lines);
    }

    /** Lower and upper bounds for a Werner state. */
    public static Figure bounds() {
        List<Line> lines =
                List.of(
                        new Line(
                                "upper: relative entropy of the state (trusted devices)",
                                q -> UpperBounds.relativeEntropyOfWerner(1 - 2 * q)),
                        new Line(
                                "upper: convex combination, two-way on S",
                                q -> UpperBounds.convexCombination(chsh(q))),
                        new Line(
                                "upper: relative entropy, on S",
                                q -> UpperBounds.relativeEntropyOfChsh(chsh(q))),
                        new Line(
                                "upper: convex combination, one-way without preprocessing",
                                q -> UpperBounds.convexCombinationOneWay(chsh(q), q)),
                        new Line(
                                "lower: two key bases",
                                q -> AsymptoticPlan.twoBases(chsh(q), q, 1, false)),
                        new Line("lower: CHSH", q -> AsymptoticPlan.chsh(chsh(q), q, 1, false)));
        return new Figure(
                "bounds",
                "How much key a Werner state can give",
                Axis.linear(QBER, 0, 0.15),
                Axis.linear(KEY_RATE, 0, 1),
                Corner.NORTH_EAST,
                lines);
    }

    /** S of the Werner state with this QBER. */
    private static double chsh(double qber) {
        return ChshGame.QUANTUM_BOUND * (1 - 2 * qber);
    }
}

package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.EfficiencyThresholds;
import io.bellwether.securityproof.EfficiencyThresholds.Analysis;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** Figures of the asymptotic formulas: rates, and where they end. */
final class KnownThresholds {
    private static final String PIRONIO = "Pironio et al. 2009";
    private static final String WOODHEAD = "Woodhead, Acin, Pironio 2021";
    private static final String MASINI = "bound of Masini, Pironio, Woodhead 2022";
    private static final String INDEPENDENT = "independent Python program";
    private static final double MOST_ERRORS = 0.2;

    private KnownThresholds() {}

    static List<KnownAnswer> oneBasis() {
        String id = AsymptoticRates.CHSH_CLAIM_ID;
        return List.of(
                new KnownAnswer(
                        id,
                        "largest QBER",
                        .07149,
                        5e-6,
                        PIRONIO,
                        () -> threshold(q -> chsh(q, 0), MOST_ERRORS)),
                new KnownAnswer(
                        id,
                        "largest QBER, p -> 1/2",
                        .0808,
                        5e-5,
                        "Ho et al. 2020",
                        () -> threshold(q -> chsh(q, .4995), MOST_ERRORS)),
                new KnownAnswer(
                        id,
                        "smallest visibility",
                        .857016,
                        5e-7,
                        PIRONIO,
                        () -> 1 - 2 * threshold(q -> chsh(q, 0), MOST_ERRORS)),
                experiment(2.677, .0144, .58341, 5e-6, "Nadlinger et al. 2022"),
                experiment(2.578, .078, .1574, 5e-5, "Zhang et al. 2022"));
    }

    static List<KnownAnswer> otherProtocols() {
        return List.of(
                asymmetricThreshold("largest QBER", .0742, 5e-5, 0),
                // ours is .08345: the literature cuts it off
                asymmetricThreshold("largest QBER, p -> 1/2", .0834, 1e-4, .495),
                twoBasesThreshold("largest QBER", .0836, 0),
                twoBasesThreshold("largest QBER, p -> 1/2", .0924, .49),
                new KnownAnswer(
                        AsymptoticRates.SELF_TEST_CLAIM_ID,
                        "bits of a self-tested pair of 4 levels",
                        2,
                        0,
                        "Farkas et al.",
                        () -> AsymptoticRates.selfTest(4).bitsPerRound()));
    }

    static List<KnownAnswer> efficiencies() {
        String id = EfficiencyThresholds.CLAIM_ID;
        return List.of(
                new KnownAnswer(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        "smallest efficiency, Phi+, no click = 0",
                        .92314,
                        5e-6,
                        INDEPENDENT + "; literature .924",
                        () -> 1 - threshold(lost -> binned(1 - lost), MOST_ERRORS)),
                new KnownAnswer(
                        id,
                        "smallest efficiency, Phi+, no click kept",
                        .90777,
                        5e-6,
                        INDEPENDENT + "; Ma and Luetkenhaus .909",
                        () -> EfficiencyThresholds.maximallyEntangled(true)),
                bestPair(
                        "CHSH",
                        .8649,
                        INDEPENDENT,
                        () -> EfficiencyThresholds.partiallyEntangled(Analysis.CHSH, 0)),
                bestPair(
                        "asymmetric, p -> 1/2",
                        .8257,
                        "Woodhead, Acin, Pironio 2021",
                        () -> EfficiencyThresholds.limit(Analysis.ASYMMETRIC)),
                bestPair(
                        "with Alice's mean, p -> 1/2, rates below 5e-9 not counted",
                        .8026,
                        "Masini, Pironio, Woodhead 2022; review .803; our limit is .80226",
                        () ->
                                EfficiencyThresholds.partiallyEntangled(
                                        Analysis.MARGINAL, .5, 5e-9)));
    }

    private static KnownAnswer experiment(
            double chsh, double qber, double reference, double tolerance, String source) {
        return new KnownAnswer(
                AsymptoticRates.CHSH_CLAIM_ID,
                "bits per key round, S = %s, Q = %s".formatted(chsh, qber),
                reference,
                tolerance,
                source,
                () -> AsymptoticRates.chsh(chsh, qber, 0).bitsPerRound());
    }

    private static KnownAnswer asymmetricThreshold(
            String quantity, double reference, double tolerance, double flip) {
        return new KnownAnswer(
                AsymptoticRates.ASYMMETRIC_CLAIM_ID,
                quantity,
                reference,
                tolerance,
                WOODHEAD,
                () -> threshold(q -> asymmetric(q, flip), MOST_ERRORS));
    }

    private static KnownAnswer twoBasesThreshold(String quantity, double reference, double flip) {
        return new KnownAnswer(
                AsymptoticRates.TWO_BASES_CLAIM_ID,
                quantity,
                reference,
                5e-5,
                MASINI,
                () -> threshold(q -> twoBases(q, flip), MOST_ERRORS));
    }

    private static KnownAnswer bestPair(
            String quantity, double reference, String source, DoubleSupplier ours) {
        return new KnownAnswer(
                EfficiencyThresholds.CLAIM_ID,
                "smallest efficiency, best pair, " + quantity,
                reference,
                5e-5,
                source,
                ours);
    }

    private static double chsh(double qber, double flip) {
        return AsymptoticRates.chsh(ChshGame.QUANTUM_BOUND * (1 - 2 * qber), qber, flip)
                .bitsPerRound();
    }

    private static double twoBases(double qber, double flip) {
        return AsymptoticRates.twoBases(ChshGame.QUANTUM_BOUND * (1 - 2 * qber), qber, flip)
                .bitsPerRound();
    }

    private static double asymmetric(double qber, double flip) {
        double visibility = 1 - 2 * qber;
        return GoldenSection.maximum(
                a -> {
                    double value = visibility * 2 * Math.sqrt(1 + a * a);
                    return AsymptoticRates.asymmetricChsh(a, value, qber, flip).bitsPerRound();
                },
                0.3,
                1,
                30);
    }

    private static double binned(double efficiency) {
        HonestDevice device = HonestDevice.limitedEfficiency(efficiency);
        return AsymptoticRates.chsh(device.chsh(), device.qber(), 0).bitsPerRound();
    }

    /** Where a rate that falls from a positive value at 0 reaches 0. */
    static double threshold(DoubleUnaryOperator rate, double high) {
        double positive = 0;
        double none = high;
        for (int i = 0; i < 40; i++) {
            double middle = (positive + none) / 2;
            if (rate.applyAsDouble(middle) > 0) {
                positive = middle;
            } else {
                none = middle;
            }
        }
        return positive;
    }
}

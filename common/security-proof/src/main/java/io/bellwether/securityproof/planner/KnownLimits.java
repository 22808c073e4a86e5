package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.EfficiencyThresholds;
import io.bellwether.securityproof.EfficiencyThresholds.Analysis;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.UpperBounds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** Figures of the asymptotic formulas and of the bounds. */
final class KnownLimits {
    private static final String MASANES = "Masanes et al. 2014, recomputed with the minimum";
    private static final String CHRISTANDL = "Christandl, Ferrara, Horodecki 2021";

    /** Stands for the limit p -> 1/2, where the rate is of the order of (1 - 2p)^2. */
    private static final double STRONGEST_FLIP = 0.495;

    private KnownLimits() {}

    static List<KnownAnswer> noSignalling() {
        List<KnownAnswer> rows = new ArrayList<>();
        double[][] table = {
            // M, noise, rate at the best gamma
            {3, 0, 5.5e-5},
            {4, 0, .002272},
            {5, 0, .003662},
            {6, 0, .004129},
            {7, 0, .004154},
            {8, 0, .003976},
            {15, 0, .002243},
            {7, .01, .001606},
            {7, .02, .000298}
        };
        for (double[] row : table) {
            int settings = (int) row[0];
            rows.add(
                    row(
                            KeylenNoSignal.RATE_CLAIM_ID,
                            "bits per pair, M = %d, noise %s".formatted(settings, row[1]),
                            row[2],
                            1e-6,
                            MASANES,
                            () -> gridRate(settings, row[1])));
        }
        rows.add(
                row(
                        KeylenNoSignal.RATE_CLAIM_ID,
                        "bits per pair, M = 2, noise 0 (with the misprint: 0.185)",
                        0,
                        0,
                        MASANES,
                        () -> Math.max(0, gridRate(2, 0))));
        rows.add(
                row(
                        KeylenNoSignal.RATE_CLAIM_ID,
                        "noise where the rate vanishes, best M",
                        .027,
                        1e-3,
                        MASANES,
                        () -> threshold(noise -> ChainedPlan.best(noise).ratePerPair(), 0, .05)));
        return rows;
    }

    /** The references are at gamma in steps of 0.005. */
    private static double gridRate(int settings, double noise) {
        double test = KeylenNoSignal.bestTestProbability(settings, noise);
        return KeylenNoSignal.rate(settings, noise, test).bitsPerRound();
    }

    static List<KnownAnswer> thresholds() {
        return List.of(
                largestQber(
                        "one key basis", .07149, 5e-6, "Pironio et al. 2009", KnownLimits::chsh, 0),
                largestQber(
                        "one key basis, p -> 1/2",
                        .0808,
                        5e-5,
                        "Ho et al. 2020",
                        KnownLimits::chsh,
                        .4995),
                row(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        "smallest visibility",
                        .857016,
                        5e-7,
                        "Pironio et al. 2009",
                        () -> 1 - 2 * threshold(q -> chsh(q, 0), 0, .2)),
                row(
                        AsymptoticRates.ASYMMETRIC_CLAIM_ID,
                        "largest QBER",
                        .0742,
                        5e-5,
                        "Woodhead, Acin, Pironio 2021",
                        () -> threshold(q -> asymmetric(q, 0), 0, .2)),
                row(
                        AsymptoticRates.ASYMMETRIC_CLAIM_ID,
                        "largest QBER, p -> 1/2",
                        .0834,
                        // ours is .08345: the literature cuts it off
                        1e-4,
                        "Woodhead, Acin, Pironio 2021",
                        () -> threshold(q -> asymmetric(q, STRONGEST_FLIP), 0, .2)),
                row(
                        AsymptoticRates.TWO_BASES_CLAIM_ID,
                        "largest QBER",
                        .0836,
                        5e-5,
                        "bound of Masini, Pironio, Woodhead 2022",
                        () -> threshold(q -> twoBases(q, 0), 0, .2)),
                row(
                        AsymptoticRates.TWO_BASES_CLAIM_ID,
                        "largest QBER, p -> 1/2",
                        .0924,
                        5e-5,
                        "bound of Masini, Pironio, Woodhead 2022",
                        () -> threshold(q -> twoBases(q, .49), 0, .2)),
                row(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        "bits per key round, S = 2.677, Q = 0.0144",
                        .58341,
                        5e-6,
                        "Nadlinger et al. 2022",
                        () -> AsymptoticRates.chsh(2.677, .0144, 0).bitsPerRound()),
                row(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        "bits per key round, S = 2.578, Q = 0.078",
                        .1574,
                        5e-5,
                        "Zhang et al. 2022",
                        () -> AsymptoticRates.chsh(2.578, .078, 0).bitsPerRound()),
                row(
                        AsymptoticRates.SELF_TEST_CLAIM_ID,
                        "bits of a self-tested pair of 4 levels",
                        2,
                        0,
                        "Farkas et al.",
                        () -> AsymptoticRates.selfTest(4).bitsPerRound()));
    }

    static List<KnownAnswer> efficiencies() {
        return List.of(
                row(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        "smallest efficiency, Phi+, no click = 0",
                        .92314,
                        5e-6,
                        "independent Python program; literature .924",
                        () -> 1 - threshold(lost -> binned(1 - lost), 0, .2)),
                row(
                        EfficiencyThresholds.CLAIM_ID,
                        "smallest efficiency, Phi+, no click kept",
                        .90777,
                        5e-6,
                        "independent Python program; Ma and Luetkenhaus .909",
                        () -> EfficiencyThresholds.maximallyEntangled(true)),
                row(
                        EfficiencyThresholds.CLAIM_ID,
                        "smallest efficiency, best pair, CHSH",
                        .8649,
                        5e-5,
                        "independent Python program",
                        () -> EfficiencyThresholds.partiallyEntangled(Analysis.CHSH, 0)),
                row(
                        EfficiencyThresholds.CLAIM_ID,
                        "smallest efficiency, best pair, asymmetric, p -> 1/2",
                        .8257,
                        3e-4,
                        "independent Python program",
                        () -> EfficiencyThresholds.partiallyEntangled(Analysis.ASYMMETRIC, .5)),
                row(
                        EfficiencyThresholds.CLAIM_ID,
                        "smallest efficiency, best pair, with Alice's mean, p -> 1/2",
                        .8026,
                        4e-4,
                        "Masini, Pironio, Woodhead 2022 (.8026); review .803",
                        () -> EfficiencyThresholds.partiallyEntangled(Analysis.MARGINAL, .5)));
    }

    static List<KnownAnswer> bounds() {
        List<KnownAnswer> rows = new ArrayList<>();
        double[][] table = {
            // d, lower bound on K(rho_d), upper bound on K of its partial transpose, tolerance
            {23, .16398, .17254, 5e-6},
            {24, .17387, .16952, 5e-6},
            {1 << 20, .98786, 9.756e-4, 5e-6}
        };
        for (double[] row : table) {
            long d = (long) row[0];
            String id = UpperBounds.PRIVATE_STATE_CLAIM_ID;
            rows.add(
                    row(
                            id,
                            "lower bound, d = %d".formatted(d),
                            row[1],
                            row[3],
                            CHRISTANDL,
                            () -> UpperBounds.privateState(d).lowerBits()));
            rows.add(
                    row(
                            id,
                            "upper bound of the partial transpose, d = %d".formatted(d),
                            row[2],
                            row[3],
                            CHRISTANDL,
                            () -> UpperBounds.privateState(d).upperBits()));
        }
        return rows;
    }

    private interface Rate {
        double at(double qber, double flipProbability);
    }

    private static KnownAnswer largestQber(
            String quantity,
            double reference,
            double tolerance,
            String source,
            Rate rate,
            double flip) {
        return row(
                AsymptoticRates.CHSH_CLAIM_ID,
                "largest QBER, " + quantity,
                reference,
                tolerance,
                source,
                () -> threshold(q -> rate.at(q, flip), 0, .2));
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

    /** Where a rate that falls from positive values reaches 0. */
    private static double threshold(DoubleUnaryOperator rate, double low, double high) {
        double positive = low;
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

    private static KnownAnswer row(
            String claimId,
            String quantity,
            double reference,
            double tolerance,
            String source,
            DoubleSupplier ours) {
        return new KnownAnswer(claimId, quantity, reference, tolerance, source, ours);
    }
}

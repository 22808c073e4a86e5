package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.UpperBounds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Figures of the no-signalling theorem and of the upper bounds. */
final class KnownLimits {
    private static final String MASANES = "Masanes et al. 2014, recomputed with the minimum";
    private static final String CHRISTANDL = "Christandl, Ferrara, Horodecki 2021";

    /** M, noise, bits per pair at the best gamma. */
    private static final double[][] CHAINED_RATES = {
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

    /** d, lower bound on K(rho_d), upper bound on K of its partial transpose. */
    private static final double[][] PRIVATE_STATES = {
        {23, .16398, .17254}, {24, .17387, .16952}, {1 << 20, .98786, 9.756e-4}
    };

    private KnownLimits() {}

    static List<KnownAnswer> noSignalling() {
        List<KnownAnswer> rows = new ArrayList<>();
        for (double[] row : CHAINED_RATES) {
            int settings = (int) row[0];
            rows.add(
                    chained(
                            "bits per pair, M = %d, noise %s".formatted(settings, row[1]),
                            row[2],
                            1e-6,
                            () -> gridRate(settings, row[1])));
        }
        rows.add(
                chained(
                        "bits per pair, M = 2, noise 0 (with the misprint: 0.185)",
                        0,
                        0,
                        () -> Math.max(0, gridRate(2, 0))));
        rows.add(
                chained(
                        "noise where the rate vanishes, best M",
                        .027,
                        1e-3,
                        () ->
                                KnownThresholds.threshold(
                                        noise -> ChainedPlan.best(noise).ratePerPair(), .05)));
        return rows;
    }

    private static KnownAnswer chained(
            String quantity, double reference, double tolerance, DoubleSupplier ours) {
        return new KnownAnswer(
                KeylenNoSignal.RATE_CLAIM_ID, quantity, reference, tolerance, MASANES, ours);
    }

    /** The references are at gamma in steps of 0.005. */
    private static double gridRate(int settings, double noise) {
        double test = KeylenNoSignal.bestTestProbability(settings, noise);
        return KeylenNoSignal.rate(settings, noise, test).bitsPerRound();
    }

    static List<KnownAnswer> bounds() {
        List<KnownAnswer> rows = new ArrayList<>();
        for (double[] row : PRIVATE_STATES) {
            long d = (long) row[0];
            String id = UpperBounds.PRIVATE_STATE_CLAIM_ID;
            rows.add(
                    new KnownAnswer(
                            id,
                            "lower bound, d = %d".formatted(d),
                            row[1],
                            5e-6,
                            CHRISTANDL,
                            () -> UpperBounds.privateState(d).lowerBits()));
            rows.add(
                    new KnownAnswer(
                            id,
                            "upper bound of the partial transpose, d = %d".formatted(d),
                            row[2],
                            5e-6,
                            CHRISTANDL,
                            () -> UpperBounds.privateState(d).upperBits()));
        }
        return rows;
    }
}

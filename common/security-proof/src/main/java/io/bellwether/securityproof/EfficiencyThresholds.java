package io.bellwether.securityproof;

/**
 * The smallest detection efficiency at which an asymptotic key exists, for planning. The strategy
 * (state and angles) is optimised while the efficiency descends, so the results are upper bounds on
 * the thresholds, found heuristically.
 */
public final class EfficiencyThresholds {
    /** The ID in {@code claims/}. */
    public static final String CLAIM_ID = "RATE-CHSH-MARGINAL";

    /** Which statistics the analysis uses. */
    public enum Analysis {
        /** S alone. */
        CHSH,
        /** a (E00 + E01) + E10 - E11 with the best weight a. */
        ASYMMETRIC,
        /** S and the mean of Alice's key outcome. */
        MARGINAL
    }

    private static final double START = 0.95;
    private static final double FIRST_STEP = 0.02;
    private static final double LAST_STEP = 4e-6;

    private static final double SMALLEST_RATE = 1e-9;

    /** Precision asked of the search, as if for a block of this many rounds. */
    private static final long SEARCH_ROUNDS = 10_000_000_000L;

    private EfficiencyThresholds() {}

    /** For the maximally entangled pair at its fixed angles, analysed with S. */
    public static double maximallyEntangled(boolean bobKeepsNoClick) {
        double low = 0.85;
        double high = 0.99;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            LossyPair pair = LossyPair.singlet(middle);
            double rate =
                    eveEntropy(pair, 1, Analysis.CHSH, new ScaledEntropy(0))
                            - pair.keyConditionalEntropy(new ScaledEntropy(0), bobKeepsNoClick);
            if (rate > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * For the best partially entangled pair; Bob keeps "no click".
     *
     * @param flipProbability p, in [0, 1/2]; 1/2 is the limit, where the literature's best values
     *     lie
     */
    public static double partiallyEntangled(Analysis analysis, double flipProbability) {
        return partiallyEntangled(analysis, flipProbability, SMALLEST_RATE);
    }

    /**
     * The same where a rate below {@code smallestRate}, per (1 - 2p)^2, counts as none. The best
     * pair tends to a product state as the efficiency falls, and its rate to 0, so the threshold
     * depends on what counts as a rate in the fourth digit: with the marginal and p = 1/2 it is
     * .80323, .80271, .80247, .80235 at 1e-7, 1e-8, 1e-9, 1e-10. The differences shrink like the
     * cube root, which puts the limit at .80226; the literature's 80.26 % is what 4e-9 gives.
     */
    public static double partiallyEntangled(
            Analysis analysis, double flipProbability, double smallestRate) {
        Parameters.requireOpenUnit("smallestRate", smallestRate);
        if (!(flipProbability >= 0 && flipProbability <= 0.5)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + flipProbability + " is outside [0, 0.5]");
        }
        ScaledEntropy entropy = new ScaledEntropy(flipProbability);
        double efficiency = START;
        double[] strategy = {0.45, 0, 1.53, 0.55, -0.55, 0, 3};
        double step = FIRST_STEP;
        while (step > LAST_STEP) {
            double candidate = efficiency - step;
            double[] found =
                    SimplexSearch.refine(
                            point -> scaledRate(point, candidate, analysis, entropy),
                            strategy,
                            SEARCH_ROUNDS);
            if (scaledRate(found, candidate, analysis, entropy) > smallestRate) {
                efficiency = candidate;
                strategy = found;
            } else {
                step /= 2;
            }
        }
        return efficiency;
    }

    static double scaledRate(
            double[] point, double efficiency, Analysis analysis, ScaledEntropy entropy) {
        LossyPair pair =
                new LossyPair(
                        efficiency, point[0], point[1], point[2], point[3], point[4], point[5]);
        double weight = analysis == Analysis.ASYMMETRIC ? 1 / (1 + StrictMath.exp(-point[6])) : 1;
        return eveEntropy(pair, weight, analysis, entropy)
                - pair.keyConditionalEntropy(entropy, true);
    }

    static double eveEntropy(
            LossyPair pair, double weight, Analysis analysis, ScaledEntropy entropy) {
        return switch (analysis) {
            case CHSH -> entropy.correlated(square(pair.game(1)));
            case ASYMMETRIC ->
                    AsymptoticRates.asymmetricEntropy(weight, pair.game(weight), entropy);
            case MARGINAL -> MarginalEntropy.bound(pair.aliceMean(), pair.game(1), entropy);
        };
    }

    private static double square(double chsh) {
        return chsh <= 2 ? 0 : chsh * chsh / 4 - 1;
    }
}

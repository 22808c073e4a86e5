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
    private static final double LAST_STEP = 1e-6;

    private static final double SMALLEST_RATE = 1e-9;

    /** The search tells rates apart down to this one. */
    private static final double FAINTEST_RATE = 1e-13;

    /** Precision asked of the search for the logarithm of a rate, as if for so many rounds. */
    private static final long SEARCH_ROUNDS = 10_000;

    /**
     * Logarithms of the state's angle and of the measurements', with their signs taken off, and the
     * weight's relative to the square of the state's angle: all of them tend to constant slopes as
     * the pair tends to a product state.
     */
    private static final double[] FIRST_STRATEGY = {-0.8, -2.3, 0.34, -0.5, -0.1, -2.3, -0.1};

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
     * The same where a rate below {@code smallestRate}, per (1 - 2p)^2, counts as none. Near p =
     * 1/2 the best pair tends to a product state as the efficiency falls, and its rate to 0 like
     * the cube of what is left, so the threshold depends on what counts as a rate: with the
     * marginal, the literature's 80.26 % is what 5e-9 gives; {@link #limit} is where it runs to.
     */
    public static double partiallyEntangled(
            Analysis analysis, double flipProbability, double smallestRate) {
        if (!(smallestRate >= SMALLEST_RATE)) {
            throw new IllegalArgumentException(
                    "smallestRate = %s is below %s, where entropies are rounding"
                            .formatted(smallestRate, SMALLEST_RATE));
        }
        if (!(flipProbability >= 0 && flipProbability <= 0.5)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + flipProbability + " is outside [0, 0.5]");
        }
        ScaledEntropy entropy = new ScaledEntropy(flipProbability);
        double efficiency = START;
        double[] best = FIRST_STRATEGY;
        double step = FIRST_STEP;
        while (step > LAST_STEP) {
            double candidate = efficiency - step;
            double[] found =
                    SimplexSearch.refine(
                            point ->
                                    visible(
                                            scaledRate(
                                                    strategy(point), candidate, analysis, entropy)),
                            best,
                            SEARCH_ROUNDS);
            if (scaledRate(strategy(found), candidate, analysis, entropy) > smallestRate) {
                efficiency = candidate;
                best = found;
            } else {
                step /= 2;
            }
        }
        return efficiency;
    }

    /** The logarithm, so that small rates are worth a search; defined for those below 0 too. */
    private static double visible(double rate) {
        double floor = FAINTEST_RATE;
        return rate > floor ? StrictMath.log(rate) : StrictMath.log(floor) - 1 + Math.max(-1, rate);
    }

    /**
     * Where the threshold of the best pair at p = 1/2 runs to as ever smaller rates count: its
     * distance falls like the cube root of the rate.
     */
    public static double limit(Analysis analysis) {
        return 2 * partiallyEntangled(analysis, 0.5, SMALLEST_RATE)
                - partiallyEntangled(analysis, 0.5, 8 * SMALLEST_RATE);
    }

    private static double[] strategy(double[] point) {
        double stateAngle = StrictMath.exp(point[0]);
        return new double[] {
            stateAngle,
            -StrictMath.exp(point[1]),
            StrictMath.exp(point[2]),
            StrictMath.exp(point[3]),
            -StrictMath.exp(point[4]),
            -StrictMath.exp(point[5]),
            point[6] * stateAngle * stateAngle
        };
    }

    /**
     * @param point angles of the state, of Alice's and Bob's settings, logarithm of the weight
     */
    static double scaledRate(
            double[] point, double efficiency, Analysis analysis, ScaledEntropy entropy) {
        LossyPair pair =
                new LossyPair(
                        efficiency, point[0], point[1], point[2], point[3], point[4], point[5]);
        double weight = analysis == Analysis.ASYMMETRIC ? StrictMath.exp(point[6]) : 1;
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

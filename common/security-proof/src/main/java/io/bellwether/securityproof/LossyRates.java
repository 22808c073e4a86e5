package io.bellwether.securityproof;

import io.bellwether.securityproof.EfficiencyThresholds.Analysis;

/**
 * Asymptotic rates of photonic pairs against detection efficiency, for planning: the honest
 * strategy and the preprocessing are optimised, heuristically, for each efficiency. Same models as
 * {@link EfficiencyThresholds}.
 */
public final class LossyRates {
    private static final int FLIP = 7;
    private static final double MAX_FLIP_PROBABILITY = 0.499;

    /** Near the maximally entangled pair, and near the CHSH threshold. */
    private static final double[][] STARTS = {
        {0.75, 0.05, 1.57, 0.75, -0.75, 0, 0, -4}, {0.45, 0, 1.53, 0.55, -0.55, 0, 0, -1}
    };

    /** Below this the best strategy is followed downwards, in steps. */
    private static final double FOLLOWED_FROM = 0.9;

    private static final double STEP = 0.0025;
    private static final int STEPS = 40;

    /** Stops the search at 1e-15 bits per round; early stops lose the strategy. */
    private static final long SEARCH_ROUNDS = 10_000_000_000L;

    private final Analysis analysis;
    private final boolean preprocessing;
    private final double[][] strategies = new double[STEPS + 1][];

    private LossyRates(Analysis analysis, boolean preprocessing) {
        this.analysis = analysis;
        this.preprocessing = preprocessing;
        double[] strategy = fromStarts(FOLLOWED_FROM);
        for (int i = 0; i <= STEPS; i++) {
            strategy = refined(strategy, FOLLOWED_FROM - i * STEP);
            strategies[i] = strategy;
        }
    }

    /**
     * Rates of the best partially entangled pair; Bob keeps "no click". Close to the threshold a
     * search from afar ends in the product state, which has rate 0; so the best strategy is
     * followed downwards, which takes a second, here.
     *
     * @param preprocessing with the best flip probability, otherwise none
     */
    public static LossyRates partiallyEntangled(Analysis analysis, boolean preprocessing) {
        return new LossyRates(analysis, preprocessing);
    }

    /**
     * The maximally entangled pair at its fixed angles, analysed with S.
     *
     * @param efficiency probability that a half is detected, in [0, 1]
     * @param bobKeepsNoClick whether Bob keeps "no click" as a third outcome for error correction
     * @return bits per key round, negative where there is no key
     */
    public static double maximallyEntangled(double efficiency, boolean bobKeepsNoClick) {
        requireEfficiency(efficiency);
        LossyPair pair = LossyPair.singlet(efficiency);
        ScaledEntropy plain = new ScaledEntropy(0);
        return EfficiencyThresholds.eveEntropy(pair, 1, Analysis.CHSH, plain)
                - pair.keyConditionalEntropy(plain, bobKeepsNoClick);
    }

    /**
     * Bits per key round, negative or 0 where there is no key.
     *
     * @param efficiency probability that a half is detected, in [0, 1]
     */
    public double at(double efficiency) {
        requireEfficiency(efficiency);
        double[] strategy;
        if (efficiency >= FOLLOWED_FROM) {
            strategy = fromStarts(efficiency);
        } else {
            int step = (int) Math.min(STEPS, Math.floor((FOLLOWED_FROM - efficiency) / STEP));
            strategy = refined(strategies[step], efficiency);
        }
        return rate(strategy, efficiency);
    }

    private double[] fromStarts(double efficiency) {
        return SimplexSearch.maximise(point -> rate(point, efficiency), STARTS, SEARCH_ROUNDS);
    }

    private double[] refined(double[] start, double efficiency) {
        return SimplexSearch.refine(point -> rate(point, efficiency), start, SEARCH_ROUNDS);
    }

    private double rate(double[] point, double efficiency) {
        double flip = preprocessing ? MAX_FLIP_PROBABILITY / (1 + StrictMath.exp(-point[FLIP])) : 0;
        double scale = (1 - 2 * flip) * (1 - 2 * flip);
        return scale
                * EfficiencyThresholds.scaledRate(
                        point, efficiency, analysis, new ScaledEntropy(flip));
    }

    private static void requireEfficiency(double efficiency) {
        if (!(efficiency >= 0 && efficiency <= 1)) {
            throw new IllegalArgumentException("efficiency = " + efficiency + " is outside [0, 1]");
        }
    }
}

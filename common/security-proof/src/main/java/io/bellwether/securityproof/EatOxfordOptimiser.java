package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.EatOxfordBound.Extractor;
import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;

/** Searches the free parameters of {@link KeylenEatOxford}; the search is heuristic. */
final class EatOxfordOptimiser {
    /** Keeps the two sums of epsilons below their limits in spite of rounding. */
    private static final double ROUNDING_MARGIN = 1 - 1e-12;

    private EatOxfordOptimiser() {}

    static FreeParameters optimise(BlockParameters block, Extractor extractor) {
        double[] best =
                SimplexSearch.maximise(
                        point ->
                                EatOxfordBound.estimate(
                                                block, freeParameters(point, block), extractor)
                                        / block.rounds(),
                        starts(block),
                        block.rounds());
        return freeParameters(best, block);
    }

    private static double[][] starts(BlockParameters block) {
        double alpha = StrictMath.log(Math.min(0.3, Math.sqrt(70.0 / block.rounds())));
        return new double[][] {
            {-1, alpha - 1.5, alpha + 0.5, 6, 2, 0},
            {1.5, alpha - 0.5, alpha + 0.5, 6, 2, 0}
        };
    }

    /** Maps a point of R^6 into the allowed region. */
    private static FreeParameters freeParameters(double[] point, BlockParameters block) {
        double budget = block.epsilon().secrecy() * ROUNDING_MARGIN;
        double smoothing = budget / 2 * logistic(point[3]);
        double amplification = (budget - 2 * smoothing) * ROUNDING_MARGIN;
        double first = StrictMath.exp(clamp(point[4]));
        double second = StrictMath.exp(clamp(point[5]));
        double share = smoothing * ROUNDING_MARGIN / (1 + first + second);
        return new FreeParameters(
                ChshGame.W_LOCAL + (ChshGame.W_MAX - ChshGame.W_LOCAL) * logistic(point[0]),
                0.9 * logistic(point[1]),
                0.4 * logistic(point[2]),
                smoothing,
                share * first,
                share * second / 2,
                amplification);
    }

    /** Strictly inside (0, 1). */
    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-clamp(x)));
    }

    private static double clamp(double x) {
        return Math.min(20, Math.max(-35, x));
    }
}

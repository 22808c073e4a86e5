package io.bellwether.securityproof;

import io.bellwether.securityproof.KeylenRenyi.FreeParameters;

/** Searches the free parameters of {@link KeylenRenyi}; the search is heuristic. */
final class RenyiOptimiser {
    private RenyiOptimiser() {}

    static FreeParameters optimise(
            BlockParameters block, double flipProbability, long lostTestRounds) {
        double[] best =
                SimplexSearch.maximise(
                        point -> {
                            FreeParameters free = freeParameters(point, block);
                            double kappa =
                                    RenyiBound.of(block, flipProbability, free).kappaEstimate();
                            return KeylenRenyi.keyBits(block, free, lostTestRounds, kappa)
                                    / block.rounds();
                        },
                        starts(block),
                        block.rounds());
        return freeParameters(best, block);
    }

    /** alpha - 1 is about sqrt(log(1/eps)/n) over a constant; phi gamma about the slope of eta. */
    private static double[][] starts(BlockParameters block) {
        double bits = -StrictMath.log(block.epsilon().secrecy()) / StrictMath.log(2);
        double alpha = StrictMath.log(Math.min(0.3, Math.sqrt(bits / block.rounds())));
        return new double[][] {{alpha - 1.5, 2.3, -1.5}, {alpha, 1.6, -1.5}};
    }

    private static FreeParameters freeParameters(double[] point, BlockParameters block) {
        double alphaMinusOne = Math.max(1e-12, 1 / (1 + StrictMath.exp(-clamp(point[0]))));
        double penalty = StrictMath.exp(Math.min(6, clamp(point[1]))) / block.testShare();
        double share = 1 / (1 + StrictMath.exp(-clamp(point[2])));
        return new FreeParameters(alphaMinusOne, share, Math.min(9e11, penalty));
    }

    private static double clamp(double x) {
        return Math.min(25, Math.max(-25, x));
    }
}

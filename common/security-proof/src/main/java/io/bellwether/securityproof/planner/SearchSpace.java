package io.bellwether.securityproof.planner;

/** Everything a theorem lets one choose before a run, mapped onto R^k. */
interface SearchSpace {
    /** Points to start a search from. */
    double[][] starts();

    /** Estimated key bits per round at a point; negative where there is no key. */
    double bitsPerRound(double[] point);

    /** The block at a point, with what the theorem certifies for it. */
    Plan plan(double[] point);

    /** Strictly inside (0, 1). */
    static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-clamp(x)));
    }

    /** The inverse of {@link #logistic}. */
    static double logit(double share) {
        return StrictMath.log(share / (1 - share));
    }

    static double clamp(double x) {
        return Math.min(25, Math.max(-25, x));
    }

    /**
     * Where the search for gamma starts: close to the best value at S = 2.68 for 1e5 to 1e10
     * rounds.
     */
    static double typicalTestProbability(double rounds) {
        return Math.min(0.3, Math.max(1e-7, 0.0655 * StrictMath.pow(1e6 / rounds, 0.3)));
    }
}

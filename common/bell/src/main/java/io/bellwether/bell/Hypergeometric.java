package io.bellwether.bell;

/** Fisher's exact test of two frequencies. */
final class Hypergeometric {
    private static final double NEGLIGIBLE = 1e-18;

    private Hypergeometric() {}

    /**
     * Twice the smaller tail, at most 1, of the hypothesis that both rows have the same probability
     * of a success: given the sums, the successes of the first row are hypergeometric.
     *
     * @param first successes among {@code firstRounds}, at least one round
     * @param second successes among {@code secondRounds}, at least one round
     */
    static double twoSided(long first, long firstRounds, long second, long secondRounds) {
        long successes = first + second;
        double upper = upperTail(first, firstRounds, successes, firstRounds + secondRounds);
        double lower = upperTail(second, secondRounds, successes, firstRounds + secondRounds);
        return Math.min(1, 2 * Math.min(upper, lower));
    }

    /** P(at least k of the successes fall into the row), at least the first term of the sum. */
    private static double upperTail(long k, long row, long successes, long all) {
        double sum = 0;
        double term = 1;
        long most = Math.min(row, successes);
        if (k * (double) all < (double) row * successes) {
            // below the mean this tail is not the smaller one
            return 1;
        }
        for (long i = k; i <= most && term > sum * NEGLIGIBLE; i++) {
            sum += term;
            term *=
                    (double) (row - i)
                            / (i + 1)
                            * (successes - i)
                            / (all - row - successes + i + 1);
        }
        return Math.min(1, mass(k, row, successes, all) * sum);
    }

    /** Loader (2000): a hypergeometric mass is a product of binomial ones at any common p. */
    private static double mass(long k, long row, long successes, long all) {
        if (successes == 0 || successes == all) {
            return 1;
        }
        double p = (double) successes / all;
        return StrictMath.exp(
                Binomial.lnMass(k, row, p)
                        + Binomial.lnMass(successes - k, all - row, p)
                        - Binomial.lnMass(successes, all, p));
    }
}

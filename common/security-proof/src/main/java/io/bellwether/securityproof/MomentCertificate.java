package io.bellwether.securityproof;

/**
 * A proof that a moment programme has at most a certain value, whoever found it. With multipliers
 * f_t and Gram matrices X_e, the polynomials sum_t f_t s_t - o_e equal sum_ij (X_e)_ij S_i^dagger
 * S_j up to remainders r_e(w) on the words w. If X_e + delta_e 1 is positive, the sum of squares is
 * at least -delta_e n for every state, since S_i^dagger S_i = 1, and the remainder is at least
 * -sum_w |r_e(w)|, since words are unitary. Hence
 *
 * <p>value &lt;= sum_t f_t v_t + max_e (delta_e n + sum_w |r_e(w)|).
 *
 * <p>Positivity is proved by elimination in interval arithmetic and the sum is rounded upwards, so
 * the bound does not depend on any tolerance of the solver.
 */
final class MomentCertificate {
    private static final double FIRST_SHIFT = 1e-15;
    private static final double SHIFT_FACTOR = 4;
    private static final int MAX_SHIFTS = 40;

    private final MomentProgramme programme;
    private final double[] multipliers;
    private final double[][][] grams;

    /**
     * Takes multipliers and Gram matrices that need not fit each other: the remainders are first
     * spread over the entries of the Gram matrices, so that only rounding is left of them.
     */
    MomentCertificate(MomentProgramme programme, double[] multipliers, double[][][] grams) {
        this.programme = programme;
        this.multipliers = multipliers.clone();
        this.grams = new double[grams.length][][];
        for (int e = 0; e < grams.length; e++) {
            this.grams[e] = withoutRemainder(e, grams[e]);
        }
    }

    private double[][] withoutRemainder(int e, double[][] gram) {
        MomentMatrix matrix = programme.matrix();
        int n = matrix.size();
        double[] missing = new double[matrix.words()];
        for (int word = 0; word < missing.length; word++) {
            missing[word] = polynomial(e, word).middle();
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                missing[matrix.word(i, j)] -= (gram[i][j] + gram[j][i]) / 2;
            }
        }
        double[][] corrected = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int word = matrix.word(i, j);
                corrected[i][j] =
                        (gram[i][j] + gram[j][i]) / 2 + missing[word] / matrix.entries(word);
            }
        }
        return corrected;
    }

    /** The multiplier f_t: the statistics' Bell expression that bounds the value. */
    double multiplier(int statistic) {
        return multipliers[statistic];
    }

    /** The proved upper bound; infinite when no positivity could be proved. */
    double upperBound() {
        double worst = 0;
        for (int e = 0; e < grams.length; e++) {
            worst = Math.max(worst, error(e));
        }
        Interval sum = Interval.exactly(worst);
        if (!Double.isFinite(worst)) {
            return Double.POSITIVE_INFINITY;
        }
        for (int t = 0; t < multipliers.length; t++) {
            sum =
                    sum.plus(
                            Interval.exactly(multipliers[t])
                                    .times(Interval.exactly(programme.values()[t])));
        }
        return sum.upper();
    }

    private double error(int e) {
        double shift = 0;
        for (int i = 0; !SmallMatrix.isProvedPositive(grams[e], shift); i++) {
            if (i == MAX_SHIFTS) {
                return Double.POSITIVE_INFINITY;
            }
            shift = shift == 0 ? FIRST_SHIFT : shift * SHIFT_FACTOR;
        }
        MomentMatrix matrix = programme.matrix();
        Interval[] remainders = new Interval[matrix.words()];
        for (int word = 0; word < remainders.length; word++) {
            remainders[word] = polynomial(e, word);
        }
        for (int i = 0; i < matrix.size(); i++) {
            for (int j = 0; j < matrix.size(); j++) {
                int word = matrix.word(i, j);
                remainders[word] = remainders[word].minus(Interval.exactly(grams[e][i][j]));
            }
        }
        Interval sum = Interval.exactly(shift).times(matrix.size());
        for (Interval remainder : remainders) {
            double size = Math.max(Math.abs(remainder.lower()), Math.abs(remainder.upper()));
            sum = sum.plus(Interval.exactly(size));
        }
        return sum.upper();
    }

    /** The coefficient of a word in sum_t f_t s_t - o_e. */
    private Interval polynomial(int e, int word) {
        Interval sum = Interval.exactly(-programme.objectives()[e][word]);
        for (int t = 0; t < multipliers.length; t++) {
            double coefficient = programme.statistics()[t][word];
            if (coefficient != 0) {
                sum =
                        sum.plus(
                                Interval.exactly(multipliers[t])
                                        .times(Interval.exactly(coefficient)));
            }
        }
        return sum;
    }
}

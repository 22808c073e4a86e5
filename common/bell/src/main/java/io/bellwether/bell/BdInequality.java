package io.bellwether.bell;

import java.util.Arrays;

/**
 * B_d of Pereira Alves and Kaniewski (Phys. Rev. A 106, 032219 (2022)), for which a chosen pair of
 * bases e_j, f_k of d levels is optimal; key from it: Farkas (2023). Bob has two settings, the
 * bases, of d outcomes; Alice has d^2 settings (j, k), numbered j d + k, of three outcomes +1, -1
 * and 0, numbered 0, 1 and 2:
 *
 * <p>B_d = sum_jk s_jk &lt;A_jk (P_j - Q_k)&gt; - (s_jk^2/2) &lt;A_jk^2&gt;, s_jk = sqrt(1 -
 * O_jk^2),
 *
 * <p>A_jk = P(+1) - P(-1), P_j and Q_k Bob's outcomes, O_jk the overlap |&lt;e_j|f_k&gt;|. With
 * mutually unbiased bases it is, divided by sqrt(1 - 1/d), the inequality of Tavakoli et al.
 * (Science Advances 7, eabc3847 (2021)).
 *
 * <p>No quantum behaviour exceeds d - 1: 0 &lt;= (1/2)(s A - (P - Q))^2 summed over all (j, k) is
 * (1/2) sum s^2 A^2 - sum s A (P - Q) + (1/2) sum (P_j - Q_k)^2, and sum_jk (P_j - Q_k)^2 = sum_jk
 * P_j + Q_k - P_j Q_k - Q_k P_j = 2d - 2. Equality needs s A = P - Q, which the maximally entangled
 * pair attains when Bob measures the bases and Alice the (transposed) difference of projectors,
 * whose eigenvalues are +-s and 0.
 */
public final class BdInequality {
    private static final double NORMALISATION_TOLERANCE = 1e-9;

    private final double[][] overlaps;

    private BdInequality(double[][] overlaps) {
        this.overlaps = overlaps;
    }

    /**
     * For bases with these overlaps.
     *
     * @param overlaps O_jk = |&lt;e_j|f_k&gt;| of two bases of d levels, a copy is taken. That they
     *     come from bases is not checked beyond rows and columns of squares that sum to 1; the
     *     bound d - 1 holds regardless, {@link #optimalBehaviour()} is quantum only when they do
     * @throws IllegalArgumentException when d is below 2, the table is not square, an overlap is
     *     outside [0, 1), or a row or column of squares does not sum to 1 within 1e-9
     */
    public static BdInequality ofOverlaps(double[][] overlaps) {
        int d = overlaps.length;
        if (d < 2) {
            throw new IllegalArgumentException("levels = " + d + " is below 2");
        }
        double[][] copy = new double[d][];
        double[] columns = new double[d];
        for (int j = 0; j < d; j++) {
            if (overlaps[j].length != d) {
                throw new IllegalArgumentException(
                        "row %d has %d overlaps, expected %d".formatted(j, overlaps[j].length, d));
            }
            copy[j] = overlaps[j].clone();
            double row = 0;
            for (int k = 0; k < d; k++) {
                if (!(copy[j][k] >= 0 && copy[j][k] < 1)) {
                    throw new IllegalArgumentException(
                            "overlap[%d][%d] = %s is outside [0, 1)".formatted(j, k, copy[j][k]));
                }
                row += copy[j][k] * copy[j][k];
                columns[k] += copy[j][k] * copy[j][k];
            }
            requireOne("row " + j, row);
        }
        for (int k = 0; k < d; k++) {
            requireOne("column " + k, columns[k]);
        }
        return new BdInequality(copy);
    }

    private static void requireOne(String what, double sum) {
        if (Math.abs(sum - 1) > NORMALISATION_TOLERANCE) {
            throw new IllegalArgumentException(
                    "squared overlaps of %s sum to %s, not to 1 within %s"
                            .formatted(what, sum, NORMALISATION_TOLERANCE));
        }
    }

    /** All overlaps 1/sqrt d, as of the computational and the Fourier basis. */
    public static BdInequality mutuallyUnbiased(int levels) {
        double[][] overlaps = new double[Math.max(levels, 0)][Math.max(levels, 0)];
        for (double[] row : overlaps) {
            Arrays.fill(row, Math.sqrt(1.0 / levels));
        }
        return ofOverlaps(overlaps);
    }

    /** d. */
    public int levels() {
        return overlaps.length;
    }

    /** s_jk = sqrt(1 - O_jk^2), half the spread of the eigenvalues of P_j - Q_k. */
    public double spread(int j, int k) {
        return Math.sqrt(1 - overlaps[j][k] * overlaps[j][k]);
    }

    /** Largest quantum value, d - 1. */
    public double quantumBound() {
        return levels() - 1;
    }

    /**
     * Largest local value: Bob answers some j* and k*, and Alice gains g(s) = s - s^2/2 at each
     * (j*, k) with k != k* and each (j, k*) with j != j*, and answers 0 elsewhere. Below d - 1,
     * since g is below 1/2 unless s = 1.
     */
    public double localBound() {
        double best = 0;
        for (int bobFirst = 0; bobFirst < levels(); bobFirst++) {
            for (int bobSecond = 0; bobSecond < levels(); bobSecond++) {
                double sum = 0;
                for (int i = 0; i < levels(); i++) {
                    sum += i == bobSecond ? 0 : gain(spread(bobFirst, i));
                    sum += i == bobFirst ? 0 : gain(spread(i, bobSecond));
                }
                best = Math.max(best, sum);
            }
        }
        return best;
    }

    private static double gain(double spread) {
        return spread - spread * spread / 2;
    }

    /** As a function of p(ab|xy): d^2 and 2 settings, 3 and d outcomes. */
    public BellInequality inequality() {
        int d = levels();
        return BellInequality.of(
                d * d,
                2,
                3,
                d,
                (x, y, a, b) -> {
                    double s = spread(x / d, x % d);
                    double marginal =
                            a == 2 ? 0 : -s * s / 4; // half of it at each of Bob's settings
                    double sign = a == 2 ? 0 : a == 0 ? 1 : -1;
                    boolean named = b == (y == 0 ? x / d : x % d);
                    return marginal + (named ? (y == 0 ? sign : -sign) * s : 0);
                });
    }

    /**
     * The behaviour of the maximally entangled pair at the optimal measurements: it follows from
     * the overlaps, since &lt;e_m|A|e_m&gt; = (delta_mj - O_mk^2)/s and &lt;e_m|A^2|e_m&gt; =
     * (delta_mj + O_mk^2 - 2 delta_mj O_jk^2)/s^2, and likewise for f_m.
     */
    public Behaviour optimalBehaviour() {
        int d = levels();
        double[][][][] p = new double[d * d][2][3][d];
        for (int x = 0; x < d * d; x++) {
            int j = x / d;
            int k = x % d;
            double s = spread(j, k);
            for (int b = 0; b < d; b++) {
                double first = overlaps[b][k] * overlaps[b][k];
                fill(p[x][0], b, s, (b == j ? 1 : 0) - first, weight(b == j, first, j, k));
                double second = overlaps[j][b] * overlaps[j][b];
                fill(p[x][1], b, s, second - (b == k ? 1 : 0), weight(b == k, second, j, k));
            }
        }
        return Behaviour.of(p);
    }

    /**
     * What a round adds to B_d: B_d is 2 d^2 times its mean over uniformly drawn bases and settings
     * (j, k), because each pair of bases and settings has the weight 1 in the sum and half of the
     * square at either basis.
     *
     * @param basis 0 if the outcome is of the basis e, 1 if it is of f
     * @param sign of the answer at (j, k): +1, -1 or 0
     */
    public double term(int basis, int outcome, int j, int k, int sign) {
        if (sign == 0) {
            return 0;
        }
        double s = spread(j, k);
        boolean named = outcome == (basis == 0 ? j : k);
        return (named ? (basis == 0 ? sign : -sign) * s : 0) - s * s / 4;
    }

    /**
     * Mean square of {@link #term} for the optimal behaviour of this visibility. Without noise an
     * answer is given with probability 2/d, and with outcome j always with the sign of s: (s^2 -
     * (3/8) s^4)/d for each setting; with noise alone it is independent of the outcome.
     */
    public double meanSquaredTerm(double visibility) {
        double d = levels();
        double sum = 0;
        for (int j = 0; j < levels(); j++) {
            for (int k = 0; k < levels(); k++) {
                double s2 = spread(j, k) * spread(j, k);
                double pure = (s2 - 0.375 * s2 * s2) / d;
                double noise = 2 / d * (s2 / d + s2 * s2 / 16);
                sum += visibility * pure + (1 - visibility) * noise;
            }
        }
        return sum / (d * d);
    }

    private double weight(boolean same, double squaredOverlap, int j, int k) {
        return squaredOverlap + (same ? 1 - 2 * overlaps[j][k] * overlaps[j][k] : 0);
    }

    /** Column b of a block: (1/d) &lt;(A^2 +- A)/2&gt; and what is left. */
    private void fill(double[][] block, int b, double s, double difference, double weight) {
        double square = weight / (s * s);
        double mean = difference / s;
        block[0][b] = Math.max(0, (square + mean) / (2 * levels()));
        block[1][b] = Math.max(0, (square - mean) / (2 * levels()));
        block[2][b] = Math.max(0, (1 - square) / levels());
    }
}

package io.bellwether.securityproof;

/**
 * Newton directions of the central path X_e Z_e = mu 1 at an iterate, where Z_e is the moment
 * matrix of block e and X_e its Gram matrix. With dX = mu Z^-1 - X - sym(X dZ Z^-1) (Helmberg et
 * al. 1996) what is left are the moments' equations M_e dm_e + s^T df = r_e, M_e(w, w') = sum over
 * entries (i, j) of w and (k, l) of w' of X_ik Z^-1_lj, and the statistics' equations s . sum_e
 * dm_e = r.
 */
final class MomentDirections {
    /** Repeated solutions with the same factors take the rounding out of ill-conditioned ones. */
    private static final int REFINEMENTS = 3;

    private final MomentProgramme programme;
    private final MomentMatrix matrix;
    private final double[][] moments;
    private final double[][][] grams;
    private final double[] multipliers;
    private final int blocks;
    private final int n;
    private final double[][][] inverses;
    private final double[][][] factors;

    /** Solutions M_e^-1 s_t, indexed [e][t][word]. */
    private final double[][][] responses;

    private double[][] schurFactor = new double[0][];

    /** Changes of all unknowns. */
    record Direction(double[][] moments, double[][][] grams, double[] multipliers) {}

    MomentDirections(
            MomentProgramme programme,
            double[][] moments,
            double[][][] grams,
            double[] multipliers) {
        this.programme = programme;
        this.matrix = programme.matrix();
        this.moments = moments;
        this.grams = grams;
        this.multipliers = multipliers;
        blocks = grams.length;
        n = matrix.size();
        inverses = new double[blocks][][];
        factors = new double[blocks][][];
        responses = new double[blocks][][];
        if (factorBlocks()) {
            factorSchurComplement();
        }
    }

    /** Whether all systems could be factored. */
    boolean exist() {
        return schurFactor.length > 0;
    }

    private boolean factorBlocks() {
        for (int e = 0; e < blocks; e++) {
            double[][] lower = SmallMatrix.cholesky(dense(moments[e]));
            if (lower.length == 0) {
                return false;
            }
            inverses[e] = SmallMatrix.inverse(lower);
            factors[e] = SmallMatrix.cholesky(normalMatrix(e));
            if (factors[e].length == 0) {
                return false;
            }
            responses[e] = new double[multipliers.length][];
            for (int t = 0; t < multipliers.length; t++) {
                responses[e][t] = SmallMatrix.solve(factors[e], programme.statistics()[t]);
            }
        }
        return true;
    }

    private double[][] normalMatrix(int e) {
        double[][] normal = new double[matrix.words()][matrix.words()];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] row = normal[matrix.word(i, j)];
                for (int k = 0; k < n; k++) {
                    for (int l = 0; l < n; l++) {
                        row[matrix.word(k, l)] += grams[e][i][k] * inverses[e][l][j];
                    }
                }
            }
        }
        return normal;
    }

    private void factorSchurComplement() {
        int statistics = multipliers.length;
        double[][] schur = new double[statistics][statistics];
        for (int t = 0; t < statistics; t++) {
            for (int u = 0; u < statistics; u++) {
                for (int e = 0; e < blocks; e++) {
                    schur[t][u] += dot(programme.statistics()[t], responses[e][u]);
                }
            }
        }
        schurFactor = SmallMatrix.cholesky(schur);
    }

    /**
     * The direction to the point of the central path with this complementarity, with Mehrotra's
     * second-order correction when there is a predictor.
     */
    Direction towards(double complementarity, Direction predictor) {
        Direction direction =
                new Direction(
                        new double[blocks][matrix.words()],
                        new double[blocks][][],
                        new double[multipliers.length]);
        for (int e = 0; e < blocks; e++) {
            direction.grams()[e] = target(e, complementarity, predictor);
        }
        for (int round = 0; round < REFINEMENTS; round++) {
            addCorrection(direction);
        }
        return direction;
    }

    /** Solves for what the equations still miss. */
    private void addCorrection(Direction direction) {
        double[][] particular = new double[blocks][];
        for (int e = 0; e < blocks; e++) {
            particular[e] = SmallMatrix.solve(factors[e], momentResidual(e, direction));
        }
        double[] statistics = new double[multipliers.length];
        for (int t = 0; t < statistics.length; t++) {
            statistics[t] = -programme.values()[t];
            for (int e = 0; e < blocks; e++) {
                double[] statistic = programme.statistics()[t];
                statistics[t] += dot(statistic, moments[e]);
                statistics[t] += dot(statistic, direction.moments()[e]);
                statistics[t] += dot(statistic, particular[e]);
            }
        }
        double[] multiplierStep = SmallMatrix.solve(schurFactor, statistics);
        for (int e = 0; e < blocks; e++) {
            double[] momentStep = particular[e];
            for (int word = 0; word < momentStep.length; word++) {
                for (int t = 0; t < statistics.length; t++) {
                    momentStep[word] -= responses[e][t][word] * multiplierStep[t];
                }
                direction.moments()[e][word] += momentStep[word];
            }
            double[][] change = sandwich(grams[e], dense(momentStep), inverses[e]);
            direction.grams()[e] = SmallMatrix.sum(direction.grams()[e], -1, change);
        }
        for (int t = 0; t < statistics.length; t++) {
            direction.multipliers()[t] += multiplierStep[t];
        }
    }

    /** mu Z^-1 - X - sym(dX dZ Z^-1): the change of X before the moments move. */
    private double[][] target(int e, double complementarity, Direction predictor) {
        double[][] target =
                SmallMatrix.sum(
                        SmallMatrix.sum(new double[n][n], complementarity, inverses[e]),
                        -1,
                        grams[e]);
        if (predictor == null) {
            return target;
        }
        double[][] second =
                sandwich(predictor.grams()[e], dense(predictor.moments()[e]), inverses[e]);
        return SmallMatrix.sum(target, -1, second);
    }

    /** The symmetric part of a b c. */
    private static double[][] sandwich(double[][] a, double[][] b, double[][] c) {
        double[][] product = SmallMatrix.product(SmallMatrix.product(a, b), c);
        int n = a.length;
        double[][] symmetric = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                symmetric[i][j] = (product[i][j] + product[j][i]) / 2;
            }
        }
        return symmetric;
    }

    /** What X + dX still has to change by to match the polynomial. */
    private double[] momentResidual(int e, Direction direction) {
        double[] residual = programme.objectives()[e].clone();
        for (int t = 0; t < multipliers.length; t++) {
            double multiplier = multipliers[t] + direction.multipliers()[t];
            for (int word = 0; word < residual.length; word++) {
                residual[word] -= multiplier * programme.statistics()[t][word];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                residual[matrix.word(i, j)] += grams[e][i][j] + direction.grams()[e][i][j];
            }
        }
        return residual;
    }

    private double[][] dense(double[] values) {
        double[][] dense = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                dense[i][j] = values[matrix.word(i, j)];
            }
        }
        return dense;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

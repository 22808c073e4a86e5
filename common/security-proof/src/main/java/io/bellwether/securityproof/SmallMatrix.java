package io.bellwether.securityproof;

/** Dense symmetric matrices of some tens of rows. */
final class SmallMatrix {
    private SmallMatrix() {}

    /** The lower Cholesky factor, or an empty array when the matrix is not positive definite. */
    static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i > j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 0) {
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    return new double[0][];
                }
            }
        }
        return lower;
    }

    /** Solves L L^T x = b. */
    static double[] solve(double[][] lower, double[] b) {
        int n = lower.length;
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }

    /** (L L^T)^-1. */
    static double[][] inverse(double[][] lower) {
        int n = lower.length;
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            inverse[i] = solve(lower, unit);
        }
        return inverse;
    }

    /** a b. */
    static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    /** a + factor b. */
    static double[][] sum(double[][] a, double factor, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                c[i][j] = a[i][j] + factor * b[i][j];
            }
        }
        return c;
    }

    /** factor times the identity. */
    static double[][] diagonal(int n, double factor) {
        double[][] diagonal = new double[n][n];
        for (int i = 0; i < n; i++) {
            diagonal[i][i] = factor;
        }
        return diagonal;
    }

    /** trace(a b) of symmetric matrices. */
    static double inner(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += a[i][j] * b[i][j];
            }
        }
        return sum;
    }

    /**
     * Whether matrix + shift 1 is proved positive definite: all pivots of its L D L^T elimination
     * in interval arithmetic are above 0.
     */
    static boolean isProvedPositive(double[][] matrix, double shift) {
        int n = matrix.length;
        Interval[][] rest = new Interval[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                rest[i][j] = Interval.exactly(matrix[i][j]);
            }
            rest[i][i] = rest[i][i].plus(Interval.exactly(shift));
        }
        for (int k = 0; k < n; k++) {
            Interval pivot = rest[k][k];
            if (!(pivot.lower() > 0)) {
                return false;
            }
            for (int i = k + 1; i < n; i++) {
                Interval ratio = rest[i][k].over(pivot);
                for (int j = k + 1; j <= i; j++) {
                    rest[i][j] = rest[i][j].minus(ratio.times(rest[j][k]));
                }
            }
        }
        return true;
    }
}

package io.bellwether.bell.quantum;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealVector;

import java.util.function.DoublePredicate;

/**
 * Eigenvalues and eigenspaces of a Hermitian matrix A + iB, from the real symmetric matrix [[A,
 * -B], [B, A]], which has each of them twice.
 */
public final class HermitianSpectrum {
    private static final double HERMITIAN_TOLERANCE = 1e-9;

    private final int dimension;
    private final EigenDecompositionSymmetric doubled;

    private HermitianSpectrum(int dimension, EigenDecompositionSymmetric doubled) {
        this.dimension = dimension;
        this.doubled = doubled;
    }

    /**
     * @throws IllegalArgumentException when the matrix is not Hermitian within 1e-9
     */
    public static HermitianSpectrum of(ComplexMatrix matrix) {
        if (matrix.rows() != matrix.columns()
                || matrix.distanceTo(matrix.adjoint()) > HERMITIAN_TOLERANCE) {
            throw new IllegalArgumentException("the matrix is not Hermitian within 1e-9");
        }
        int n = matrix.rows();
        double[][] real = new double[2 * n][2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double a = (matrix.re(i, j) + matrix.re(j, i)) / 2;
                double b = (matrix.im(i, j) - matrix.im(j, i)) / 2;
                real[i][j] = a;
                real[n + i][n + j] = a;
                real[i][n + j] = -b;
                real[n + i][j] = b;
            }
        }
        return new HermitianSpectrum(
                n, new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(real)));
    }

    public double largest() {
        return doubled.getEigenvalue(0);
    }

    public double smallest() {
        return doubled.getEigenvalue(2 * dimension - 1);
    }

    /** The projector on the eigenspaces of the eigenvalues that are wanted. */
    public ComplexMatrix projector(DoublePredicate wanted) {
        double[][] re = new double[dimension][dimension];
        double[][] im = new double[dimension][dimension];
        for (int k = 0; k < 2 * dimension; k++) {
            if (wanted.test(doubled.getEigenvalue(k))) {
                RealVector v = doubled.getEigenvector(k);
                for (int i = 0; i < dimension; i++) {
                    for (int j = 0; j < dimension; j++) {
                        // the embedded projector is [[Re, -Im], [Im, Re]]
                        re[i][j] += v.getEntry(i) * v.getEntry(j);
                        im[i][j] += v.getEntry(dimension + i) * v.getEntry(j);
                    }
                }
            }
        }
        return ComplexMatrix.of(re, im);
    }
}

package io.bellwether.securityproof;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/** Functions of real symmetric matrices that the proof checks need. */
final class Matrices {
    private Matrices() {}

    static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
        int rows = b.getRowDimension();
        RealMatrix result =
                MatrixUtils.createRealMatrix(
                        a.getRowDimension() * rows, a.getColumnDimension() * rows);
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) {
                result.setSubMatrix(
                        b.scalarMultiply(a.getEntry(i, j)).getData(), i * rows, j * rows);
            }
        }
        return result;
    }

    static RealMatrix sandwich(RealMatrix outer, RealMatrix inner) {
        RealMatrix product = outer.multiply(inner).multiply(outer);
        return product.add(product.transpose()).scalarMultiply(.5);
    }

    /** Power of a positive matrix on its support. */
    static RealMatrix power(RealMatrix matrix, double exponent) {
        EigenDecompositionSymmetric eigen =
                new EigenDecompositionSymmetric(matrix.add(matrix.transpose()).scalarMultiply(.5));
        RealMatrix result =
                MatrixUtils.createRealMatrix(matrix.getRowDimension(), matrix.getRowDimension());
        for (int i = 0; i < matrix.getRowDimension(); i++) {
            double value = eigen.getEigenvalue(i);
            if (value > 1e-13) {
                RealMatrix column =
                        MatrixUtils.createColumnRealMatrix(eigen.getEigenvector(i).toArray());
                result =
                        result.add(
                                column.multiply(column.transpose())
                                        .scalarMultiply(Math.pow(value, exponent)));
            }
        }
        return result;
    }

    static double tracePower(RealMatrix matrix, double exponent) {
        double sum = 0;
        for (double value : new EigenDecompositionSymmetric(matrix).getEigenvalues()) {
            sum += Math.pow(Math.max(0, value), exponent);
        }
        return sum;
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.BdInequality;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** The operator of B_d as a matrix, diagonalised by the library. */
class BdOperatorTest {
    @Test
    @DisplayName("with random real bases the largest eigenvalue is d - 1, at the stated strategy")
    void stateAttainsBound() {
        SplittableRandom random = new SplittableRandom(4);
        for (int d = 2; d <= 4; d++) {
            RealMatrix bases = randomRotation(d, random);
            double[][] overlaps = new double[d][d];
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    overlaps[j][k] = Math.abs(bases.getEntry(j, k));
                }
            }
            BdInequality bd = BdInequality.ofOverlaps(overlaps);
            double largest = largestEigenvalue(operator(bd, bases, bases));
            assertThat(largest).isCloseTo(d - 1.0, within(1e-10));
            assertThat(bd.inequality().valueOf(bd.optimalBehaviour()))
                    .isCloseTo(largest, within(1e-10));
        }
    }

    @Test
    @DisplayName("with other measurements it stays below d - 1")
    void othersStayBelow() {
        SplittableRandom random = new SplittableRandom(6);
        BdInequality bd = BdInequality.mutuallyUnbiased(3);
        for (int i = 0; i < 40; i++) {
            RealMatrix alice = randomRotation(3, random);
            RealMatrix bob = randomRotation(3, random);
            assertThat(largestEigenvalue(operator(bd, alice, bob)))
                    .isLessThanOrEqualTo(bd.quantumBound() + 1e-10);
        }
    }

    /** Bob measures e_j and the columns of his matrix; Alice the normalised differences of hers. */
    private static RealMatrix operator(BdInequality bd, RealMatrix alice, RealMatrix bob) {
        int d = bd.levels();
        RealMatrix sum = new Array2DRowRealMatrix(d * d, d * d);
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < d; k++) {
                RealMatrix difference = difference(alice, j, k);
                double overlap = alice.getEntry(j, k);
                double spread = Math.sqrt(Math.max(1e-12, 1 - overlap * overlap));
                RealMatrix a = difference.scalarMultiply(1 / spread);
                double s = bd.spread(j, k);
                RealMatrix unit = MatrixUtils.createRealIdentityMatrix(d);
                sum = sum.add(tensor(a.scalarMultiply(s), difference(bob, j, k)));
                sum = sum.add(tensor(a.multiply(a).scalarMultiply(-s * s / 2), unit));
            }
        }
        return sum;
    }

    private static RealMatrix difference(RealMatrix basis, int j, int k) {
        RealMatrix first = new Array2DRowRealMatrix(basis.getRowDimension(), 1);
        first.setEntry(j, 0, 1);
        RealMatrix second = basis.getColumnMatrix(k);
        return first.multiply(first.transpose()).subtract(second.multiply(second.transpose()));
    }

    private static RealMatrix tensor(RealMatrix a, RealMatrix b) {
        int n = b.getRowDimension();
        RealMatrix product =
                new Array2DRowRealMatrix(a.getRowDimension() * n, a.getRowDimension() * n);
        for (int i = 0; i < product.getRowDimension(); i++) {
            for (int j = 0; j < product.getRowDimension(); j++) {
                product.setEntry(i, j, a.getEntry(i / n, j / n) * b.getEntry(i % n, j % n));
            }
        }
        return product;
    }

    private static double largestEigenvalue(RealMatrix matrix) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : new EigenDecompositionSymmetric(matrix).getEigenvalues()) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static RealMatrix randomRotation(int d, SplittableRandom random) {
        double[][] entries = new double[d][d];
        for (double[] row : entries) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextDouble() - .5;
            }
        }
        return new QRDecomposition(new Array2DRowRealMatrix(entries)).getQ();
    }
}

package io.bellwether.bell.quantum;

/** A small dense complex matrix. Immutable; rows and columns are numbered from 0. */
public final class ComplexMatrix {
    private final double[][] re;
    private final double[][] im;

    private ComplexMatrix(double[][] re, double[][] im) {
        this.re = re;
        this.im = im;
    }

    /** A matrix of real and imaginary parts; takes copies. */
    public static ComplexMatrix of(double[][] re, double[][] im) {
        if (re.length == 0 || re.length != im.length || re[0].length == 0) {
            throw new IllegalArgumentException("a matrix needs rows, as many real as imaginary");
        }
        double[][] copyRe = new double[re.length][];
        double[][] copyIm = new double[re.length][];
        for (int i = 0; i < re.length; i++) {
            if (re[i].length != re[0].length || im[i].length != re[0].length) {
                throw new IllegalArgumentException(
                        "row %d has %d and %d entries, expected %d"
                                .formatted(i, re[i].length, im[i].length, re[0].length));
            }
            copyRe[i] = re[i].clone();
            copyIm[i] = im[i].clone();
        }
        return new ComplexMatrix(copyRe, copyIm);
    }

    /** A real matrix; takes a copy. */
    public static ComplexMatrix ofReal(double[][] re) {
        return of(re, new double[re.length][re.length == 0 ? 0 : re[0].length]);
    }

    /** The identity of that dimension. */
    public static ComplexMatrix identity(int dimension) {
        double[][] one = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            one[i][i] = 1;
        }
        return ofReal(one);
    }

    /** |k&gt;, a column. */
    public static ComplexMatrix basisVector(int dimension, int k) {
        double[][] column = new double[dimension][1];
        column[k][0] = 1;
        return ofReal(column);
    }

    public int rows() {
        return re.length;
    }

    public int columns() {
        return re[0].length;
    }

    public double re(int row, int column) {
        return re[row][column];
    }

    public double im(int row, int column) {
        return im[row][column];
    }

    /** Column k. */
    public ComplexMatrix column(int k) {
        double[][] columnRe = new double[rows()][1];
        double[][] columnIm = new double[rows()][1];
        for (int i = 0; i < rows(); i++) {
            columnRe[i][0] = re[i][k];
            columnIm[i][0] = im[i][k];
        }
        return new ComplexMatrix(columnRe, columnIm);
    }

    public ComplexMatrix plus(ComplexMatrix other) {
        return combined(other, 1);
    }

    public ComplexMatrix minus(ComplexMatrix other) {
        return combined(other, -1);
    }

    private ComplexMatrix combined(ComplexMatrix other, double factor) {
        requireSameSize(other);
        double[][] sumRe = new double[rows()][columns()];
        double[][] sumIm = new double[rows()][columns()];
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                sumRe[i][j] = re[i][j] + factor * other.re[i][j];
                sumIm[i][j] = im[i][j] + factor * other.im[i][j];
            }
        }
        return new ComplexMatrix(sumRe, sumIm);
    }

    private void requireSameSize(ComplexMatrix other) {
        if (other.rows() != rows() || other.columns() != columns()) {
            throw new IllegalArgumentException(
                    "matrices of %dx%d and %dx%d"
                            .formatted(rows(), columns(), other.rows(), other.columns()));
        }
    }

    public ComplexMatrix scaled(double factor) {
        return minus(this).combined(this, factor);
    }

    public ComplexMatrix times(ComplexMatrix other) {
        if (other.rows() != columns()) {
            throw new IllegalArgumentException(
                    "%d columns times %d rows".formatted(columns(), other.rows()));
        }
        double[][] productRe = new double[rows()][other.columns()];
        double[][] productIm = new double[rows()][other.columns()];
        for (int i = 0; i < rows(); i++) {
            for (int k = 0; k < columns(); k++) {
                for (int j = 0; j < other.columns(); j++) {
                    productRe[i][j] += re[i][k] * other.re[k][j] - im[i][k] * other.im[k][j];
                    productIm[i][j] += re[i][k] * other.im[k][j] + im[i][k] * other.re[k][j];
                }
            }
        }
        return new ComplexMatrix(productRe, productIm);
    }

    /** The conjugate transpose. */
    public ComplexMatrix adjoint() {
        return transposed(-1);
    }

    /** The transpose, without conjugation. */
    public ComplexMatrix transpose() {
        return transposed(1);
    }

    private ComplexMatrix transposed(double sign) {
        double[][] turnedRe = new double[columns()][rows()];
        double[][] turnedIm = new double[columns()][rows()];
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                turnedRe[j][i] = re[i][j];
                turnedIm[j][i] = sign * im[i][j];
            }
        }
        return new ComplexMatrix(turnedRe, turnedIm);
    }

    /** The Kronecker product; the left factor is the more significant index. */
    public ComplexMatrix kron(ComplexMatrix right) {
        int r = right.rows();
        int c = right.columns();
        double[][] productRe = new double[rows() * r][columns() * c];
        double[][] productIm = new double[rows() * r][columns() * c];
        for (int i = 0; i < rows() * r; i++) {
            for (int j = 0; j < columns() * c; j++) {
                double aRe = re[i / r][j / c];
                double aIm = im[i / r][j / c];
                double bRe = right.re[i % r][j % c];
                double bIm = right.im[i % r][j % c];
                productRe[i][j] = aRe * bRe - aIm * bIm;
                productIm[i][j] = aRe * bIm + aIm * bRe;
            }
        }
        return new ComplexMatrix(productRe, productIm);
    }

    /** |v&gt;&lt;v| of this column. */
    public ComplexMatrix projector() {
        return times(adjoint());
    }

    /** The real part of the trace. */
    public double trace() {
        double sum = 0;
        for (int i = 0; i < Math.min(rows(), columns()); i++) {
            sum += re[i][i];
        }
        return sum;
    }

    /** The largest modulus of an entry's difference. */
    public double distanceTo(ComplexMatrix other) {
        ComplexMatrix difference = minus(other);
        double largest = 0;
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                largest = Math.max(largest, Math.hypot(difference.re[i][j], difference.im[i][j]));
            }
        }
        return largest;
    }
}

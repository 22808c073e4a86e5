package io.bellwether.gf2;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The points at which {@link FrobeniusTransform} evaluates polynomials over GF(2): a few cosets
 * {@code phi + W} in GF(2^32), W being the space of the first 15 elements of the Cantor basis. The
 * cosets are chosen so that no two points are conjugate and each is of degree 32. The values of a
 * polynomial f at all of them then are as many bits as its coefficients modulo the product of their
 * minimal polynomials, as {@code f(x)^2 = f(x^2)}: no evaluation is redundant (Li, Chen, Kuo, Cheng
 * and Yang 2018, "Frobenius additive fast Fourier transform"; Chen, Cheng, Kuo, Li and Yang 2018,
 * "Multiplying boolean polynomials with Frobenius partitions in additive fast Fourier transform").
 *
 * <p>In terms of the vanishing polynomials {@code s_k = z^(2^k) + z} of {@link NovelBasis}, {@code
 * s_15} is a constant {@code sigma} on a coset and {@code s_16} is {@code tau = sigma^2 + sigma},
 * in GF(2^16). A polynomial is given by planes of 2^15 coefficients: plane {@code 2h + b} times
 * {@code s_16^h s_15^b}. Their sum on the coset, {@link #toPoints}, is a polynomial in the first 15
 * bits of the index only, from which the butterflies start.
 */
final class EvaluationPoints {
    /** Levels of butterflies: a coset has {@code 2^LEVELS} points. */
    static final int LEVELS = 15;

    private static final int FIELD_BITS = TowerField.EXTENDED_BITS;

    /** Made when first wanted, for one, two and four cosets. */
    private static final AtomicReferenceArray<EvaluationPoints> MADE =
            new AtomicReferenceArray<>(3);

    private final int cosets;

    /** For each coset and level k the value of s_k at phi. */
    private final int[][] shifts;

    /** The upper half of each of them, times the constant of the extension, expanded. */
    private final long[][][] constants;

    private final PlaneMap toPoints;
    private final PlaneMap dualToPoints;
    private final PlaneMap pointsToDual;

    private EvaluationPoints(List<Integer> sigmas, boolean[][] values, boolean[][] inverse) {
        cosets = sigmas.size();
        shifts = sigmas.stream().map(EvaluationPoints::shifts).toArray(int[][]::new);
        constants = new long[cosets][LEVELS][PlaneKernels.EXPANDED];
        for (int coset = 0; coset < cosets; coset++) {
            for (int level = 0; level < LEVELS; level++) {
                int high = shift(coset, level) >>> TowerField.BITS;
                int constant = TowerField.times(high, TowerField.STEP);
                PlaneKernels.expand(constant, PlaneKernels.ZERO, constants[coset][level]);
            }
        }
        boolean[][] form = form(cosets);
        toPoints = new PlaneMap(values);
        dualToPoints = new PlaneMap(times(inverse(form), transposed(inverse)));
        pointsToDual = new PlaneMap(times(transposed(values), form));
    }

    /**
     * @param cosets how many, a power of two; polynomials have as many times 2^20 coefficients
     */
    static EvaluationPoints of(int cosets) {
        int place = Integer.numberOfTrailingZeros(cosets);
        EvaluationPoints points = MADE.get(place);
        if (points == null) {
            points = make(cosets);
            MADE.set(place, points);
        }
        return points;
    }

    private static EvaluationPoints make(int cosets) {
        List<Integer> sigmas = new ArrayList<>();
        // s_15 takes the values x + Z with x in GF(2^16) in GF(2^32), all of degree 32. No two x in
        // the space of v_1 and v_2 make conjugate points, or the matrix would be singular.
        for (int index = 0; index < cosets; index++) {
            int x = (index & 1) * TowerField.cantor(1) ^ (index >>> 1) * TowerField.cantor(2);
            sigmas.add(x | 1 << TowerField.BITS);
        }
        boolean[][] values = values(sigmas);
        return new EvaluationPoints(sigmas, values, inverse(values));
    }

    int cosets() {
        return cosets;
    }

    /** Planes of a polynomial. */
    int planes() {
        return cosets * FIELD_BITS;
    }

    /** The value of s_level at the point phi of a coset. */
    int shift(int coset, int level) {
        return shifts[coset][level];
    }

    /** The upper half of {@link #shift} times the constant of the extension, expanded. */
    long[] expandedConstant(int coset, int level) {
        return constants[coset][level];
    }

    /** From planes to values. */
    PlaneMap toPoints() {
        return toPoints;
    }

    /**
     * The inverse transposed, from planes, up to the linear map that makes products by elements of
     * the field symmetric: what a transposed inverse transform starts from.
     */
    PlaneMap dualToPoints() {
        return dualToPoints;
    }

    /**
     * The transpose after the inverse of that linear map: what a transposed transform ends with.
     */
    PlaneMap pointsToDual() {
        return pointsToDual;
    }

    /** s_15 is sigma, and {@code s_k^2 + s_k = s_(k+1)} as these are linear in the Cantor basis. */
    private static int[] shifts(int sigma) {
        int[] shifts = new int[LEVELS];
        int above = sigma;
        for (int level = LEVELS - 1; level >= 0; level--) {
            above = TowerField.root(above);
            shifts[level] = above;
        }
        return shifts;
    }

    /**
     * A row for each bit of the value on each coset, a column for each plane. The bits of {@code a0
     * + a1 Z} are those of a0 and of a0 + a1, see {@link PlaneKernels}.
     */
    private static boolean[][] values(List<Integer> sigmas) {
        int size = FIELD_BITS * sigmas.size();
        boolean[][] matrix = new boolean[size][size];
        for (int coset = 0; coset < sigmas.size(); coset++) {
            int sigma = sigmas.get(coset);
            int tau = TowerField.timesExtended(sigma, sigma) ^ sigma;
            int power = 1;
            for (int plane = 0; plane < size; plane += 2) {
                setColumn(matrix, FIELD_BITS * coset, plane, power);
                int odd = TowerField.timesExtended(power, sigma);
                setColumn(matrix, FIELD_BITS * coset, plane + 1, odd);
                power = TowerField.timesExtended(power, tau);
            }
        }
        return matrix;
    }

    /**
     * On each coset the matrix S of the bilinear form that is the lowest bit of a product. With M_a
     * the matrix of the product by a, {@code S M_a} is symmetric, so that {@code S M_a} is {@code
     * M_a^T S}.
     */
    private static boolean[][] form(int cosets) {
        int size = FIELD_BITS * cosets;
        boolean[][] matrix = new boolean[size][size];
        for (int i = 0; i < FIELD_BITS; i++) {
            for (int j = 0; j < FIELD_BITS; j++) {
                boolean bit = (TowerField.timesExtended(unit(i), unit(j)) & 1) != 0;
                for (int at = 0; at < size; at += FIELD_BITS) {
                    matrix[at + i][at + j] = bit;
                }
            }
        }
        return matrix;
    }

    /** The element of which only this bit is set. */
    private static int unit(int bit) {
        return bit < TowerField.BITS ? 1 << bit | 1 << bit + TowerField.BITS : 1 << bit;
    }

    private static void setColumn(boolean[][] matrix, int row, int column, int element) {
        int bits = element ^ element << TowerField.BITS;
        for (int bit = 0; bit < FIELD_BITS; bit++) {
            matrix[row + bit][column] = (bits >>> bit & 1) != 0;
        }
    }

    private static boolean[][] transposed(boolean[][] a) {
        boolean[][] matrix = new boolean[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                matrix[j][i] = a[i][j];
            }
        }
        return matrix;
    }

    private static boolean[][] times(boolean[][] a, boolean[][] b) {
        boolean[][] matrix = new boolean[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a.length; k++) {
                if (a[i][k]) {
                    add(b[k], matrix[i]);
                }
            }
        }
        return matrix;
    }

    /**
     * The inverse.
     *
     * @throws IllegalArgumentException if the matrix is singular
     */
    private static boolean[][] inverse(boolean[][] matrix) {
        int size = matrix.length;
        boolean[][] left = new boolean[size][];
        boolean[][] right = new boolean[size][size];
        for (int i = 0; i < size; i++) {
            left[i] = matrix[i].clone();
            right[i][i] = true;
        }
        // Row operations that make the left side the unit matrix.
        for (int column = 0; column < size; column++) {
            int pivot = column;
            while (pivot < size && !left[pivot][column]) {
                pivot++;
            }
            if (pivot == size) {
                throw new IllegalArgumentException("singular: rank %d".formatted(column));
            }
            swap(left, column, pivot);
            swap(right, column, pivot);
            for (int row = 0; row < size; row++) {
                if (row != column && left[row][column]) {
                    add(left[column], left[row]);
                    add(right[column], right[row]);
                }
            }
        }
        return right;
    }

    private static void swap(boolean[][] rows, int i, int j) {
        boolean[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    private static void add(boolean[] row, boolean[] sum) {
        for (int i = 0; i < row.length; i++) {
            sum[i] ^= row[i];
        }
    }
}

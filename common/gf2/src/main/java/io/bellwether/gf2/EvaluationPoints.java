package io.bellwether.gf2;

import java.util.ArrayList;
import java.util.List;

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
 * s_15} is a constant {@code sigma = x + Z} on a coset and {@code s_16} is {@code tau = sigma^2 +
 * sigma}, in GF(2^16). A polynomial is given by planes of 2^15 coefficients: plane {@code 2h + b}
 * times {@code s_16^h s_15^b}. Their sum on the coset is a polynomial in the first 15 bits of the
 * index only, from which the butterflies start. {@link PointMaps} computes it from the sums over h,
 * which {@link #toPoints} maps the even planes to and the odd ones.
 *
 * <p>Transposes are meant with the elements of GF(2^32) in another basis, in which products by an
 * element are their own transposes. The lowest bit of the upper half of a product is a symmetric
 * bilinear form; with S its matrix and M_a that of the product by a, {@code S M_a} is {@code M_a^T
 * S}. On {@code a0 + a1 Z}, of which a0 and a0 + a1 are kept, S is the form of the lowest bit in
 * GF(2^16) on both of them.
 */
final class EvaluationPoints {
    /** Levels of butterflies: a coset has {@code 2^LEVELS} points. */
    static final int LEVELS = 15;

    private final int cosets;

    private final int[] offsets;

    /** For each coset and level k the value of s_k at phi. */
    private final int[][] shifts;

    /** The upper half of each of them, times the constant of the extension, expanded. */
    private final long[][][] constants;

    private final PlaneMap toPoints;
    private final PlaneMap dualToPoints;
    private final PlaneMap pointsToDual;

    private EvaluationPoints(List<Integer> sigmas) {
        cosets = sigmas.size();
        offsets = sigmas.stream().mapToInt(sigma -> sigma & (1 << TowerField.BITS) - 1).toArray();
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
        boolean[][] powers = powers(sigmas);
        toPoints = new PlaneMap(powers);
        dualToPoints = new PlaneMap(times(inverse(form), transposed(inverse(powers))));
        pointsToDual = new PlaneMap(times(transposed(powers), form));
    }

    /**
     * @param cosets how many, 1, 2 or 4; polynomials have as many times 2^20 coefficients
     */
    static EvaluationPoints of(int cosets) {
        return switch (cosets) {
            case 1 -> One.POINTS;
            case 2 -> Two.POINTS;
            case 4 -> Four.POINTS;
            default -> throw new IllegalArgumentException("cosets: %d; 1, 2, 4".formatted(cosets));
        };
    }

    // Made when first wanted.

    private static final class One {
        private static final EvaluationPoints POINTS = make(1);
    }

    private static final class Two {
        private static final EvaluationPoints POINTS = make(2);
    }

    private static final class Four {
        private static final EvaluationPoints POINTS = make(4);
    }

    private static EvaluationPoints make(int cosets) {
        List<Integer> sigmas = new ArrayList<>();
        // s_15 takes the values x + Z with x in GF(2^16) in GF(2^32), all of degree 32. No two x in
        // the space of v_1 and v_2 make conjugate points, or the matrix would be singular.
        for (int index = 0; index < cosets; index++) {
            int x = (index & 1) * TowerField.cantor(1) ^ (index >>> 1) * TowerField.cantor(2);
            sigmas.add(x | 1 << TowerField.BITS);
        }
        return new EvaluationPoints(sigmas);
    }

    int cosets() {
        return cosets;
    }

    /** Words of a polynomial. */
    int words() {
        return cosets * TowerField.EXTENDED_BITS * PointMaps.PLANE_WORDS;
    }

    /** The lower half x of sigma, in GF(16). */
    int offset(int coset) {
        return offsets[coset];
    }

    /** The value of s_level at the point phi of a coset. */
    int shift(int coset, int level) {
        return shifts[coset][level];
    }

    /** The upper half of {@link #shift} times the constant of the extension, expanded. */
    long[] expandedConstant(int coset, int level) {
        return constants[coset][level];
    }

    /** From even or odd planes to the sums over h on each coset. */
    PlaneMap toPoints() {
        return toPoints;
    }

    /** The inverse transposed. */
    PlaneMap dualToPoints() {
        return dualToPoints;
    }

    /** The transpose. */
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

    /** A row for each bit of tau^h on each coset, a column for each h. */
    private static boolean[][] powers(List<Integer> sigmas) {
        int size = TowerField.BITS * sigmas.size();
        boolean[][] matrix = new boolean[size][size];
        for (int row = 0; row < size; row += TowerField.BITS) {
            int sigma = sigmas.get(row / TowerField.BITS);
            int tau = TowerField.timesExtended(sigma, sigma) ^ sigma;
            int power = 1;
            for (int h = 0; h < size; h++) {
                for (int bit = 0; bit < TowerField.BITS; bit++) {
                    matrix[row + bit][h] = (power >>> bit & 1) != 0;
                }
                power = TowerField.times(power, tau);
            }
        }
        return matrix;
    }

    /** On each coset the lowest bits of products of the elements of which only one bit is set. */
    private static boolean[][] form(int cosets) {
        int size = TowerField.BITS * cosets;
        boolean[][] matrix = new boolean[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < TowerField.BITS; j++) {
                int bit = TowerField.times(1 << i % TowerField.BITS, 1 << j) & 1;
                matrix[i][i / TowerField.BITS * TowerField.BITS + j] = bit != 0;
            }
        }
        return matrix;
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

package io.bellwether.gf2;

import io.bellwether.gf2.NovelBasis.Way;

import java.util.Arrays;

/**
 * The additive Fourier transform of a polynomial over GF(2) at the points of {@link
 * EvaluationPoints}, with the butterflies of Lin, Chung and Han in the Cantor basis on bit planes,
 * and the transposes of the transform and of its inverse.
 *
 * <p>With F the transform, D_k the diagonal matrix of the values of a polynomial k, and F' the
 * inverse, {@code F' D_k F} maps a polynomial to its product with k, of which the coefficients are
 * sums along the diagonals of a matrix. Its transpose {@code F^T D_k^T F'^T}, applied to a string
 * s, is the string of the {@code sum of k_l s_(r+l)}: a Toeplitz matrix times a vector, without the
 * coefficients of a full product that nobody wants (the transposition principle; Bostan, Lecerf and
 * Schost 2003, "Tellegen's principle into practice"). All that F consists of is transposed by
 * itself: additions change direction; products by elements of the field are symmetric after a
 * linear change of the basis, which is merged into the maps of {@link EvaluationPoints}.
 *
 * <p>An index within a coset has 15 bits. Bits that number the groups of planes are joined by
 * butterflies between groups; the others first trade places with bits that are done:
 *
 * <pre>
 *               place in a word     word    bits of the group's number, from the lowest
 * levels 14-12  0 to 5              6 7 8     9 10 11 12 13 14
 * levels 11-6   0 to 5           12 13 14     9 10 11  6  7  8
 * levels 5-0    9 10 11 6 7 8    12 13 14     0  1  2  3  4  5
 * </pre>
 *
 * <p>Its time does not depend on the data: there is no table that data index. One transform serves
 * one thread.
 */
final class FrobeniusTransform {
    /** Groups of planes of a coset: a group holds 512 values of 32 bits. */
    static final int GROUPS = 64;

    /** Words from one group to the next: not a power of two, for the sake of the caches. */
    static final int STRIDE = PlaneKernels.LONG_ELEMENT + PlaneKernels.PLANE;

    /** Words of the values on a coset. */
    static final int COSET = GROUPS * STRIDE;

    /** Sets of groups of which the numbers have the same upper or the same lower three bits. */
    static final int SETS = 8;

    /** Groups of a set. */
    private static final int SET = GROUPS / SETS;

    /** The last of the steps that the butterflies on a coset consist of. */
    static final int LAST_STEP = 5;

    private static final int PLANE = PlaneKernels.PLANE;
    private static final int LOW_HALF = (1 << TowerField.BITS) - 1;
    private static final int[] FIRST_BITS = {9, 10, 11, 12, 13, 14};
    private static final int[] SECOND_BITS = {9, 10, 11, 6, 7, 8};
    private static final int[] THIRD_BITS = {0, 1, 2, 3, 4, 5};

    /** For each level the part of the twiddle that depends on the place in a group, expanded. */
    private static final long[][] LANE_TWIDDLES =
            new long[EvaluationPoints.LEVELS][PlaneKernels.EXPANDED];

    static {
        for (int level = 0; level < 12; level++) {
            for (int lane = 0; lane < 64 * PLANE; lane++) {
                int twiddle = twiddle(lane >>> 6, new int[] {12, 13, 14}, level);
                if (level < 6) {
                    twiddle ^= twiddle(lane, SECOND_BITS, level);
                }
                for (int bit = 0; bit < TowerField.BITS; bit++) {
                    int word = bit * PLANE + lane / 64;
                    LANE_TWIDDLES[level][word] |= (long) (twiddle >>> bit & 1) << lane;
                }
            }
            PlaneKernels.expand(LANE_TWIDDLES[level].clone(), 0, LANE_TWIDDLES[level]);
        }
    }

    private final EvaluationPoints points;
    private final long[] low = new long[PlaneKernels.EXPANDED];
    private final long[] both = new long[PlaneKernels.EXPANDED];
    private final long[] scratch = new long[PlaneKernels.SCRATCH];

    FrobeniusTransform(EvaluationPoints points) {
        this.points = points;
    }

    /** The sum over the bits of an index of what they add to the twiddles of a level. */
    private static int twiddle(int index, int[] meaning, int level) {
        int sum = 0;
        for (int k = 0; k < meaning.length; k++) {
            boolean set = (index >>> k & 1) != 0 && meaning[k] > level;
            sum ^= set ? TowerField.cantor(meaning[k] - level) : 0;
        }
        return sum;
    }

    /**
     * One of the steps that the butterflies on one coset consist of, numbered up to {@link
     * #LAST_STEP} from coefficients to values; for the transpose the last is the first. Its sets
     * are independent; each needs what the step before has made of all of them.
     *
     * @param set up to {@link #SETS}: for step 0 the groups of which the number modulo SETS is this
     *     one, for the last step the groups of which the number divided by SETS is
     */
    void step(long[] planes, int coset, int step, int set, Way way) {
        switch (step) {
            case 0 -> {
                if (way == Way.TRANSPOSED) {
                    tradeWords(planes, coset, set);
                }
                levels(planes, coset, 14, FIRST_BITS, false, set, way);
                if (way != Way.TRANSPOSED) {
                    tradeWords(planes, coset, set);
                }
            }
            case 1 -> levels(planes, coset, 11, SECOND_BITS, true, set, way);
            case 2 -> levels(planes, coset, 8, SECOND_BITS, false, set, way);
            case 3 -> tradePlaces(planes, coset, set);
            case 4 -> levels(planes, coset, 5, THIRD_BITS, false, set, way);
            default -> levels(planes, coset, 2, THIRD_BITS, true, set, way);
        }
    }

    private static void tradeWords(long[] planes, int coset, int set) {
        PlaneTrades.tradeWords(planes, coset * COSET + set * STRIDE, SETS * STRIDE, STRIDE);
    }

    private static void tradePlaces(long[] planes, int coset, int set) {
        int planesOfSet = TowerField.EXTENDED_BITS / SETS;
        for (int plane = set * planesOfSet; plane < (set + 1) * planesOfSet; plane++) {
            PlaneTrades.tradePlaces(planes, coset * COSET + plane * PLANE, STRIDE);
        }
    }

    /**
     * Three levels from {@code top} down, or for the transpose up to it, in eight groups.
     *
     * @param meaning the index bit that each bit of a group's number is
     * @param lower whether the levels belong to the lower three bits of the group's number
     * @param set the value of the other three bits
     */
    private void levels(
            long[] planes, int coset, int top, int[] meaning, boolean lower, int set, Way way) {
        for (int k = 0; k < 3; k++) {
            int level = way == Way.TRANSPOSED ? top - 2 + k : top - k;
            int shift = points.shift(coset, level);
            int constant = shift >>> TowerField.BITS;
            int bit = (lower ? 0 : 3) + level - top + 2;
            for (int pair = 0; pair < SET; pair++) {
                int member = lower ? set * SET + pair : set + pair * SET;
                if ((member >>> bit & 1) == 0) {
                    // Members that differ below the bit share their twiddle.
                    int below = (1 << level - top + 2) - 1;
                    if ((pair & below) == 0) {
                        int point = twiddle(member, meaning, level) ^ shift & LOW_HALF;
                        PlaneKernels.expand(
                                point, point ^ constant, LANE_TWIDDLES[level], low, both);
                    }
                    int u = coset * COSET + member * STRIDE;
                    butterfly(
                            planes,
                            u,
                            u + (STRIDE << bit),
                            points.expandedConstant(coset, level),
                            way);
                }
            }
        }
    }

    /**
     * With twiddle t forward {@code u += t w; w += u}; the inverse's transpose {@code w += t u; u
     * += w}; the transpose {@code u += w; w += t u}.
     *
     * @param high the upper half of the twiddle; the rest is in {@link #low} and {@link #both}
     */
    private void butterfly(long[] planes, int u, int w, long[] high, Way way) {
        int words = PlaneKernels.LONG_ELEMENT;
        switch (way) {
            case FORWARD -> {
                PlaneKernels.addLongProduct(planes, w, low, both, high, planes, u, scratch);
                PlaneKernels.add(planes, u, planes, w, planes, w, words);
            }
            case DUAL -> {
                PlaneKernels.addLongProduct(planes, u, low, both, high, planes, w, scratch);
                PlaneKernels.add(planes, w, planes, u, planes, u, words);
            }
            case TRANSPOSED -> {
                PlaneKernels.add(planes, w, planes, u, planes, u, words);
                PlaneKernels.addLongProduct(planes, u, low, both, high, planes, w, scratch);
            }
        }
    }

    /** Overwrites what is left of the operands. */
    void erase() {
        Arrays.fill(scratch, 0);
    }
}

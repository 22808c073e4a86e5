package io.bellwether.gf2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Arithmetic in GF(2^16) on bit planes: an operand is 16 planes of {@link #PLANE} words, plane b
 * holding bit b of {@code 64 PLANE} elements, so that sums are XOR and products are AND and XOR of
 * whole registers. An operand in GF(2^32), {@code a0 + a1 Z}, is two of them: a0 and a0 + a1.
 *
 * <p>A product of 16 planes is three of eight planes, see {@link PlaneProducts}. The factor that is
 * used often comes expanded, see {@link #expand}.
 */
final class PlaneKernels {
    static final int PLANE = 8;

    /** Words of an operand. */
    static final int ELEMENT = 16 * PLANE;

    /** Words of an operand in GF(2^32): two elements. */
    static final int LONG_ELEMENT = 2 * ELEMENT;

    /** Words of an expanded operand. */
    static final int EXPANDED = 24 * PLANE;

    /** Words of working memory for a product in GF(2^32). */
    static final int SCRATCH = 3 * ELEMENT;

    /** Nothing, expanded. */
    static final long[] ZERO = new long[EXPANDED];

    /** The constant of the extension to GF(2^32) in every place, expanded. */
    private static final long[] EXPANDED_STEP = new long[EXPANDED];

    static final VectorSpecies<Long> LONGS =
            LongVector.SPECIES_PREFERRED.length() > PLANE
                    ? LongVector.SPECIES_512
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANES = LONGS.length();
    private static final int HALF = 8 * PLANE;

    /** Products in GF(16) by 1, 2, 4 and 8. */
    private static final int[][] TIMES_NIBBLE = new int[16][4];

    static {
        expand(TowerField.STEP, ZERO, EXPANDED_STEP);
        for (int x = 0; x < 16; x++) {
            for (int k = 0; k < 4; k++) {
                TIMES_NIBBLE[x][k] = TowerField.times(x, 1 << k);
            }
        }
    }

    private PlaneKernels() {}

    /** out = a + b, over {@code words} words; out may be a or b. */
    static void add(long[] a, int aAt, long[] b, int bAt, long[] out, int outAt, int words) {
        for (int i = 0; i < words; i += LANES) {
            LongVector.fromArray(LONGS, a, aAt + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(LONGS, b, bAt + i))
                    .intoArray(out, outAt + i);
        }
    }

    /** Lays out an operand as the factors of a product: low half, high half and their sum. */
    static void expand(long[] a, int at, long[] out) {
        System.arraycopy(a, at, out, 0, ELEMENT);
        add(a, at, a, at + HALF, out, ELEMENT, HALF);
    }

    /** The same for one element in every place, added to the expanded operand {@code a}. */
    static void expand(int element, long[] a, long[] out) {
        int bits = bits(element);
        for (int i = 0; i < EXPANDED; i += LANES) {
            load(a, i)
                    .lanewise(VectorOperators.XOR, -(long) (bits >>> i / PLANE & 1))
                    .intoArray(out, i);
        }
    }

    /** The same for two elements. */
    static void expand(int first, int second, long[] a, long[] firstOut, long[] secondOut) {
        int firstBits = bits(first);
        int secondBits = bits(second);
        for (int i = 0; i < EXPANDED; i += LANES) {
            LongVector lanes = load(a, i);
            lanes.lanewise(VectorOperators.XOR, -(long) (firstBits >>> i / PLANE & 1))
                    .intoArray(firstOut, i);
            lanes.lanewise(VectorOperators.XOR, -(long) (secondBits >>> i / PLANE & 1))
                    .intoArray(secondOut, i);
        }
    }

    private static int bits(int element) {
        return element | ((element ^ element >>> 8) & 0xff) << 16;
    }

    /**
     * out += a b in GF(2^16); out is not a.
     *
     * @param expanded b, expanded
     * @param scratch at least {@link #ELEMENT} words
     */
    static void addProduct(
            long[] a, int at, long[] expanded, long[] out, int outAt, long[] scratch) {
        PlaneProducts.product8(a, at, expanded, 0, scratch, 0);
        PlaneProducts.addMiddle(a, at, expanded, ELEMENT, scratch, 0, out, outAt);
        PlaneProducts.addHigh(a, at, expanded, HALF, scratch, 0, out, outAt);
    }

    /** The same, with a factor that is not expanded. */
    static void addProduct(
            long[] a, int at, long[] b, int bAt, long[] out, int outAt, long[] scratch) {
        add(b, bAt, b, bAt + HALF, scratch, HALF, HALF);
        PlaneProducts.product8(a, at, b, bAt, scratch, 0);
        PlaneProducts.addMiddle(a, at, scratch, HALF, scratch, 0, out, outAt);
        PlaneProducts.addHigh(a, at, b, bAt + HALF, scratch, 0, out, outAt);
    }

    /**
     * out += a b in GF(2^32) (Karatsuba): with {@code b = b0 + b1 Z} the product is made of a0 b0,
     * (a0 + a1) (b0 + b1) and c a1 b1, the first two of the operands as they are and the third
     * added to both.
     *
     * @param low b0, expanded
     * @param both b0 + b1, expanded
     * @param high c b1, expanded
     * @param scratch at least {@link #ELEMENT} words
     */
    static void addLongProduct(
            long[] a,
            int at,
            long[] low,
            long[] both,
            long[] high,
            long[] out,
            int outAt,
            long[] scratch) {
        addProduct(a, at, low, out, outAt, scratch);
        addProduct(a, at + ELEMENT, both, out, outAt + ELEMENT, scratch);
        PlaneProducts.sumProduct8(a, at, high, 0, scratch, 0);
        PlaneProducts.addSumMiddle(a, at, high, ELEMENT, scratch, 0, out, outAt);
        PlaneProducts.addSumHigh(a, at, high, HALF, scratch, 0, out, outAt);
    }

    /**
     * The three products of which one in GF(2^32) is made, added to the elements of {@code out}.
     *
     * @param scratch {@link #SCRATCH} words
     */
    static void addProducts(
            long[] a, int at, long[] b, int bAt, long[] out, int outAt, long[] scratch) {
        addProduct(a, at, b, bAt, out, outAt, scratch);
        addProduct(a, at + ELEMENT, b, bAt + ELEMENT, out, outAt + ELEMENT, scratch);
        int aHigh = ELEMENT;
        int bHigh = 2 * ELEMENT;
        add(a, at, a, at + ELEMENT, scratch, aHigh, ELEMENT);
        add(b, bAt, b, bAt + ELEMENT, scratch, bHigh, ELEMENT);
        addProduct(scratch, aHigh, scratch, bHigh, out, outAt + LONG_ELEMENT, scratch);
    }

    /** Makes products in GF(2^32) of sums that {@link #addProducts} has made. */
    static void joinProducts(long[] products, int at, long[] out, int outAt, long[] scratch) {
        Arrays.fill(scratch, ELEMENT, SCRATCH, 0);
        addProduct(products, at + LONG_ELEMENT, EXPANDED_STEP, scratch, ELEMENT, scratch);
        add(products, at, scratch, ELEMENT, out, outAt, ELEMENT);
        add(products, at + ELEMENT, scratch, ELEMENT, out, outAt + ELEMENT, ELEMENT);
    }

    /** out = x a in GF(2^16), for a constant x in GF(16); out is not a. */
    static void timesNibble(int x, long[] a, int at, long[] out) {
        for (int plane = 0; plane < TowerField.BITS; plane++) {
            int nibble = plane & -4;
            for (int i = 0; i < PLANE; i += LANES) {
                LongVector sum = LongVector.zero(LONGS);
                for (int k = 0; k < 4; k++) {
                    if ((TIMES_NIBBLE[x][k] >>> (plane & 3) & 1) != 0) {
                        sum = xor(sum, load(a, at + (nibble + k) * PLANE + i));
                    }
                }
                sum.intoArray(out, plane * PLANE + i);
            }
        }
    }

    private static LongVector load(long[] a, int at) {
        return LongVector.fromArray(LONGS, a, at);
    }

    private static LongVector xor(LongVector a, LongVector b) {
        return a.lanewise(VectorOperators.XOR, b);
    }

    /** One step of a transpose of 8 matrices of 64 x 64 bits that lie side by side. */
    static void exchange(long[] a, int first, int second, int distance, long mask) {
        for (int i = 0; i < PLANE; i += LANES) {
            LongVector x = load(a, first + i);
            LongVector y = load(a, second + i);
            LongVector t = xor(x.lanewise(VectorOperators.LSHR, distance), y).and(mask);
            xor(y, t).intoArray(a, second + i);
            xor(x, t.lanewise(VectorOperators.LSHL, distance)).intoArray(a, first + i);
        }
    }
}

package io.bellwether.gf2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic in GF(2^16) on bit planes: an operand is 16 planes of {@link #PLANE} words, plane b
 * holding bit b of {@code 64 PLANE} elements, so that sums are XOR and products are AND and XOR of
 * whole registers.
 *
 * <p>A product of 16 planes is three of eight planes, see {@link PlaneProducts}. The factor that is
 * used often comes expanded, see {@link #expand}.
 */
final class PlaneKernels {
    static final int PLANE = 8;

    /** Words of an operand. */
    static final int ELEMENT = 16 * PLANE;

    /** Words of an expanded operand. */
    static final int EXPANDED = 24 * PLANE;

    static final VectorSpecies<Long> LONGS =
            LongVector.SPECIES_PREFERRED.length() > PLANE
                    ? LongVector.SPECIES_512
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANES = LONGS.length();
    private static final int HALF = 8 * PLANE;

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

    /**
     * The same for one element in every place, added to the expanded operand {@code a}.
     *
     * @param words how many words are needed: fewer for elements of subfields
     */
    static void expand(int element, long[] a, long[] out, int words) {
        int bits = element | ((element ^ element >>> 8) & 0xff) << 16;
        for (int i = 0; i < words; i += LANES) {
            LongVector.fromArray(LONGS, a, i)
                    .lanewise(VectorOperators.XOR, -(long) (bits >>> i / PLANE & 1))
                    .intoArray(out, i);
        }
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

    /** The same, with a factor in GF(256): only planes 0 to 7 of it are not zero. */
    static void addProductByByte(long[] a, int at, long[] expanded, long[] out, int outAt) {
        PlaneProducts.addProduct8(a, at, expanded, 0, out, outAt);
        PlaneProducts.addProduct8(a, at + HALF, expanded, 0, out, outAt + HALF);
    }

    /** The same, with a factor in GF(16): only planes 0 to 3 of it are not zero. */
    static void addProductByNibble(long[] a, int at, long[] expanded, long[] out, int outAt) {
        for (int k = 0; k < ELEMENT; k += 4 * PLANE) {
            PlaneProducts.addProduct4(a, at + k, expanded, 0, out, outAt + k);
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

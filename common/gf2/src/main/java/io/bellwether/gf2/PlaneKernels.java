package io.bellwether.gf2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic in GF(2^16) on bit planes: an operand is 16 planes of {@link #PLANE} words, plane b
 * holding bit b of {@code 64 PLANE} elements, so that sums are XOR and products are AND and XOR of
 * whole registers.
 *
 * <p>A product of 16 planes is nine of four planes (Karatsuba twice). The factor that is used often
 * comes expanded, see {@link #expand}. Kernels are kept small: just-in-time compilation allocates
 * vectors in memory when a method has more than about 130 of them.
 */
final class PlaneKernels {
    static final int PLANE = 8;

    /** Words of an operand. */
    static final int ELEMENT = 16 * PLANE;

    /** Words of an expanded operand. */
    static final int EXPANDED = 36 * PLANE;

    private static final VectorSpecies<Long> LONGS =
            LongVector.SPECIES_PREFERRED.length() > PLANE
                    ? LongVector.SPECIES_512
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANES = LONGS.length();
    private static final int QUARTER = 4 * PLANE;
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

    /**
     * Lays out an operand as the nine factors of a product: low quarter, high quarter and their sum
     * of the low half, of the high half and of the sum of the halves.
     */
    static void expand(long[] a, int at, long[] out) {
        System.arraycopy(a, at, out, 0, HALF);
        System.arraycopy(a, at + HALF, out, 3 * QUARTER, HALF);
        add(a, at, a, at + HALF, out, 6 * QUARTER, HALF);
        for (int k = 0; k < 9 * QUARTER; k += 3 * QUARTER) {
            add(out, k, out, k + QUARTER, out, k + 2 * QUARTER, QUARTER);
        }
    }

    /**
     * product = a b in GF(2^16).
     *
     * @param expanded b, expanded
     * @param scratch at least {@link #EXPANDED} words and an element
     */
    static void times(
            long[] a, int at, long[] expanded, long[] product, int productAt, long[] scratch) {
        add(a, at, a, at + HALF, scratch, 0, HALF);
        times8(a, at, expanded, 0, scratch, HALF, scratch, 4 * HALF);
        times8(a, at + HALF, expanded, 3 * QUARTER, scratch, 2 * HALF, scratch, 4 * HALF);
        times8(scratch, 0, expanded, 6 * QUARTER, scratch, 3 * HALF, scratch, 4 * HALF);
        join16(scratch, HALF, product, productAt);
    }

    /** The same, with a factor in GF(256): only planes 0 to 7 of it are not zero. */
    static void timesByte(
            long[] a, int at, long[] expanded, long[] product, int productAt, long[] scratch) {
        times8(a, at, expanded, 0, product, productAt, scratch, 0);
        times8(a, at + HALF, expanded, 0, product, productAt + HALF, scratch, 0);
    }

    /** The same, with a factor in GF(16): only planes 0 to 3 of it are not zero. */
    static void timesNibble(long[] a, int at, long[] expanded, long[] product, int productAt) {
        for (int k = 0; k < 4 * QUARTER; k += QUARTER) {
            times4(a, at + k, expanded, 0, product, productAt + k);
        }
    }

    private static void times8(
            long[] a, int at, long[] b, int bAt, long[] out, int outAt, long[] t, int tAt) {
        add(a, at, a, at + QUARTER, t, tAt, QUARTER);
        times4(a, at, b, bAt, t, tAt + QUARTER);
        times4(a, at + QUARTER, b, bAt + QUARTER, t, tAt + 2 * QUARTER);
        times4(t, tAt, b, bAt + 2 * QUARTER, t, tAt + 3 * QUARTER);
        join8(t, tAt + QUARTER, out, outAt);
    }

    private static LongVector load(long[] a, int at) {
        return LongVector.fromArray(LONGS, a, at);
    }

    private static LongVector xor(LongVector a, LongVector b) {
        return a.lanewise(VectorOperators.XOR, b);
    }

    /** In GF(16): four planes each. */
    private static void times4(long[] a, int at, long[] b, int bAt, long[] out, int outAt) {
        for (int i = 0; i < PLANE; i += LANES) {
            LongVector a0 = load(a, at + i);
            LongVector a1 = load(a, at + PLANE + i);
            LongVector a2 = load(a, at + 2 * PLANE + i);
            LongVector a3 = load(a, at + 3 * PLANE + i);
            LongVector b0 = load(b, bAt + i);
            LongVector b1 = load(b, bAt + PLANE + i);
            LongVector b2 = load(b, bAt + 2 * PLANE + i);
            LongVector b3 = load(b, bAt + 3 * PLANE + i);
            LongVector p = a0.and(b0);
            LongVector low1 = xor(xor(a0, a1).and(xor(b0, b1)), p);
            LongVector low0 = xor(p, a1.and(b1));
            LongVector q = a2.and(b2);
            LongVector high1 = xor(xor(a2, a3).and(xor(b2, b3)), q);
            LongVector high0 = xor(q, a3.and(b3));
            LongVector c0 = xor(a0, a2);
            LongVector c1 = xor(a1, a3);
            LongVector d0 = xor(b0, b2);
            LongVector d1 = xor(b1, b3);
            LongVector r = c0.and(d0);
            LongVector both1 = xor(xor(c0, c1).and(xor(d0, d1)), r);
            LongVector both0 = xor(r, c1.and(d1));
            xor(low0, high1).intoArray(out, outAt + i);
            xor(low1, xor(high0, high1)).intoArray(out, outAt + PLANE + i);
            xor(both0, low0).intoArray(out, outAt + 2 * PLANE + i);
            xor(both1, low1).intoArray(out, outAt + 3 * PLANE + i);
        }
    }

    /** From the products of low, high and summed quarters to the product in GF(256). */
    private static void join8(long[] t, int at, long[] out, int outAt) {
        add(t, at, t, at + 2 * QUARTER, out, outAt + QUARTER, QUARTER);
        for (int i = 0; i < PLANE; i += LANES) {
            LongVector h0 = load(t, at + QUARTER + i);
            LongVector h1 = load(t, at + QUARTER + PLANE + i);
            LongVector h2 = load(t, at + QUARTER + 2 * PLANE + i);
            LongVector h3 = load(t, at + QUARTER + 3 * PLANE + i);
            LongVector odd = xor(h1, h3);
            LongVector even = xor(h0, h2);
            xor(load(t, at + i), xor(h2, h3)).intoArray(out, outAt + i);
            xor(load(t, at + PLANE + i), h2).intoArray(out, outAt + PLANE + i);
            xor(load(t, at + 2 * PLANE + i), odd).intoArray(out, outAt + 2 * PLANE + i);
            xor(load(t, at + 3 * PLANE + i), xor(even, odd)).intoArray(out, outAt + 3 * PLANE + i);
        }
    }

    /** From the products of low, high and summed halves to the product in GF(2^16). */
    private static void join16(long[] t, int at, long[] out, int outAt) {
        add(t, at, t, at + 2 * HALF, out, outAt + HALF, HALF);
        int high = at + HALF;
        for (int i = 0; i < PLANE; i += LANES) {
            LongVector h4 = load(t, high + 4 * PLANE + i);
            LongVector h5 = load(t, high + 5 * PLANE + i);
            LongVector h6 = load(t, high + 6 * PLANE + i);
            LongVector h7 = load(t, high + 7 * PLANE + i);
            LongVector s0 = xor(load(t, high + i), h4);
            LongVector s1 = xor(load(t, high + PLANE + i), h5);
            LongVector s2 = xor(load(t, high + 2 * PLANE + i), h6);
            LongVector s3 = xor(load(t, high + 3 * PLANE + i), h7);
            xor(load(t, at + i), xor(h4, h6)).intoArray(out, outAt + i);
            xor(load(t, at + PLANE + i), xor(h5, h7)).intoArray(out, outAt + PLANE + i);
            xor(load(t, at + 2 * PLANE + i), xor(xor(h4, h5), h7))
                    .intoArray(out, outAt + 2 * PLANE + i);
            xor(load(t, at + 3 * PLANE + i), xor(xor(h4, h6), h7))
                    .intoArray(out, outAt + 3 * PLANE + i);
            xor(load(t, at + 4 * PLANE + i), xor(s2, s3)).intoArray(out, outAt + 4 * PLANE + i);
            xor(load(t, at + 5 * PLANE + i), s2).intoArray(out, outAt + 5 * PLANE + i);
            xor(load(t, at + 6 * PLANE + i), xor(s1, s3)).intoArray(out, outAt + 6 * PLANE + i);
            xor(load(t, at + 7 * PLANE + i), xor(xor(s0, s1), xor(s2, s3)))
                    .intoArray(out, outAt + 7 * PLANE + i);
        }
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

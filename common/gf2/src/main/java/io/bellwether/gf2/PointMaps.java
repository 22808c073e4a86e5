package io.bellwether.gf2;

import java.util.Arrays;

/**
 * The linear maps between the planes of a polynomial and what butterflies work on, see {@link
 * EvaluationPoints}, group by group: with e0 and e1 the sums of even and of odd planes times powers
 * of tau, the value on a coset is {@code e0 + sigma e1}, {@code sigma = x + Z}. One serves one
 * thread.
 */
final class PointMaps {
    private static final int PLANE = PlaneKernels.PLANE;
    private static final int ELEMENT = PlaneKernels.ELEMENT;

    /** Words from one plane of a polynomial to the next. */
    static final int PLANE_WORDS = FrobeniusTransform.GROUPS * PLANE;

    /** Even and odd planes. */
    private static final PlaneMap.Layout PLANES = new PlaneMap.Layout(2 * PLANE_WORDS, PLANE_WORDS);

    private final EvaluationPoints points;
    private final PlaneMap.Layout sums;

    /** e0 of all cosets, then e1. */
    private final long[] even;

    private final int odd;
    private final long[] product = new long[ELEMENT];
    private final long[] table;

    PointMaps(EvaluationPoints points) {
        this.points = points;
        odd = points.cosets() * ELEMENT;
        sums = new PlaneMap.Layout(PLANE, odd);
        even = new long[2 * odd];
        table = new long[points.toPoints().tableWords()];
    }

    /**
     * @param words of the polynomial that may be other than zero
     */
    void toValues(long[] bits, int words, int group, long[] values) {
        apply(points.toPoints(), bits, words, group);
        for (int coset = 0; coset < points.cosets(); coset++) {
            int e0 = coset * ELEMENT;
            int e1 = odd + e0;
            int low = at(coset, group);
            int high = low + ELEMENT;
            // e0 + sigma e1 in the basis of PlaneKernels: e0 + x e1 and that and e1.
            addProduct(points.offset(coset), even, e1, even, e0, values, low);
            PlaneKernels.add(values, low, even, e1, values, high, ELEMENT);
        }
    }

    /** The inverse of the transpose of {@link #toValues}, but for a change of the basis. */
    void dualToValues(long[] bits, int group, long[] values) {
        apply(points.dualToPoints(), bits, bits.length, group);
        for (int coset = 0; coset < points.cosets(); coset++) {
            int e0 = coset * ELEMENT;
            int e1 = odd + e0;
            int low = at(coset, group);
            int high = low + ELEMENT;
            addProduct(points.offset(coset), even, e0, even, e1, values, high);
            PlaneKernels.add(values, high, even, e0, values, low, ELEMENT);
        }
    }

    /**
     * The transpose of {@link #toValues}, but for another change of the basis.
     *
     * @param words of the polynomial that are wanted: a number of pairs of planes
     */
    void fromValues(long[] values, int group, long[] bits, int words) {
        for (int coset = 0; coset < points.cosets(); coset++) {
            int e0 = coset * ELEMENT;
            int e1 = odd + e0;
            int low = at(coset, group);
            int high = low + ELEMENT;
            PlaneKernels.add(values, low, values, high, even, e0, ELEMENT);
            addProduct(points.offset(coset), even, e0, values, high, even, e1);
        }
        points.pointsToDual()
                .apply(
                        even,
                        0,
                        sums,
                        points.cosets() * TowerField.BITS,
                        bits,
                        group * PLANE,
                        PLANES,
                        words / (2 * PLANE_WORDS),
                        table);
    }

    private void apply(PlaneMap map, long[] bits, int words, int group) {
        map.apply(
                bits,
                group * PLANE,
                PLANES,
                words / (2 * PLANE_WORDS),
                even,
                0,
                sums,
                points.cosets() * TowerField.BITS,
                table);
    }

    /** out = x a + b. */
    private void addProduct(int x, long[] a, int at, long[] b, int bAt, long[] out, int outAt) {
        if (x == 0) {
            System.arraycopy(b, bAt, out, outAt, ELEMENT);
        } else {
            PlaneKernels.timesNibble(x, a, at, product);
            PlaneKernels.add(product, 0, b, bAt, out, outAt, ELEMENT);
        }
    }

    private static int at(int coset, int group) {
        return coset * FrobeniusTransform.COSET + group * FrobeniusTransform.STRIDE;
    }

    /** Overwrites what is left of the operands. */
    void erase() {
        Arrays.fill(even, 0);
        Arrays.fill(product, 0);
        Arrays.fill(table, 0);
    }
}

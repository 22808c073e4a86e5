package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;

import java.util.Arrays;

/**
 * Moves blocks of strings between bits and values at the {@link EvaluationPoints}: one worker's
 * part of a {@link FastToeplitzProduct}.
 */
final class BlockTransform {
    /** Groups of planes, of 512 bits each, in a plane of a polynomial. */
    private static final int GROUPS = FrobeniusTransform.GROUPS;

    private static final int PLANE = PlaneKernels.PLANE;

    private final EvaluationPoints points;
    private final PointMaps maps;
    private final FrobeniusTransform transform;
    private final long[] bits;
    private final long[] values;
    private final long[] rows = new long[NovelBasis.PART];
    private final long[] scratch = new long[PlaneKernels.SCRATCH];

    BlockTransform(EvaluationPoints points) {
        this.points = points;
        transform = new FrobeniusTransform(points);
        maps = new PointMaps(points);
        bits = new long[points.words()];
        values = new long[valueWords(points)];
    }

    /** Words of a transformed block. */
    static int valueWords(EvaluationPoints points) {
        return points.cosets() * FrobeniusTransform.COSET;
    }

    /** Words of a sum of products of transformed blocks, unreduced. */
    static int sumWords(EvaluationPoints points) {
        return points.cosets() * GROUPS * sumStride();
    }

    private static int sumStride() {
        return 3 * PlaneKernels.ELEMENT + PLANE;
    }

    /**
     * Transforms a block of a vector, as the coefficients of a polynomial, the last bit first.
     *
     * @param last the bit after the last
     * @param count how many bits: a multiple of 64; those before the string are zero
     */
    void column(BitArray vector, long last, long count, long[] out) {
        int words = (int) (count >>> 6);
        for (int k = 0; k < words; k++) {
            bits[k] = Long.reverse(wordAt(vector, last - 64 * (k + 1L)));
        }
        Arrays.fill(bits, words, bits.length, 0);
        int end = roundedToParts(words);
        NovelBasis.convertParts(bits, end, NovelBasis.Way.FORWARD);
        convert(end, NovelBasis.Way.FORWARD);
        for (int group = 0; group < GROUPS; group++) {
            maps.toValues(bits, end, group, out);
        }
        butterflies(out, FrobeniusTransform.Way.FORWARD);
    }

    private static long wordAt(BitArray vector, long at) {
        if (at >= 0) {
            return vector.wordAt(at);
        }
        return at <= -64 ? 0 : vector.wordAt(0) << -at;
    }

    /** Transforms a block of the diagonals that begins with a word, as long as there are any. */
    void stretch(BitArray diagonals, long from, long[] out) {
        long[] words = diagonals.words();
        int first = (int) Math.min(from >>> 6, words.length);
        int count = Math.min(bits.length, words.length - first);
        System.arraycopy(words, first, bits, 0, count);
        Arrays.fill(bits, count, bits.length, 0);
        NovelBasis.convertParts(bits, bits.length, NovelBasis.Way.DUAL);
        convert(bits.length, NovelBasis.Way.DUAL);
        for (int group = 0; group < GROUPS; group++) {
            maps.dualToValues(bits, group, out);
        }
        butterflies(out, FrobeniusTransform.Way.DUAL);
    }

    private void convert(int end, NovelBasis.Way way) {
        for (int at = 0; at < end; at += NovelBasis.PART) {
            NovelBasis.convertPart(bits, at, way, rows);
        }
    }

    private void butterflies(long[] out, FrobeniusTransform.Way way) {
        for (int coset = 0; coset < points.cosets(); coset++) {
            transform.toValues(out, coset, way);
        }
    }

    /** Adds the products of the values of some groups. */
    void addProducts(long[] column, long[] stretch, long[] sum, int firstGroup, int endGroup) {
        for (int group = firstGroup; group < endGroup; group++) {
            int at = group * FrobeniusTransform.STRIDE;
            PlaneKernels.addProducts(column, at, stretch, at, sum, group * sumStride(), scratch);
        }
    }

    /** Transforms a sum of products to a block of rows and writes it from a word on. */
    void rows(long[] sum, BitArray product, long from, long count) {
        for (int coset = 0; coset < points.cosets(); coset++) {
            fromValues(sum, coset, values);
        }
        int parts = parts(product, from, count);
        convertParts(values, bits, 0, parts);
        write(bits, product, from, count);
    }

    /** The first step of {@link #rows}: the butterflies on one coset. */
    void fromValues(long[] sum, int coset, long[] out) {
        for (int group = coset * GROUPS; group < (coset + 1) * GROUPS; group++) {
            int at = group * FrobeniusTransform.STRIDE;
            PlaneKernels.joinProducts(sum, group * sumStride(), out, at, scratch);
        }
        transform.fromValues(out, coset);
    }

    /** The second step of {@link #rows}: some parts, each of {@link NovelBasis#PART} words. */
    void convertParts(long[] values, long[] bits, int first, int end) {
        for (int group = 0; group < GROUPS; group++) {
            maps.fromValues(values, group, bits, first * NovelBasis.PART, end * NovelBasis.PART);
        }
        for (int part = first; part < end; part++) {
            NovelBasis.convertPart(bits, part * NovelBasis.PART, NovelBasis.Way.TRANSPOSED, rows);
        }
    }

    /** The last step of {@link #rows}. */
    static void write(long[] bits, BitArray product, long from, long count) {
        int end = parts(product, from, count) * NovelBasis.PART;
        NovelBasis.convertParts(bits, end, NovelBasis.Way.TRANSPOSED);
        int words = BitArray.wordsFor(Math.min(count, product.length() - from));
        System.arraycopy(bits, 0, product.words(), (int) (from >>> 6), words);
    }

    /** How many parts hold the block of rows from a bit of the product on. */
    static int parts(BitArray product, long from, long count) {
        int words = BitArray.wordsFor(Math.min(count, product.length() - from));
        return roundedToParts(words) / NovelBasis.PART;
    }

    private static int roundedToParts(int words) {
        return (words + NovelBasis.PART - 1) / NovelBasis.PART * NovelBasis.PART;
    }

    void erase() {
        for (long[] words : new long[][] {bits, values, rows, scratch}) {
            Arrays.fill(words, 0);
        }
        maps.erase();
        transform.erase();
    }
}

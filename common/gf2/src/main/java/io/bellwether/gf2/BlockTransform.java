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
    private static final int PLANE_WORDS = GROUPS * PLANE;
    private static final PlaneMap.Layout BITS =
            new PlaneMap.Layout(PLANE_WORDS, TowerField.EXTENDED_BITS * PLANE_WORDS);
    private static final PlaneMap.Layout VALUES =
            new PlaneMap.Layout(PLANE, FrobeniusTransform.COSET);

    private final EvaluationPoints points;
    private final FrobeniusTransform transform;
    private final long[] bits;
    private final long[] values;
    private final long[] table;
    private final long[] rows = new long[NovelBasis.PART];
    private final long[] scratch = new long[PlaneKernels.SCRATCH];

    BlockTransform(EvaluationPoints points) {
        this.points = points;
        transform = new FrobeniusTransform(points);
        bits = new long[points.planes() * PLANE_WORDS];
        values = new long[valueWords(points)];
        table = new long[points.toPoints().tableWords()];
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
     * @param end the bit after the last
     * @param count how many bits: a multiple of 64; those before the string are zero
     */
    void column(BitArray vector, long end, long count, long[] out) {
        int words = (int) (count >>> 6);
        for (int k = 0; k < words; k++) {
            bits[k] = Long.reverse(wordAt(vector, end - 64 * (k + 1L)));
        }
        Arrays.fill(bits, words, bits.length, 0);
        int end32 = roundedToParts(words);
        NovelBasis.convertParts(bits, end32, NovelBasis.Way.FORWARD);
        convert(end32, NovelBasis.Way.FORWARD);
        transform(points.toPoints(), end32, out, FrobeniusTransform.Way.FORWARD);
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
        transform(points.dualToPoints(), bits.length, out, FrobeniusTransform.Way.DUAL);
    }

    private void convert(int end, NovelBasis.Way way) {
        for (int at = 0; at < end; at += NovelBasis.PART) {
            NovelBasis.convertPart(bits, at, way, rows);
        }
    }

    private void transform(PlaneMap map, int words, long[] out, FrobeniusTransform.Way way) {
        for (int group = 0; group < GROUPS; group++) {
            map.apply(
                    bits,
                    group * PLANE,
                    BITS,
                    words / PLANE_WORDS,
                    out,
                    group * FrobeniusTransform.STRIDE,
                    VALUES,
                    points.planes(),
                    table);
        }
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
        for (int group = 0; group < points.cosets() * GROUPS; group++) {
            int at = group * FrobeniusTransform.STRIDE;
            PlaneKernels.joinProducts(sum, group * sumStride(), values, at, scratch);
        }
        for (int coset = 0; coset < points.cosets(); coset++) {
            transform.fromValues(values, coset);
        }
        int words = BitArray.wordsFor(Math.min(count, product.length() - from));
        int end = roundedToParts(words);
        for (int group = 0; group < GROUPS; group++) {
            points.pointsToDual()
                    .apply(
                            values,
                            group * FrobeniusTransform.STRIDE,
                            VALUES,
                            points.planes(),
                            bits,
                            group * PLANE,
                            BITS,
                            end / PLANE_WORDS,
                            table);
        }
        convert(end, NovelBasis.Way.TRANSPOSED);
        NovelBasis.convertParts(bits, end, NovelBasis.Way.TRANSPOSED);
        System.arraycopy(bits, 0, product.words(), (int) (from >>> 6), words);
    }

    private static int roundedToParts(int words) {
        return (words + NovelBasis.PART - 1) / NovelBasis.PART * NovelBasis.PART;
    }

    void erase() {
        for (long[] words : new long[][] {bits, values, table, rows, scratch}) {
            Arrays.fill(words, 0);
        }
        transform.erase();
    }
}

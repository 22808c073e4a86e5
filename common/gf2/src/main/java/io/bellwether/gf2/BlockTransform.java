package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.NovelBasis.Way;

import java.util.Arrays;

/**
 * Moves blocks of strings between bits and values at the {@link EvaluationPoints}, in steps that
 * consist of independent parts: one worker's share of a {@link ToeplitzTile}. From bits to values a
 * block is loaded, its parts are converted, and the steps of the butterflies follow, of which the
 * first begins with the linear maps; back it is the other way round.
 */
final class BlockTransform {
    private static final int GROUPS = FrobeniusTransform.GROUPS;
    private static final int SETS = FrobeniusTransform.SETS;
    private static final int PLANE = PlaneKernels.PLANE;

    /** Words of a sum of products of groups, unreduced. */
    static final int SUM = 3 * PlaneKernels.ELEMENT + PLANE;

    private final EvaluationPoints points;
    private final PointMaps maps;
    private final FrobeniusTransform transform;
    private final long[] rows = new long[NovelBasis.PART];
    private final long[] scratch = new long[PlaneKernels.SCRATCH];
    private final long[] sum = new long[SUM];

    BlockTransform(EvaluationPoints points) {
        this.points = points;
        transform = new FrobeniusTransform(points);
        maps = new PointMaps(points);
    }

    /** Words of a transformed block. */
    static int valueWords(EvaluationPoints points) {
        return points.cosets() * FrobeniusTransform.COSET;
    }

    /**
     * Reads a block of a vector, as the coefficients of a polynomial, the last bit first.
     *
     * @param last the bit after the last
     * @param count how many bits: a multiple of 64; those before the string are zero
     */
    static void loadColumn(BitArray vector, long last, long count, long[] bits) {
        int words = (int) (count >>> 6);
        for (int k = 0; k < words; k++) {
            bits[k] = Long.reverse(wordAt(vector, last - 64 * (k + 1L)));
        }
        Arrays.fill(bits, words, bits.length, 0);
        NovelBasis.convertParts(bits, parts(count) * NovelBasis.PART, Way.FORWARD);
    }

    private static long wordAt(BitArray vector, long at) {
        if (at >= 0) {
            return vector.wordAt(at);
        }
        return at <= -64 ? 0 : vector.wordAt(0) << -at;
    }

    /** Reads a block of the diagonals that begins with a word, as long as there are any. */
    static void loadStretch(BitArray diagonals, long from, long[] bits) {
        long[] words = diagonals.words();
        int first = (int) Math.min(from >>> 6, words.length);
        int count = Math.min(bits.length, words.length - first);
        System.arraycopy(words, first, bits, 0, count);
        Arrays.fill(bits, count, bits.length, 0);
        NovelBasis.convertParts(bits, bits.length, Way.DUAL);
    }

    /** How many parts hold so many bits. */
    static int parts(long bits) {
        return (BitArray.wordsFor(bits) + NovelBasis.PART - 1) / NovelBasis.PART;
    }

    /** Converts one part to the basis of the transform, or back. */
    void convertPart(long[] bits, int part, Way way) {
        NovelBasis.convertPart(bits, part * NovelBasis.PART, way, rows);
    }

    /**
     * The linear maps of one set and the first step of the butterflies on all cosets.
     *
     * @param parts of the polynomial that may be other than zero
     */
    void toValues(long[] bits, int parts, int set, Way way, long[] values) {
        for (int group = set; group < GROUPS; group += SETS) {
            if (way == Way.DUAL) {
                maps.dualToValues(bits, group, values);
            } else {
                maps.toValues(bits, parts * NovelBasis.PART, group, values);
            }
        }
        for (int coset = 0; coset < points.cosets(); coset++) {
            transform.step(values, coset, 0, set, way);
        }
    }

    /** A step of the butterflies, see {@link FrobeniusTransform#step}. */
    void butterflies(long[] values, int coset, int step, int set, Way way) {
        transform.step(values, coset, step, set, way);
    }

    /** Where products of a group can be added. */
    long[] zeroSum() {
        Arrays.fill(sum, 0);
        return sum;
    }

    /** Adds the products of the values of a group to a sum of {@link #SUM} words. */
    void addProducts(long[] column, long[] stretch, int group, long[] sum, int sumAt) {
        int at = group * FrobeniusTransform.STRIDE;
        PlaneKernels.addProducts(column, at, stretch, at, sum, sumAt, scratch);
    }

    /** Reduces a sum of products of a group. */
    void joinProducts(long[] sum, int sumAt, int group, long[] values) {
        PlaneKernels.joinProducts(sum, sumAt, values, group * FrobeniusTransform.STRIDE, scratch);
    }

    /** The opposite of {@link #toValues}, transposed. */
    void fromValues(long[] values, int set, long[] bits, int parts) {
        for (int coset = 0; coset < points.cosets(); coset++) {
            transform.step(values, coset, 0, set, Way.TRANSPOSED);
        }
        for (int group = set; group < GROUPS; group += SETS) {
            maps.fromValues(values, group, bits, parts * NovelBasis.PART);
        }
    }

    /** Writes a block of rows, of which the parts are converted, from a word on. */
    static void write(long[] bits, BitArray product, long from, long count) {
        NovelBasis.convertParts(bits, parts(count) * NovelBasis.PART, Way.TRANSPOSED);
        int words = BitArray.wordsFor(count);
        System.arraycopy(bits, 0, product.words(), (int) (from >>> 6), words);
    }

    void erase() {
        Arrays.fill(rows, 0);
        Arrays.fill(scratch, 0);
        Arrays.fill(sum, 0);
        maps.erase();
        transform.erase();
    }
}

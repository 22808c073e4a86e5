package io.bellwether.gf2;

import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A linear map of bit planes, applied to two operands at a time: each plane out is a sum of planes
 * in. Sums of four neighbours are tabulated first (Arlazarov, Dinic, Kronrod and Faradzhev 1970,
 * "the four Russians"); where tables are read depends on the map, not on the data.
 */
final class PlaneMap {
    private static final VectorSpecies<Long> LONGS = PlaneKernels.LONGS;
    private static final int LANES = LONGS.length();
    private static final int PLANE = PlaneKernels.PLANE;

    /** Words of a sum in the table: one for each operand. */
    private static final int ENTRY = 2 * PLANE;

    /** How many planes are read at a time, four tables of four. */
    private static final int STEP = 16;

    private final int inputs;

    /** For each plane out and each four planes in the place of their sum. */
    private final int[] places;

    /**
     * @param matrix for each plane out whether each of the planes in, as many as a multiple of 16,
     *     enters
     */
    PlaneMap(boolean[][] matrix) {
        inputs = matrix[0].length;
        places = new int[matrix.length * inputs / 4];
        for (int output = 0; output < matrix.length; output++) {
            for (int input = 0; input < inputs; input++) {
                int place = matrix[output][input] ? 1 << input % 4 : 0;
                places[(output * inputs + input) / 4] |= place;
            }
        }
        for (int i = 0; i < places.length; i++) {
            places[i] = (i % (inputs / 4) * 16 + places[i]) * ENTRY;
        }
    }

    /**
     * Where the planes of two operands lie in an array.
     *
     * @param step words from one plane to the next
     * @param second words from the first operand to the second
     */
    record Layout(int step, int second) {}

    /** Words of working memory. */
    int tableWords() {
        return inputs / 4 * 16 * ENTRY;
    }

    /**
     * @param count planes in, those beyond being zero
     * @param wanted planes out
     * @param table {@link #tableWords} words; those of empty sums, which are not written, are zero
     */
    void apply(
            long[] in,
            int inAt,
            Layout inLayout,
            int count,
            long[] out,
            int outAt,
            Layout outLayout,
            int wanted,
            long[] table) {
        int fours = (count + STEP - 1) / STEP * STEP / 4;
        for (int four = 0; four < fours; four++) {
            int from = inAt + 4 * four * inLayout.step();
            tabulate(in, from, inLayout.step(), table, 16 * four * ENTRY);
            tabulate(
                    in,
                    from + inLayout.second(),
                    inLayout.step(),
                    table,
                    16 * four * ENTRY + PLANE);
        }
        for (int output = 0; output < wanted; output++) {
            int row = output * inputs / 4;
            int to = outAt + output * outLayout.step();
            sums(table, row, row + fours, out, to, to + outLayout.second());
        }
    }

    /** The fifteen sums of four planes. */
    private static void tabulate(long[] in, int from, int step, long[] table, int at) {
        for (int i = 0; i < PLANE; i += LANES) {
            int to = at + i;
            LongVector a = LongVector.fromArray(LONGS, in, from + i);
            LongVector b = LongVector.fromArray(LONGS, in, from + step + i);
            LongVector c = LongVector.fromArray(LONGS, in, from + 2 * step + i);
            LongVector d = LongVector.fromArray(LONGS, in, from + 3 * step + i);
            LongVector ab = a.lanewise(XOR, b);
            LongVector cd = c.lanewise(XOR, d);
            a.intoArray(table, to + ENTRY);
            b.intoArray(table, to + 2 * ENTRY);
            ab.intoArray(table, to + 3 * ENTRY);
            c.intoArray(table, to + 4 * ENTRY);
            a.lanewise(XOR, c).intoArray(table, to + 5 * ENTRY);
            b.lanewise(XOR, c).intoArray(table, to + 6 * ENTRY);
            ab.lanewise(XOR, c).intoArray(table, to + 7 * ENTRY);
            d.intoArray(table, to + 8 * ENTRY);
            a.lanewise(XOR, d).intoArray(table, to + 9 * ENTRY);
            b.lanewise(XOR, d).intoArray(table, to + 10 * ENTRY);
            ab.lanewise(XOR, d).intoArray(table, to + 11 * ENTRY);
            cd.intoArray(table, to + 12 * ENTRY);
            a.lanewise(XOR, cd).intoArray(table, to + 13 * ENTRY);
            b.lanewise(XOR, cd).intoArray(table, to + 14 * ENTRY);
            ab.lanewise(XOR, cd).intoArray(table, to + 15 * ENTRY);
        }
    }

    private void sums(long[] table, int first, int end, long[] out, int to, int second) {
        for (int i = 0; i < PLANE; i += LANES) {
            LongVector x = LongVector.zero(LONGS);
            LongVector y = LongVector.zero(LONGS);
            for (int k = first; k < end; k += 4) {
                int a = places[k] + i;
                int b = places[k + 1] + i;
                int c = places[k + 2] + i;
                int d = places[k + 3] + i;
                x =
                        x.lanewise(XOR, LongVector.fromArray(LONGS, table, a))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, b))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, c))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, d));
                y =
                        y.lanewise(XOR, LongVector.fromArray(LONGS, table, a + PLANE))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, b + PLANE))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, c + PLANE))
                                .lanewise(XOR, LongVector.fromArray(LONGS, table, d + PLANE));
            }
            x.intoArray(out, to + i);
            y.intoArray(out, second + i);
        }
    }
}

package io.bellwether.gf2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A linear map of bit planes: each plane out is a sum of planes in. Sums of four neighbours are
 * tabulated first (Arlazarov, Dinic, Kronrod and Faradzhev 1970, "the four Russians"); where tables
 * are read depends on the map, not on the data.
 */
final class PlaneMap {
    private static final int PLANE = PlaneKernels.PLANE;
    private static final int LANES = PlaneKernels.LONGS.length();

    /** How many planes are read at a time, four tables of four. */
    static final int STEP = 16;

    private final int inputs;

    /** For each plane out and each four planes in the place of their sum. */
    private final int[] places;

    /**
     * @param matrix for each plane out whether each of the planes in, as many as a multiple of
     *     {@link #STEP}, enters
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
            places[i] = (i % (inputs / 4) * 16 + places[i]) * PLANE;
        }
    }

    /**
     * Where planes lie in their array.
     *
     * @param step words from one plane to the next
     * @param block words from 32 planes to the next 32
     */
    record Layout(int step, int block) {
        int place(int plane) {
            return (plane >>> 5) * block + (plane & 31) * step;
        }
    }

    /** Words of working memory. */
    int tableWords() {
        return inputs / 4 * 16 * PLANE;
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
        int rounded = (count + STEP - 1) / STEP * STEP;
        for (int input = 0; input < rounded; input++) {
            int from = inAt + inLayout.place(input);
            int four = input / 4 * 16;
            int bit = 1 << input % 4;
            for (int sum = 0; sum < bit; sum++) {
                int at = (four + sum) * PLANE;
                PlaneKernels.add(in, from, table, at, table, at + bit * PLANE, PLANE);
            }
        }
        for (int output = 0; output < wanted; output++) {
            int first = output * inputs / 4;
            int to = outAt + outLayout.place(output);
            for (int i = 0; i < PLANE; i += LANES) {
                sum(table, first, first + rounded / 4, i).intoArray(out, to + i);
            }
        }
    }

    private LongVector sum(long[] table, int first, int end, int i) {
        LongVector sum = LongVector.zero(PlaneKernels.LONGS);
        for (int k = first; k < end; k += 4) {
            LongVector a = LongVector.fromArray(PlaneKernels.LONGS, table, places[k] + i);
            LongVector b = LongVector.fromArray(PlaneKernels.LONGS, table, places[k + 1] + i);
            LongVector c = LongVector.fromArray(PlaneKernels.LONGS, table, places[k + 2] + i);
            LongVector d = LongVector.fromArray(PlaneKernels.LONGS, table, places[k + 3] + i);
            LongVector ab = a.lanewise(VectorOperators.XOR, b);
            LongVector cd = c.lanewise(VectorOperators.XOR, d);
            sum = sum.lanewise(VectorOperators.XOR, ab).lanewise(VectorOperators.XOR, cd);
        }
        return sum;
    }
}

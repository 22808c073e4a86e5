package io.bellwether.gf2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A linear map of bit planes: each of 64 planes out is a sum of planes in. Sums of four neighbours
 * are tabulated first (Arlazarov, Dinic, Kronrod and Faradzhev 1970, "the four Russians"); where
 * tables are read depends on the map, not on the data.
 */
final class PlaneMap {
    static final int OUTPUTS = 64;

    /** Words of working memory for a map of 64 planes. */
    static final int TABLE = OUTPUTS / 4 * 16 * PlaneKernels.PLANE;

    private static final int PLANE = PlaneKernels.PLANE;
    private static final int LANES = PlaneKernels.LONGS.length();

    private final int inputs;

    /** For each plane out and each four planes in the place of their sum. */
    private final int[] places;

    /**
     * @param columns for each plane in, as many as a multiple of 16, the planes out that it enters
     */
    PlaneMap(long[] columns) {
        inputs = columns.length;
        places = new int[OUTPUTS * inputs / 4];
        for (int output = 0; output < OUTPUTS; output++) {
            for (int input = 0; input < inputs; input++) {
                int four = input / 4;
                int bit = (int) (columns[input] >>> output & 1) << input % 4;
                places[output * inputs / 4 + four] |= bit;
            }
        }
        for (int i = 0; i < places.length; i++) {
            places[i] = (i % (inputs / 4) * 16 + places[i]) * PLANE;
        }
    }

    /**
     * @param table {@link #TABLE} words; those of empty sums, which are not written, are zero
     */
    void apply(long[] in, int inAt, long[] out, long[] table) {
        for (int input = 0; input < inputs; input++) {
            int four = input / 4 * 16;
            int bit = 1 << input % 4;
            for (int sum = bit; sum < 2 * bit; sum++) {
                PlaneKernels.add(
                        in,
                        inAt + input * PLANE,
                        table,
                        (four + sum - bit) * PLANE,
                        table,
                        (four + sum) * PLANE,
                        PLANE);
            }
        }
        for (int output = 0; output < OUTPUTS; output++) {
            for (int i = 0; i < PLANE; i += LANES) {
                sum(table, output * inputs / 4, i).intoArray(out, output * PLANE + i);
            }
        }
    }

    private LongVector sum(long[] table, int first, int i) {
        LongVector sum = LongVector.zero(PlaneKernels.LONGS);
        for (int k = first; k < first + inputs / 4; k += 4) {
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

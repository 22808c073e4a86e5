package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.QuasiCyclicMatrix;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Edges that their checks go on without for some iterations: the variable is so certain that no
 * single check could change that. Certainty is the neutral element of {@link BoxPlus}, so the
 * messages on the other edges are what they would be, but for the order of rounding; of the settled
 * variable the check keeps the sign.
 *
 * <p>Only the last edges of a row settle, and only a whole circulant at once. With columns sorted
 * by degree, as {@link CodeGenerator} numbers them, that is nearly all there is to gain: variables
 * of many checks are certain long before the others.
 */
final class SettledEdges {
    /** A belief of this size is certain without the message of any one check. */
    static final int SETTLED = 2 * BoxPlus.LARGEST;

    /** A check of fewer edges has no message to send. */
    private static final int FEWEST_EDGES = 2;

    /** Of a size that every machine with vector registers has, and that divides every circulant. */
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_128;

    private final QuasiCyclicMatrix matrix;
    private final short[] beliefs;
    private final int strip;
    private final int lanes;
    private final short[] signs;
    private final int[] unsettled;

    /**
     * @param matrix with a lifting size that is a power of two and at least as large as {@code
     *     lanes}
     * @param beliefs of each column {@code strip}, of which the last {@code lanes} repeat the first
     * @param lanes a multiple of eight
     */
    SettledEdges(QuasiCyclicMatrix matrix, short[] beliefs, int strip, int lanes) {
        this.matrix = matrix;
        this.beliefs = beliefs;
        this.strip = strip;
        this.lanes = lanes;
        signs = new short[Math.toIntExact(matrix.rowBits())];
        unsettled = new int[matrix.baseRows()];
    }

    /** Lets every edge take part again. */
    void unsettle(BitArray syndrome) {
        for (int check = 0; check < signs.length; check++) {
            signs[check] = (short) (syndrome.get(check) ? -1 : 0);
        }
        Arrays.setAll(unsettled, row -> matrix.columns()[row].length);
    }

    /** How many edges of a row take part: the first ones. */
    int degree(int row) {
        return unsettled[row];
    }

    /** Negative for the checks whose edges that take part must come out odd. */
    short[] signs() {
        return signs;
    }

    /** Settles the last edges of a row as long as their variables are certain. */
    void settle(int row) {
        int[] columns = matrix.columns()[row];
        int e = unsettled[row] - 1;
        while (e >= FEWEST_EDGES && isCertain(columns[e])) {
            takeSigns(row, columns[e] * strip, matrix.shifts()[row][e]);
            e--;
        }
        unsettled[row] = e + 1;
    }

    private boolean isCertain(int column) {
        int from = column * strip;
        ShortVector sizes = ShortVector.broadcast(SHORTS, Short.MAX_VALUE);
        for (int i = 0; i < matrix.liftingSize(); i += SHORTS.length()) {
            sizes = sizes.min(ShortVector.fromArray(SHORTS, beliefs, from + i).abs());
        }
        return !sizes.lt((short) SETTLED).anyTrue();
    }

    private void takeSigns(int row, int column, int shift) {
        int lifting = matrix.liftingSize();
        for (int z = 0; z < lifting; z += lanes) {
            int variables = column + (shift + z & lifting - 1);
            int checks = row * lifting + z;
            for (int i = 0; i < lanes; i += SHORTS.length()) {
                ShortVector.fromArray(SHORTS, signs, checks + i)
                        .lanewise(
                                VectorOperators.XOR,
                                ShortVector.fromArray(SHORTS, beliefs, variables + i))
                        .intoArray(signs, checks + i);
            }
        }
    }

    /** Forgets what the last decoding left behind. */
    void erase() {
        Arrays.fill(signs, (short) 0);
    }
}

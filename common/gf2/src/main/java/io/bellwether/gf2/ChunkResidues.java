package io.bellwether.gf2;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Moves between polynomials of 32 bits and bit planes of their residues in four copies of GF(2^16).
 *
 * <p>A polynomial of degree below 64 over GF(2) is determined by its values at four points of
 * GF(2^16) with different minimal polynomials of degree 16 (the Chinese remainder theorem), so that
 * the product of two polynomials of 32 bits is a product of four field elements.
 *
 * <p>1024 neighbours make eight groups of planes. Of the ten bits of a place among them, bits 3, 2
 * and 0 are the number of the group, bits 4 to 9 the place in a word, and bit 1 the first or second
 * of the two words of each field: as words of chunks lie in memory and are transposed in squares.
 */
final class ChunkResidues {
    /** Elements of a transform. */
    static final int SIZE = 1 << 16;

    /** Neighbouring elements that are moved together. */
    static final int BLOCK = 1024;

    static final int BLOCKS = SIZE / BLOCK;

    /** Groups of planes that a block makes: 8 words hold 128 elements of each of the fields. */
    static final int BLOCK_GROUPS = 8;

    static final int GROUPS = BLOCKS * BLOCK_GROUPS;

    /** Words from one group to the next: not a power of two, for the sake of the caches. */
    static final int STRIDE = PlaneKernels.ELEMENT + PlaneKernels.PLANE;

    private static final int PLANE = PlaneKernels.PLANE;
    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, PlaneKernels.LONGS.vectorShape());

    private static final long[] MASKS = {
        0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL,
        0x00ff00ff00ff00ffL, 0x0000ffff0000ffffL, 0x00000000ffffffffL
    };

    private static final PlaneMap RESIDUES;
    private static final PlaneMap POLYNOMIALS;

    static {
        // Any points will do whose minimal polynomials are different and of degree 16.
        int candidate = 256;
        long[] columns = new long[64];
        long[] inverse;
        do {
            for (int field = 0; field < 4; field++) {
                int point = candidate;
                candidate += 4099;
                int power = 1;
                for (int i = 0; i < 64; i++) {
                    long others = field == 0 ? 0 : columns[i];
                    columns[i] = others | (long) power << (16 * field);
                    power = TowerField.times(power, point);
                }
            }
            inverse = inverse(columns);
        } while (inverse.length == 0);
        RESIDUES = new PlaneMap(Arrays.copyOf(columns, 32));
        POLYNOMIALS = new PlaneMap(inverse);
    }

    private final long[] square = new long[64 * PLANE];
    private final long[] highSquare = new long[64 * PLANE];
    private final long[] mapped = new long[PlaneMap.OUTPUTS * PLANE];
    private final long[] residues = new long[PlaneMap.OUTPUTS * PLANE];
    private final long[] table = new long[PlaneMap.TABLE];

    /** The columns of the inverse of a 64 x 64 matrix, or none if it is singular. */
    private static long[] inverse(long[] columns) {
        long[] left = columns.clone();
        long[] right = new long[64];
        for (int i = 0; i < 64; i++) {
            right[i] = 1L << i;
        }
        // Column operations that make the left side the unit matrix.
        for (int row = 0; row < 64; row++) {
            int pivot = row;
            while (pivot < 64 && (left[pivot] >>> row & 1) == 0) {
                pivot++;
            }
            if (pivot == 64) {
                return new long[0];
            }
            swap(left, row, pivot);
            swap(right, row, pivot);
            for (int column = 0; column < 64; column++) {
                if (column != row && (left[column] >>> row & 1) != 0) {
                    left[column] ^= left[row];
                    right[column] ^= right[row];
                }
            }
        }
        return right;
    }

    private static void swap(long[] a, int i, int j) {
        long value = a[i];
        a[i] = a[j];
        a[j] = value;
    }

    /** The groups of planes of the blocks {@code [first, end)}. */
    void toPlanes(int[] chunks, int first, int end, long[] planes) {
        for (int block = first; block < end; block++) {
            for (int i = 0; i < BLOCK; i += INTS.length()) {
                IntVector.fromArray(INTS, chunks, block * BLOCK + i)
                        .reinterpretAsLongs()
                        .intoArray(square, i / 2);
            }
            transpose(square);
            for (int odd = 0; odd < 2; odd++) {
                RESIDUES.apply(square, odd * 32 * PLANE, residues, table);
                int base = (block * BLOCK_GROUPS + odd) * STRIDE;
                for (int plane = 0; plane < 64; plane++) {
                    int at = base + (plane & 15) * PLANE + 2 * (plane >> 4);
                    for (int k = 0; k < PLANE; k += 2) {
                        planes[at + k * STRIDE] = residues[plane * PLANE + k];
                        planes[at + k * STRIDE + 1] = residues[plane * PLANE + k + 1];
                    }
                }
            }
        }
    }

    /** Low and high halves, of 32 bits each, of the polynomials of one block. */
    void fromPlanes(long[] planes, int block, int[] low, int[] high) {
        for (int odd = 0; odd < 2; odd++) {
            int base = (block * BLOCK_GROUPS + odd) * STRIDE;
            for (int plane = 0; plane < 64; plane++) {
                int at = base + (plane & 15) * PLANE + 2 * (plane >> 4);
                for (int k = 0; k < PLANE; k += 2) {
                    residues[plane * PLANE + k] = planes[at + k * STRIDE];
                    residues[plane * PLANE + k + 1] = planes[at + k * STRIDE + 1];
                }
            }
            POLYNOMIALS.apply(residues, 0, mapped, table);
            int half = 32 * PLANE;
            System.arraycopy(mapped, 0, square, odd * half, half);
            System.arraycopy(mapped, half, highSquare, odd * half, half);
        }
        store(square, low, block);
        store(highSquare, high, block);
    }

    private static void store(long[] square, int[] chunks, int block) {
        transpose(square);
        for (int i = 0; i < BLOCK; i += INTS.length()) {
            LongVector.fromArray(PlaneKernels.LONGS, square, i / 2)
                    .reinterpretAsInts()
                    .intoArray(chunks, block * BLOCK + i);
        }
    }

    /** Overwrites what is left of the operands. */
    void erase() {
        for (long[] words : new long[][] {square, highSquare, mapped, residues, table}) {
            Arrays.fill(words, 0);
        }
    }

    private static void transpose(long[] square) {
        transpose(square, 0, PLANE);
    }

    /** Transposes eight matrices of 64 x 64 bits that lie side by side, a word each in a row. */
    static void transpose(long[] a, int at, int stride) {
        for (int step = 5; step >= 0; step--) {
            int distance = 1 << step;
            for (int row = 0; row < 64; row++) {
                if ((row & distance) == 0) {
                    int first = at + row * stride;
                    int second = first + distance * stride;
                    PlaneKernels.exchange(a, first, second, distance, MASKS[step]);
                }
            }
        }
    }
}

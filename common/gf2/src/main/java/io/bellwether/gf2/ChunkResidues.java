package io.bellwether.gf2;

/**
 * Moves between polynomials of 32 bits and bit planes of their residues in four copies of GF(2^16).
 *
 * <p>A polynomial of degree below 64 over GF(2) is determined by its values at four points of
 * GF(2^16) with different minimal polynomials of degree 16 (the Chinese remainder theorem), so that
 * the product of two polynomials of 32 bits is a product of four field elements.
 */
final class ChunkResidues {
    /** Elements of a transform. */
    static final int SIZE = 1 << 16;

    /** Elements in the planes of one group: 8 words hold 128 of each of the four fields. */
    private static final int GROUP = 128;

    static final int GROUPS = SIZE / GROUP;

    /** Words from one group to the next: not a power of two, for the sake of the caches. */
    static final int STRIDE = PlaneKernels.ELEMENT + PlaneKernels.PLANE;

    private static final long[] MASKS = {
        0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL,
        0x00ff00ff00ff00ffL, 0x0000ffff0000ffffL, 0x00000000ffffffffL
    };

    /** For each byte of a chunk the residues of its 256 values. */
    private static final long[][] RESIDUES = new long[4][256];

    /** For each byte of four residues the polynomials of its 256 values. */
    private static final long[][] POLYNOMIALS = new long[8][256];

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
        fill(RESIDUES, columns);
        fill(POLYNOMIALS, inverse);
    }

    private final long[] square = new long[64 * PlaneKernels.PLANE];
    private final long[] packed = new long[SIZE];

    /** Bytes times the columns of a linear map. */
    private static void fill(long[][] tables, long[] columns) {
        for (int table = 0; table < tables.length; table++) {
            for (int value = 0; value < 256; value++) {
                for (int bit = 0; bit < 8; bit++) {
                    boolean set = (value >>> bit & 1) != 0;
                    tables[table][value] ^= set ? columns[8 * table + bit] : 0;
                }
            }
        }
    }

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

    void toPlanes(int[] chunks, long[] planes) {
        long[] t0 = RESIDUES[0];
        long[] t1 = RESIDUES[1];
        long[] t2 = RESIDUES[2];
        long[] t3 = RESIDUES[3];
        for (int group = 0; group < GROUPS; group += 4) {
            for (int part = 0; part < 8; part++) {
                int base = group * GROUP + part * 64;
                for (int i = 0; i < 64; i++) {
                    int x = chunks[base + i];
                    square[i * 8 + part] =
                            t0[x & 255] ^ t1[x >>> 8 & 255] ^ t2[x >>> 16 & 255] ^ t3[x >>> 24];
                }
            }
            transpose(square);
            for (int bit = 0; bit < 64; bit++) {
                int at = group * STRIDE + (bit & 15) * 8 + 2 * (bit >> 4);
                for (int part = 0; part < 8; part++) {
                    planes[at + (part >> 1) * STRIDE + (part & 1)] = square[bit * 8 + part];
                }
            }
        }
    }

    /** Low and high halves of the polynomials, of 32 bits each. */
    void fromPlanes(long[] planes, int[] low, int[] high) {
        for (int group = 0; group < GROUPS; group += 4) {
            for (int bit = 0; bit < 64; bit++) {
                int at = group * STRIDE + (bit & 15) * 8 + 2 * (bit >> 4);
                for (int part = 0; part < 8; part++) {
                    square[bit * 8 + part] = planes[at + (part >> 1) * STRIDE + (part & 1)];
                }
            }
            transpose(square);
            for (int part = 0; part < 8; part++) {
                int base = group * GROUP + part * 64;
                for (int i = 0; i < 64; i++) {
                    packed[base + i] = square[i * 8 + part];
                }
            }
        }
        for (int i = 0; i < SIZE; i++) {
            long polynomial = polynomial(packed[i]);
            low[i] = (int) polynomial;
            high[i] = (int) (polynomial >>> 32);
        }
    }

    private static long polynomial(long residues) {
        int low = (int) residues;
        int high = (int) (residues >>> 32);
        return POLYNOMIALS[0][low & 255]
                ^ POLYNOMIALS[1][low >>> 8 & 255]
                ^ POLYNOMIALS[2][low >>> 16 & 255]
                ^ POLYNOMIALS[3][low >>> 24]
                ^ POLYNOMIALS[4][high & 255]
                ^ POLYNOMIALS[5][high >>> 8 & 255]
                ^ POLYNOMIALS[6][high >>> 16 & 255]
                ^ POLYNOMIALS[7][high >>> 24];
    }

    private static void transpose(long[] square) {
        for (int step = 5; step >= 0; step--) {
            int distance = 1 << step;
            for (int row = 0; row < 64; row++) {
                if ((row & distance) == 0) {
                    PlaneKernels.exchange(
                            square, row * 8, (row + distance) * 8, distance, MASKS[step]);
                }
            }
        }
    }

    static long mask(int step) {
        return MASKS[step];
    }
}

package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;

import java.util.Arrays;

/**
 * A sparse parity-check matrix made of circulant permutation matrices: base row {@code r} joins the
 * columns {@code columns[r][e]} with shifts {@code shifts[r][e]}, and check {@code z} of that row
 * adds bit {@code (z + shift) mod liftingSize} of each of these columns.
 *
 * @param liftingSize bits of a column and checks of a row
 * @param baseColumns the number of block columns
 * @param columns for each base row the distinct columns it joins
 * @param shifts for each base row the shift of each of its columns, 0 to liftingSize - 1
 */
public record QuasiCyclicMatrix(int liftingSize, int baseColumns, int[][] columns, int[][] shifts) {
    public QuasiCyclicMatrix {
        if (liftingSize < 1 || columns.length != shifts.length) {
            throw new IllegalArgumentException(
                    "lifting size %d, %d rows of columns, %d rows of shifts; need a positive size and"
                                    .formatted(liftingSize, columns.length, shifts.length)
                            + " as many rows of shifts as of columns");
        }
    }

    public int baseRows() {
        return columns.length;
    }

    /** The number of checks. */
    public long rowBits() {
        return (long) columns.length * liftingSize;
    }

    /** The number of columns of the lifted matrix. */
    public long columnBits() {
        return (long) baseColumns * liftingSize;
    }

    /** The same matrix, with the columns of every row in ascending order. */
    public QuasiCyclicMatrix withSortedColumns() {
        int[][] sortedColumns = new int[columns.length][];
        int[][] sortedShifts = new int[columns.length][];
        for (int row = 0; row < columns.length; row++) {
            long[] edges = new long[columns[row].length];
            for (int e = 0; e < edges.length; e++) {
                edges[e] = (long) columns[row][e] << Integer.SIZE | shifts[row][e];
            }
            Arrays.sort(edges);
            sortedColumns[row] =
                    Arrays.stream(edges).mapToInt(e -> (int) (e >> Integer.SIZE)).toArray();
            sortedShifts[row] = Arrays.stream(edges).mapToInt(e -> (int) e).toArray();
        }
        return new QuasiCyclicMatrix(liftingSize, baseColumns, sortedColumns, sortedShifts);
    }

    /**
     * The product of the matrix and a vector. Takes the same time for every vector of a length.
     *
     * @param vector at most {@link #columnBits()} bits; missing ones count as zero
     * @return {@link #rowBits()} bits
     * @throws IllegalArgumentException if the vector is longer than the matrix is wide
     */
    public BitArray syndrome(BitArray vector) {
        if (vector.length() > columnBits()) {
            throw new IllegalArgumentException(
                    "vector: %d bits; the matrix has %d columns"
                            .formatted(vector.length(), columnBits()));
        }
        int words = (liftingSize + 63) / 64;
        int stripWords = (2 * liftingSize + 63) / 64 + 1;
        long[] strips = doubledColumns(vector, stripWords);
        BitArray syndrome = BitArray.ofLength(rowBits());
        BitArray part = BitArray.ofLength(liftingSize);
        for (int row = 0; row < columns.length; row++) {
            long[] sum = part.words();
            for (int e = 0; e < columns[row].length; e++) {
                int at = columns[row][e] * stripWords + (shifts[row][e] >>> 6);
                int shift = shifts[row][e] & 63;
                for (int w = 0; w < words; w++) {
                    // Two shifts, because a shift by 64 would be a shift by 0.
                    sum[w] ^= strips[at + w] >>> shift | strips[at + w + 1] << 1 << (63 - shift);
                }
            }
            clearPadding(sum);
            syndrome.put((long) row * liftingSize, part);
            part.clear();
        }
        Arrays.fill(strips, 0);
        return syndrome;
    }

    private void clearPadding(long[] sum) {
        if ((liftingSize & 63) != 0) {
            sum[sum.length - 1] &= (1L << liftingSize) - 1;
        }
    }

    /** Each column written twice in a row, so that a rotation is a plain read. */
    private long[] doubledColumns(BitArray vector, int stripWords) {
        long[] strips = new long[baseColumns * stripWords];
        BitArray strip = BitArray.ofLength(64L * stripWords);
        for (int column = 0; column < baseColumns; column++) {
            long from = (long) column * liftingSize;
            if (from >= vector.length()) {
                return strips;
            }
            BitArray bits = vector.slice(from, Math.min(liftingSize, vector.length() - from));
            strip.clear();
            strip.put(0, bits);
            strip.put(liftingSize, bits);
            System.arraycopy(strip.words(), 0, strips, column * stripWords, stripWords);
        }
        return strips;
    }
}

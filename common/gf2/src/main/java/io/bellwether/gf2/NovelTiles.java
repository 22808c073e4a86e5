package io.bellwether.gf2;

import static jdk.incubator.vector.VectorOperators.XOR;

import io.bellwether.gf2.NovelBasis.Way;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a part of {@link NovelBasis#PART} words, four words each, with the same word of the
 * same row of all tiles side by side, and the steps of {@link NovelBasis} between rows of a tile.
 */
final class NovelTiles {
    /** Rows in a part. */
    static final int ROWS = NovelBasis.PART / 4;

    private static final VectorSpecies<Long> LONGS = PlaneKernels.LONGS;
    private static final int LANES = LONGS.length();

    /** Rows among which steps add. */
    private static final int TILE = 16;

    private static final int TILES = ROWS / TILE;

    /** Steps of h and l rows. */
    private static final int[][] TILE_STEPS = {{8, 2}, {4, 1}, {8, 4}, {2, 1}};

    /** What they add, in order: one row of a tile to another. */
    private static final int[][] TILE_SUMS = tileSums();

    private NovelTiles() {}

    private static int[][] tileSums() {
        List<int[]> sums = new ArrayList<>();
        for (int[] step : TILE_STEPS) {
            int high = step[0];
            int low = step[1];
            for (int middle = high; middle < TILE; middle += 2 * high) {
                for (int k = high - low; k < high; k++) {
                    sums.add(new int[] {middle + k, middle + k - high + low});
                }
                for (int k = 0; k < high - low; k++) {
                    sums.add(new int[] {middle + k, middle + k - high + low});
                }
            }
        }
        return sums.toArray(int[][]::new);
    }

    /** Adds rows to rows, at once in all tiles. */
    static void betweenRows(long[] x, Way way) {
        int count = TILE_SUMS.length;
        for (int k = 0; k < count; k++) {
            int[] sum = TILE_SUMS[way == Way.TRANSPOSED ? count - 1 - k : k];
            int from = TILES * sum[way == Way.FORWARD ? 0 : 1];
            int to = TILES * sum[way == Way.FORWARD ? 1 : 0];
            for (int i = 0; i < 4 * TILES; i += LANES) {
                int at = i % TILES + i / TILES * ROWS;
                LongVector.fromArray(LONGS, x, to + at)
                        .lanewise(XOR, LongVector.fromArray(LONGS, x, from + at))
                        .intoArray(x, to + at);
            }
        }
    }

    /** Sets the rows of a part side by side. */
    static void load(long[] a, int at, long[] x) {
        for (int tile = 0; tile < TILES; tile++) {
            int from = at + 4 * TILE * tile;
            for (int row = 0; row < TILE; row++) {
                for (int word = 0; word < 4; word++) {
                    x[word * ROWS + row * TILES + tile] = a[from + 4 * row + word];
                }
            }
        }
    }

    /** Puts them back. */
    static void store(long[] x, long[] a, int at) {
        for (int tile = 0; tile < TILES; tile++) {
            int to = at + 4 * TILE * tile;
            for (int row = 0; row < TILE; row++) {
                for (int word = 0; word < 4; word++) {
                    a[to + 4 * row + word] = x[word * ROWS + row * TILES + tile];
                }
            }
        }
    }
}

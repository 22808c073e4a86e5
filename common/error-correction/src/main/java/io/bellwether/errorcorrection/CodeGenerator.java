package io.bellwether.errorcorrection;

import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;

/**
 * Makes the codes: an irregular base matrix by random matching of edges to rows, then one circulant
 * for each edge, with shifts that avoid cycles of length four. Deterministic, so that both ends
 * have the same matrix from a few integers.
 *
 * <p>Columns of degree 2 and 3 are placed first, see {@link DegreeTwoPlacement} and {@link
 * DegreeThreePlacement}. A large base matrix with a small lifting size decodes better than a small
 * base matrix with a large one.
 */
final class CodeGenerator {
    /** Any fixed number will do; it is part of the definition of the codes. */
    private static final long SEED = 0x42656c6c77657468L;

    /** With fewer rows, nearly all columns have degree 3 and their cycles are short anyhow. */
    private static final int SMALLEST_SEARCHED_ROWS = 24;

    private final SplitMix64 random = new SplitMix64(SEED);
    private final int liftingSize;
    private final int rows;
    private final int[] columnDegrees;
    private final int[] rowDegrees;

    /** For each row its columns, filled up to {@link #filled}. */
    private final int[][] members;

    private final int[] filled;

    /**
     * For each column of degree 2 or 3, its shift in the first of its rows minus that in each of
     * them; null for the others.
     */
    private final int[][] twists;

    private CodeGenerator(int liftingSize, int rows, int columns, DegreeDistribution distribution) {
        this.liftingSize = liftingSize;
        this.rows = rows;
        columnDegrees = distribution.columnDegrees(columns, Math.max(3, rows / 2));
        int edges = Arrays.stream(columnDegrees).sum();
        rowDegrees = new int[rows];
        for (int row = 0; row < rows; row++) {
            rowDegrees[row] = edges / rows + (row < edges % rows ? 1 : 0);
        }
        random.shuffle(rowDegrees);
        members = new int[rows][];
        for (int row = 0; row < rows; row++) {
            members[row] = new int[rowDegrees[row]];
        }
        filled = new int[rows];
        twists = new int[columns][];
    }

    /** The code of {@code rows} x {@code columns} circulants of the given size. */
    static QuasiCyclicMatrix generate(
            int liftingSize, int rows, int columns, DegreeDistribution distribution) {
        CodeGenerator generator = new CodeGenerator(liftingSize, rows, columns, distribution);
        int placed = generator.placeDegreeTwo();
        if (rows >= SMALLEST_SEARCHED_ROWS) {
            placed = generator.placeDegreeThree(placed);
        }
        generator.matchRemaining(placed);
        for (int[] row : generator.members) {
            generator.random.shuffle(row);
        }
        int[][] shifts =
                new ShiftAssignment(
                                liftingSize, generator.members, generator.twists, generator.random)
                        .assign();
        return new QuasiCyclicMatrix(liftingSize, columns, generator.members, shifts);
    }

    /** Places the columns of degree 2, which come first; returns how many there are. */
    private int placeDegreeTwo() {
        var placement = new DegreeTwoPlacement(liftingSize, rowDegrees, random);
        int column = 0;
        while (column < columnDegrees.length && columnDegrees[column] == 2) {
            int[] pair = placement.place();
            add(pair[0], column);
            add(pair[1], column);
            // Towards the row that comes later, as the shifts are assigned row by row.
            int twist = pair[0] < pair[1] ? pair[2] : Math.floorMod(-pair[2], liftingSize);
            twists[column] = new int[] {0, twist};
            column++;
        }
        return column;
    }

    /** Places the columns of degree 3, which come next; returns how many are placed by then. */
    private int placeDegreeThree(int degreeTwo) {
        int[] room = new int[rows];
        Arrays.setAll(room, row -> rowDegrees[row] - filled[row]);
        var placement = new DegreeThreePlacement(liftingSize, room, random);
        int[][] rowsOfColumn = rowsOfColumns(degreeTwo);
        for (int column = 0; column < degreeTwo; column++) {
            placement.addTwo(rowsOfColumn[column][0], rowsOfColumn[column][1], twists[column][1]);
        }
        int column = degreeTwo;
        while (column < columnDegrees.length && columnDegrees[column] == 3) {
            int[] checks = placement.place();
            Arrays.sort(checks);
            twists[column] = new int[3];
            for (int k = 0; k < 3; k++) {
                add(checks[k] / liftingSize, column);
                twists[column][k] = Math.floorMod(checks[k] - checks[0], liftingSize);
            }
            column++;
        }
        return column;
    }

    /** For each of the first columns its rows, ascending. */
    private int[][] rowsOfColumns(int count) {
        int[][] result = new int[count][0];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < filled[row]; k++) {
                int column = members[row][k];
                result[column] = Arrays.copyOf(result[column], result[column].length + 1);
                result[column][result[column].length - 1] = row;
            }
        }
        return result;
    }

    private void add(int row, int column) {
        members[row][filled[row]++] = column;
    }

    /** Random matching of all further edges, repaired until no row holds a column twice. */
    private void matchRemaining(int firstColumn) {
        int[] sockets = freeSockets();
        random.shuffle(sockets);
        int[] owners = new int[sockets.length];
        int at = 0;
        for (int column = firstColumn; column < columnDegrees.length; column++) {
            for (int k = 0; k < columnDegrees[column]; k++) {
                owners[at++] = column;
            }
        }
        separateDuplicates(owners, sockets);
        for (int edge = 0; edge < sockets.length; edge++) {
            add(sockets[edge], owners[edge]);
        }
    }

    private int[] freeSockets() {
        int free = 0;
        for (int row = 0; row < rows; row++) {
            free += rowDegrees[row] - filled[row];
        }
        int[] sockets = new int[free];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int k = filled[row]; k < rowDegrees[row]; k++) {
                sockets[at++] = row;
            }
        }
        return sockets;
    }

    /** Owners stand in order, so that the edges of a column are neighbours in the arrays. */
    private void separateDuplicates(int[] owners, int[] sockets) {
        int[] lastColumn = new int[rows];
        for (int pass = 0; pass < 10000; pass++) {
            Arrays.fill(lastColumn, -1);
            int duplicates = 0;
            for (int edge = 0; edge < sockets.length; edge++) {
                if (lastColumn[sockets[edge]] == owners[edge]) {
                    duplicates++;
                    int other = random.below(sockets.length);
                    int socket = sockets[edge];
                    sockets[edge] = sockets[other];
                    sockets[other] = socket;
                }
                lastColumn[sockets[edge]] = owners[edge];
            }
            if (duplicates == 0) {
                return;
            }
        }
        throw new IllegalStateException(
                "no simple base matrix of %d rows, %d columns, lifting %d was found"
                        .formatted(rows, columnDegrees.length, liftingSize));
    }
}

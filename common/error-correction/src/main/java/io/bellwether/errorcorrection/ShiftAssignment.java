package io.bellwether.errorcorrection;

import java.util.Arrays;

/**
 * Chooses the shift of every circulant so that no cycle of length four appears: whenever rows r and
 * q share columns c and d, {@code s(r,c) - s(r,d)} must differ from {@code s(q,c) - s(q,d)} modulo
 * the lifting size (Fossorier 2004, "Quasi-cyclic low-density parity-check codes from circulant
 * permutation matrices", theorem 2.1). Where no shift is left free, the one with the fewest cycles
 * is taken.
 */
final class ShiftAssignment {
    private final int liftingSize;
    private final int[][] members;
    private final int[][] twists;
    private final SplitMix64 random;
    private final int[][] shifts;

    /** For each column the rows already assigned, with the position of the column in them. */
    private final int[][] columnRows;

    private final int[][] columnPositions;
    private final int[] columnFilled;

    /** For each column the shift in the current row, or -1. */
    private final int[] shiftInRow;

    private final int[] conflicts;

    ShiftAssignment(int liftingSize, int[][] members, int[][] twists, SplitMix64 random) {
        this.liftingSize = liftingSize;
        this.members = members;
        this.twists = twists;
        this.random = random;
        int columns = twists.length;
        shifts = new int[members.length][];
        int[] degrees = new int[columns];
        for (int[] row : members) {
            for (int column : row) {
                degrees[column]++;
            }
        }
        columnRows = new int[columns][];
        columnPositions = new int[columns][];
        for (int column = 0; column < columns; column++) {
            columnRows[column] = new int[degrees[column]];
            columnPositions[column] = new int[degrees[column]];
        }
        columnFilled = new int[columns];
        shiftInRow = new int[columns];
        Arrays.fill(shiftInRow, -1);
        conflicts = new int[liftingSize];
    }

    int[][] assign() {
        for (int row = 0; row < members.length; row++) {
            assignRow(row);
        }
        return shifts;
    }

    private void assignRow(int row) {
        int[] columns = members[row];
        shifts[row] = new int[columns.length];
        for (int e = 0; e < columns.length; e++) {
            if (isFixed(columns[e])) {
                int column = columns[e];
                int first = shifts[columnRows[column][0]][columnPositions[column][0]];
                int twist = twists[column][columnFilled[column]];
                set(row, e, Math.floorMod(first - twist, liftingSize));
            }
        }
        for (int e = 0; e < columns.length; e++) {
            if (!isFixed(columns[e])) {
                countConflicts(columns[e]);
                set(row, e, leastConflicting());
            }
        }
        for (int e = 0; e < columns.length; e++) {
            int column = columns[e];
            shiftInRow[column] = -1;
            columnRows[column][columnFilled[column]] = row;
            columnPositions[column][columnFilled[column]++] = e;
        }
    }

    /** In all but the first of its rows, the twists of a column that was placed say its shift. */
    private boolean isFixed(int column) {
        return twists[column] != null && columnFilled[column] > 0;
    }

    private void set(int row, int edge, int shift) {
        shifts[row][edge] = shift;
        shiftInRow[members[row][edge]] = shift;
    }

    private void countConflicts(int column) {
        Arrays.fill(conflicts, 0);
        for (int k = 0; k < columnFilled[column]; k++) {
            int other = columnRows[column][k];
            int own = shifts[other][columnPositions[column][k]];
            int[] columns = members[other];
            for (int e = 0; e < columns.length; e++) {
                int shift = shiftInRow[columns[e]];
                if (shift >= 0) {
                    conflicts[Math.floorMod(shift + own - shifts[other][e], liftingSize)]++;
                }
            }
        }
    }

    /** From a random start, the first of the shifts with the fewest conflicts. */
    private int leastConflicting() {
        int start = random.below(liftingSize);
        int best = start;
        for (int i = 0; i < liftingSize && conflicts[best] > 0; i++) {
            int shift = (start + i) % liftingSize;
            if (conflicts[shift] < conflicts[best]) {
                best = shift;
            }
        }
        return best;
    }
}

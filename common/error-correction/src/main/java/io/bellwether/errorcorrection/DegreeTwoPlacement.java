package io.bellwether.errorcorrection;

import java.util.Arrays;

/**
 * Joins pairs of base rows by columns of degree 2 so that the lifted code has no short cycle of
 * such variables: a cycle of w of them is a codeword of weight w, and half of its bits in error
 * make the decoder prefer a wrong word. Each pair is a progressive edge (Hu, Eleftheriou and Arnold
 * 2005, "Regular and irregular progressive edge-growth Tanner graphs"), grown in the lifted graph
 * of checks, where a column is an edge between check z of one row and check z + twist of the other.
 */
final class DegreeTwoPlacement {
    private static final int CANDIDATES = 24;

    /** Of the checks, those that count as near. */
    private static final int NEAR_PART = 5;

    /** Then the column stands where it is, whatever cycle it closes: the base matrix is small. */
    private static final int LARGEST_ATTEMPTS = 100;

    private final int liftingSize;
    private final int rows;
    private final SplitMix64 random;

    /** For each row the pairs (other row, twist towards it) of its columns of degree 2. */
    private final int[][] neighbours;

    private final int[] joined;
    private final int[] visited;
    private final int[] queue;
    private int search;

    /**
     * @param rowLimits for each row the number of edges it has room for
     */
    DegreeTwoPlacement(int liftingSize, int[] rowLimits, SplitMix64 random) {
        this.liftingSize = liftingSize;
        this.random = random;
        rows = rowLimits.length;
        neighbours = new int[rows][];
        Arrays.setAll(neighbours, row -> new int[2 * rowLimits[row]]);
        joined = new int[rows];
        visited = new int[rows * liftingSize];
        queue = new int[rows * liftingSize];
    }

    /**
     * Places one more column.
     *
     * @return the two rows, and the shift in the first minus the shift in the second
     */
    int[] place() {
        for (int attempt = 1; ; attempt++) {
            int from = leastJoined();
            markNear(from);
            int to = farCheck(from);
            int row = to / liftingSize;
            int twist = to % liftingSize;
            join(from, row, twist);
            join(row, from, Math.floorMod(-twist, liftingSize));
            if (attempt == LARGEST_ATTEMPTS || !closesShortCycle(from, to)) {
                return new int[] {from, row, twist};
            }
            joined[from]--;
            joined[row]--;
        }
    }

    /** Of random checks that are not near, one whose row has the fewest columns so far. */
    private int farCheck(int from) {
        int to = -1;
        for (int attempt = 0; attempt < CANDIDATES || to < 0; attempt++) {
            int check = random.below(visited.length);
            int row = check / liftingSize;
            boolean far = visited[check] != search || attempt > 1000;
            boolean better = to < 0 || joined[row] < joined[to / liftingSize];
            if (row != from && far && better && hasRoom(row)) {
                to = check;
            }
        }
        return to;
    }

    private boolean hasRoom(int row) {
        return 2 * joined[row] < neighbours[row].length;
    }

    private void join(int from, int to, int twist) {
        neighbours[from][2 * joined[from]] = to;
        neighbours[from][2 * joined[from] + 1] = twist;
        joined[from]++;
    }

    private int leastJoined() {
        int start = random.below(rows);
        int best = start;
        for (int i = 1; i < rows; i++) {
            int row = (start + i) % rows;
            best = hasRoom(row) && (joined[row] < joined[best] || !hasRoom(best)) ? row : best;
        }
        return best;
    }

    /** Marks the nearest checks to check 0 of a row, a part of all. */
    private void markNear(int from) {
        markNear(from * liftingSize, -1);
    }

    /**
     * Whether the two ends of the edge that was joined last are near without it. Its other copies
     * count: two columns between the same two rows, with twists that differ by half of the lifting
     * size, are a cycle of four.
     */
    private boolean closesShortCycle(int from, int to) {
        markNear(from * liftingSize, joined[from] - 1);
        return visited[to] == search;
    }

    /**
     * @param start the check to begin with
     * @param without the place, among the start's neighbours, of one that is not followed; or -1
     */
    private void markNear(int start, int without) {
        search++;
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        visited[start] = search;
        while (head < tail && tail < visited.length / NEAR_PART) {
            int check = queue[head++];
            int row = check / liftingSize;
            int place = check - row * liftingSize;
            for (int k = 0; k < joined[row]; k++) {
                int turned = place + neighbours[row][2 * k + 1];
                int wrapped = turned < liftingSize ? turned : turned - liftingSize;
                int next = neighbours[row][2 * k] * liftingSize + wrapped;
                if (visited[next] != search && (check != start || k != without)) {
                    visited[next] = search;
                    queue[tail++] = next;
                }
            }
        }
    }
}

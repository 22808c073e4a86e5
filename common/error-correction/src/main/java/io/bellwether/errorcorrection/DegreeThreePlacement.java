package io.bellwether.errorcorrection;

import java.util.Arrays;

/**
 * Chooses rows and shifts of columns of degree 3 so that few short cycles of the lifted code pass
 * through variables of degree 2 and 3 alone: such a cycle with one or two variables of degree 3
 * leaves only as many checks that speak against it, and some of these cycles together are a
 * codeword or hold a decoder up. The cost of a cycle is its number of variables of degree 2 and
 * {@link #STEP} for each of degree 3 (after the extrinsic message degree of Tian, Jones, Villasenor
 * and Wesel 2004, "Selective avoidance of cycles in irregular LDPC code construction").
 */
final class DegreeThreePlacement {
    /** Each variable of degree 3 has one more check to warn the decoder than one of degree 2. */
    private static final int STEP = 3;

    /** Longer paths do no harm. */
    private static final int LARGEST_DISTANCE = 8;

    private static final int CANDIDATES = 6;

    /** Edges that a search follows at most: what it has not come to by then counts as far. */
    private static final int LARGEST_SEARCH = 20_000;

    private final int liftingSize;
    private final int[] room;
    private final int largestRoom;
    private final SplitMix64 random;

    /** For each row (other row, twist towards it) of the columns of degree 2 in it. */
    private final int[][] twos;

    /** For each row (other row, twist) twice over of the columns of degree 3 in it. */
    private final int[][] threes;

    private final int[] twoCount;
    private final int[] threeCount;
    private final int[] visited;
    private final int[][] frontier = new int[LARGEST_DISTANCE][];
    private final int[] frontierSize = new int[LARGEST_DISTANCE];
    private int search;

    /**
     * @param room for each row the number of edges it has left
     */
    DegreeThreePlacement(int liftingSize, int[] room, SplitMix64 random) {
        this.liftingSize = liftingSize;
        this.room = room.clone();
        this.random = random;
        int rows = room.length;
        largestRoom = Arrays.stream(room).max().orElse(0);
        twos = new int[rows][0];
        threes = new int[rows][0];
        twoCount = new int[rows];
        threeCount = new int[rows];
        visited = new int[rows * liftingSize];
        Arrays.setAll(frontier, distance -> new int[64]);
    }

    /** A column of degree 2 that is there already; the twist is the shift in a minus that in b. */
    void addTwo(int a, int b, int twist) {
        twos[a] = with(twos[a], 2 * twoCount[a]++, b, twist);
        twos[b] = with(twos[b], 2 * twoCount[b]++, a, Math.floorMod(-twist, liftingSize));
    }

    private static int[] with(int[] list, int at, int row, int twist) {
        int[] longer = at + 2 > list.length ? Arrays.copyOf(list, 2 * at + 8) : list;
        longer[at] = row;
        longer[at + 1] = twist;
        return longer;
    }

    /**
     * Places one more column.
     *
     * @return three checks of its copies, as row times lifting size plus place
     */
    int[] place() {
        int[] best = null;
        int farthest = -1;
        for (int k = 0; k < CANDIDATES && farthest <= LARGEST_DISTANCE; k++) {
            int[] checks = draw();
            int distance = shortestPath(checks);
            if (distance > farthest) {
                farthest = distance;
                best = checks;
            }
        }
        for (int i = 0; i < 3; i++) {
            int row = best[i] / liftingSize;
            room[row]--;
            join(row, best[i], best[(i + 1) % 3]);
            join(row, best[i], best[(i + 2) % 3]);
        }
        return best;
    }

    private void join(int row, int check, int other) {
        int twist = Math.floorMod(other % liftingSize - check % liftingSize, liftingSize);
        threes[row] = with(threes[row], 2 * threeCount[row]++, other / liftingSize, twist);
    }

    /**
     * Three rows, each with the probability of its room, and a place in each. There is room in
     * nearly every row: half of all edges and more belong to columns of higher degrees.
     */
    private int[] draw() {
        int[] checks = new int[3];
        for (int i = 0; i < 3; i++) {
            int row;
            do {
                row = random.below(room.length);
            } while (random.below(largestRoom) >= room[row] || isAmong(row, checks, i));
            checks[i] = row * liftingSize + random.below(liftingSize);
        }
        return checks;
    }

    private boolean isAmong(int row, int[] checks, int count) {
        boolean among = false;
        for (int i = 0; i < count; i++) {
            among |= checks[i] / liftingSize == row;
        }
        return among;
    }

    /** The cost of the cheapest path between two of the checks, if it is found. */
    private int shortestPath(int[] checks) {
        int first = distance(checks[0], checks[1], checks[2]);
        return Math.min(first, distance(checks[1], checks[2], checks[2]));
    }

    /** From a check to the nearer of two others; more than the largest distance if it is far. */
    private int distance(int from, int a, int b) {
        search++;
        Arrays.fill(frontierSize, 0);
        push(0, from);
        int followed = 0;
        boolean farthest = false;
        for (int distance = 0; distance < LARGEST_DISTANCE; distance++) {
            for (int k = 0; k < frontierSize[distance] && followed < LARGEST_SEARCH; k++) {
                int check = frontier[distance][k];
                if (visited[check] != search) {
                    visited[check] = search;
                    if (check == a || check == b) {
                        return distance;
                    }
                    int row = check / liftingSize;
                    int place = check - row * liftingSize;
                    farthest |= follow(twos[row], twoCount[row], place, distance + 1, a, b);
                    followed += twoCount[row];
                    if (distance + STEP <= LARGEST_DISTANCE) {
                        int count = threeCount[row];
                        farthest |= follow(threes[row], count, place, distance + STEP, a, b);
                        followed += count;
                    }
                }
            }
        }
        return farthest && followed < LARGEST_SEARCH ? LARGEST_DISTANCE : LARGEST_DISTANCE + 1;
    }

    /**
     * Along the columns of one degree in a row. The last step of a path need not be remembered:
     * says whether it comes to one of two checks.
     */
    private boolean follow(int[] list, int count, int place, int distance, int a, int b) {
        boolean reached = false;
        for (int k = 0; k < 2 * count; k += 2) {
            int turned = place + list[k + 1];
            int wrapped = turned < liftingSize ? turned : turned - liftingSize;
            int check = list[k] * liftingSize + wrapped;
            if (distance < LARGEST_DISTANCE) {
                push(distance, check);
            } else {
                reached |= check == a || check == b;
            }
        }
        return reached;
    }

    private void push(int distance, int check) {
        if (visited[check] != search) {
            int size = frontierSize[distance]++;
            if (size == frontier[distance].length) {
                frontier[distance] = Arrays.copyOf(frontier[distance], 2 * size);
            }
            frontier[distance][size] = check;
        }
    }
}

package io.bellwether.errorcorrection;

/**
 * Updates a {@link CheckGroup} at once: the message on each edge is the box-plus of what came in on
 * all the others.
 *
 * <p>The edges are the leaves of a binary tree in a heap (leaf e of d edges is node d + e, the
 * children of node i are 2i and 2i + 1), combined upwards and then downwards: three operations for
 * an edge. A tree joins messages of like size, whose corrections are large against the rounding; a
 * chain over 150 edges would lose most of them.
 */
sealed interface CheckNodes permits ScalarCheckNodes, ByteCheckNodes, ShortCheckNodes {
    /** The fastest that this machine has for a lifting size and degrees up to the largest. */
    static CheckNodes of(int liftingSize, int largestDegree) {
        if (ShortCheckNodes.supports(liftingSize)) {
            return new ShortCheckNodes(largestDegree);
        }
        return ByteCheckNodes.supports(liftingSize)
                ? new ByteCheckNodes(largestDegree)
                : new ScalarCheckNodes(Math.min(32, liftingSize), largestDegree);
    }

    /** The number of checks in a group, a power of two. */
    int lanes();

    /**
     * Updates the messages to the variables and the beliefs of the variables in place.
     *
     * @return whether the beliefs, before the update, violated one of the checks
     */
    boolean update(CheckGroup group);

    /**
     * Makes the first {@link #lanes} beliefs of each column and their repetition at its end agree,
     * after all groups of a base row were updated. The group that crossed the end of the column
     * wrote {@code shift mod lanes} of them, or none, into the repetition; of the others the
     * beginning is newer.
     *
     * @param columnsAt for each edge the first belief of its column
     * @param lifting from a column's first belief to its repetition
     */
    void join(int degree, int[] columnsAt, int[] shifts, int lifting, short[] beliefs);
}

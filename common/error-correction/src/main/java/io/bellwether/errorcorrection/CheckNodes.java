package io.bellwether.errorcorrection;

/**
 * Updates a group of {@link #lanes} checks of one base row at once: the message on each edge is the
 * box-plus of what came in on all the others.
 *
 * <p>The edges are the leaves of a binary tree in a heap (leaf e of d edges is node d + e, the
 * children of node i are 2i and 2i + 1), combined upwards and then downwards: three operations for
 * an edge. A tree joins messages of like size, whose corrections are large against the rounding; a
 * chain over 150 edges would lose most of them.
 *
 * <p>Layout of a group with d edges: messages of edge e in bytes {@code [e * lanes, (e + 1) *
 * lanes)}, where lane 2i belongs to check i and lane 2i + 1 to check i + lanes / 2, because that is
 * how two vectors of shorts pack into one of bytes. Beliefs are shorts in natural order.
 */
sealed interface CheckNodes permits ScalarCheckNodes, VectorCheckNodes {
    /** The number of checks in a group. */
    int lanes();

    /**
     * Updates the messages to the variables and the beliefs of the variables in place.
     *
     * @param degree the number of edges
     * @param at for each edge the first of {@code lanes} beliefs
     * @param beliefs log-likelihood ratios of the variables, in steps
     * @param signs for each lane -128 if the check must come out odd, else 0
     * @param signsAt the first lane
     * @param messages messages from checks to variables
     * @param messagesAt the first message of the group
     * @return whether the beliefs, before the update, violated one of the checks
     */
    boolean update(
            int degree,
            int[] at,
            short[] beliefs,
            byte[] signs,
            int signsAt,
            byte[] messages,
            int messagesAt);

    /**
     * Makes the first {@link #lanes} beliefs of a column and their repetition at its end agree: of
     * the repetition the first {@code crossed} are newer, of the beginning the others.
     *
     * @param base the first belief of the column
     * @param repeated the first belief of the repetition
     */
    void join(short[] beliefs, int base, int repeated, int crossed);
}

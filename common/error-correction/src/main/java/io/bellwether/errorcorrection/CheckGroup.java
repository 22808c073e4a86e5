package io.bellwether.errorcorrection;

/**
 * A group of checks of one base row, all on the same columns of the matrix. Messages of edge e lie
 * at {@code [messagesAt + e * lanes, messagesAt + (e + 1) * lanes)}, in an order of the kernel's
 * own; beliefs and signs are in natural order.
 *
 * @param degree the number of edges
 * @param at for each edge the first of {@code lanes} beliefs
 * @param beliefs log-likelihood ratios of the variables, in steps
 * @param signs for each check a negative number if these variables must come out odd
 * @param signsAt the first check
 * @param messages messages from checks to variables
 * @param messagesAt the first message of the group
 */
record CheckGroup(
        int degree,
        int[] at,
        short[] beliefs,
        short[] signs,
        int signsAt,
        byte[] messages,
        int messagesAt) {}

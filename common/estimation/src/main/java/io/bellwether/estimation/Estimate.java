package io.bellwether.estimation;

import io.bellwether.bell.BlockStatistics;

/**
 * Bob's view of the score. The statistics are secret from everybody but him until the key is used:
 * they depend on outcomes that are part of the raw key, so only the verdict crosses the link.
 */
public sealed interface Estimate {
    BlockStatistics statistics();

    /**
     * @param lostTestRounds lost test rounds; with several pairs of boxes, of the worst one
     */
    record Accepted(BlockStatistics statistics, long lostTestRounds, AcceptedEstimate proof)
            implements Estimate {}

    /**
     * @param lostTestRounds lost test rounds; with several pairs of boxes, of the worst one
     * @param maxLostTestRounds the threshold they exceed
     */
    record Rejected(BlockStatistics statistics, long lostTestRounds, long maxLostTestRounds)
            implements Estimate {}

    /**
     * A generalised score below what the length is for.
     *
     * @param leastScore that is accepted
     */
    record ScoreTooLow(BlockStatistics statistics, double leastScore) implements Estimate {}

    /**
     * The counts contradict the theorem's model: a score above the quantum bound, or signalling.
     *
     * @param violation what was found, with its p-value
     */
    record Violated(BlockStatistics statistics, ModelViolation violation) implements Estimate {}
}

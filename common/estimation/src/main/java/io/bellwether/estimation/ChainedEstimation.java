package io.bellwether.estimation;

import io.bellwether.bell.ChainedStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The score of a block of the chained protocol (Masanes et al. 2014): Alice has published her
 * outcomes of the estimation pairs, which are no part of the raw key. The model is that nothing
 * signals, which is tested; a score beyond quantum theory is welcome.
 */
public final class ChainedEstimation {
    private ChainedEstimation() {}

    /**
     * Counts the block, asks whether its outcomes signal, and compares the lost pairs with the
     * threshold.
     *
     * @param settings M of the chained game
     * @param aliceKey verified copy of Alice's raw key
     * @param bobKey Bob's outcomes of the same pairs
     * @param pairs the estimation pairs
     * @param oppositeWins which of them are won by different outcomes
     * @param testProbability with which each side tests
     * @param maxLostTestRounds the block is accepted if no more of them than this are lost
     */
    public static Estimate estimate(
            int settings,
            VerifiedKey aliceKey,
            SecretBits bobKey,
            ChainedPairs pairs,
            BitArray oppositeWins,
            double testProbability,
            long maxLostTestRounds) {
        BitArray lost = pairs.aliceOutcomes().copy();
        lost.xor(pairs.bobOutcomes());
        lost.xor(oppositeWins);
        SecretAccess access = SecretAccess.to("count errors");
        var statistics =
                new ChainedStatistics(
                        settings,
                        lost.length(),
                        lost.cardinality(),
                        bobKey.length(),
                        aliceKey.bits().read(access).hammingDistance(bobKey.read(access)));
        Optional<ModelViolation> violation =
                ChainedModelTest.of(
                        settings,
                        pairs,
                        testProbability,
                        aliceKey.bits().length(),
                        aliceKey.bits().read(access).cardinality());
        if (violation.isPresent()) {
            return new Estimate.Violated(statistics, violation.get());
        }
        return statistics.lostTestRounds() <= maxLostTestRounds
                ? new Estimate.Accepted(
                        statistics,
                        statistics.lostTestRounds(),
                        new AcceptedEstimate(
                                maxLostTestRounds, OptionalLong.of(statistics.lostTestRounds())))
                : new Estimate.Rejected(statistics, statistics.lostTestRounds(), maxLostTestRounds);
    }
}

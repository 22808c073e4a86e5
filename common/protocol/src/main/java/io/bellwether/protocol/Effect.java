package io.bellwether.protocol;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.foundation.SecretBits;
import io.bellwether.privacyamplification.LaboratoryResult;

/** What a session machine asks its driver to do, in order. */
public sealed interface Effect {
    record Send(Message message) implements Effect {}

    /** Seal everything sent so far in this block. */
    record SendSeal() implements Effect {}

    /** Have the box distribute the pairs of a chunk and close its link to the source. */
    record DistributePairs(long firstRound, int rounds) implements Effect {}

    /** Hand the settings to the box, one round after the other. */
    record Measure(long firstRound, byte[] settings) implements Effect {}

    /** Read the chunk's settings and outcomes from the box's record. */
    record Replay(long firstRound, int rounds) implements Effect {}

    /**
     * Store the block's key durably as not yet deliverable.
     *
     * @param accepted what the block is if the other end stores it too
     */
    record Store(SecretBits key, BlockOutcome.Accepted accepted) implements Effect {
        public KeyPartition partition() {
            return accepted.partition();
        }
    }

    /** Store the block's key durably, then mark it deliverable. */
    record StoreDeliverable(SecretBits key, BlockOutcome.Accepted accepted) implements Effect {
        public KeyPartition partition() {
            return accepted.partition();
        }
    }

    /** Mark the stored block deliverable. */
    record MarkDeliverable() implements Effect {}

    /**
     * There is no key to store: show what an uncertified block ended with. Answered like a store
     * effect, so that such blocks take the same steps.
     */
    record ShowLaboratoryResult(LaboratoryResult result) implements Effect {}

    /** A step of the protocol begins. */
    record EnterStep(Step step) implements Effect {}

    /** Rounds measured so far. */
    record ReportRounds(long measured, long total) implements Effect {}

    /** Bob's estimate, for his own operator only. */
    record ReportEstimate(BlockStatistics statistics) implements Effect {}

    record Finish(BlockOutcome outcome) implements Effect {}
}

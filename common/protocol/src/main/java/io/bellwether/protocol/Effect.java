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

    /**
     * Hand the settings to the box, one round after the other.
     *
     * @param settings one after the other, each of {@code settingBytes} bytes, the higher one first
     * @param settingBytes 1, or 2 for more than 256 settings
     */
    record Measure(long firstRound, byte[] settings, int settingBytes) implements Effect {
        /** Of at most 256 settings. */
        public Measure(long firstRound, byte[] settings) {
            this(firstRound, settings, 1);
        }

        /** In as few bytes as so many settings take. */
        static Measure of(long firstRound, short[] settings, int settingCount) {
            int width = settingCount > 1 << Byte.SIZE ? 2 : 1;
            byte[] bytes = new byte[settings.length * width];
            for (int i = 0; i < settings.length; i++) {
                bytes[(i + 1) * width - 1] = (byte) settings[i];
                if (width == 2) {
                    bytes[2 * i] = (byte) (settings[i] >>> Byte.SIZE);
                }
            }
            return new Measure(firstRound, bytes, width);
        }

        public int rounds() {
            return settings.length / settingBytes;
        }
    }

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

package io.bellwether.protocol;

import io.bellwether.privacyamplification.LaboratoryResult;
import io.bellwether.securityproof.KeyLength;

import java.util.OptionalLong;

/** How a block ended. An aborted block is a result like any other, not an exception. */
public sealed interface BlockOutcome {
    /**
     * Both ends hold the same key.
     *
     * @param announcedLostTestRounds what the key length followed, if the theorem's varies
     */
    record Accepted(long keyBits, KeyPartition partition, OptionalLong announcedLostTestRounds)
            implements BlockOutcome {
        static Accepted of(KeyLength.Certified length, KeyPartition partition) {
            return new Accepted(length.keyBits(), partition, length.announcedLostTestRounds());
        }
    }

    /**
     * Both ends computed the same uncertified key and forgot it: there is no finite-size theorem
     * for what was played.
     */
    record Laboratory(LaboratoryResult result) implements BlockOutcome {}

    /**
     * No key.
     *
     * @param detail for the own operator; it stays at this end
     */
    record Aborted(AbortReason reason, String detail) implements BlockOutcome {}

    /**
     * Bob has stored the block and told Alice so, but lost her before she said whether it is
     * deliverable. The next reconciliation decides; until then nothing is delivered from it.
     *
     * @param ifDeliverable what it is if she has stored it too
     * @param detail for the own operator; it stays at this end
     */
    record Undecided(Accepted ifDeliverable, String detail) implements BlockOutcome {}
}

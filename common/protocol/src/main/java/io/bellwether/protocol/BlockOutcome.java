package io.bellwether.protocol;

/** How a block ended. An aborted block is a result like any other, not an exception. */
public sealed interface BlockOutcome {
    /** Both ends hold the same key. */
    record Accepted(long keyBits, KeyPartition partition) implements BlockOutcome {}

    /**
     * No key.
     *
     * @param detail for the own operator; it stays at this end
     */
    record Aborted(AbortReason reason, String detail) implements BlockOutcome {}

    /**
     * Bob has stored the block and told Alice so, but lost her before she said whether it is
     * deliverable. The next reconciliation decides; until then nothing is delivered from it.
     */
    record Undecided(String detail) implements BlockOutcome {}
}

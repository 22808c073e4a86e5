package io.bellwether.testkit;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Step;

import java.util.List;
import java.util.Optional;

/**
 * How a simulated block went.
 *
 * @param messages the kinds of all messages in the order in which they were sent, with the sender
 * @param messageDigest SHA-256 over all that was sent, in hexadecimal digits
 */
public record RunResult(Side alice, Side bob, List<String> messages, String messageDigest) {
    /**
     * One side's end of it.
     *
     * @param key as it was stored, if it was
     * @param deliverable whether the key was marked deliverable
     * @param steps those that began at this side, in order
     * @param statistics Bob's estimate, if he came to it
     */
    public record Side(
            BlockOutcome outcome,
            Optional<BitArray> key,
            Optional<KeyPartition> partition,
            boolean deliverable,
            List<Step> steps,
            Optional<BlockStatistics> statistics) {}
}

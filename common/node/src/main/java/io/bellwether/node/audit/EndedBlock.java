package io.bellwether.node.audit;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.node.status.BlockResult;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.SessionParameters;

import java.util.Optional;

/**
 * A block that has ended, and all that is certified of it.
 *
 * @param parameters what both ends had to hold alike
 * @param plan what both ends agreed on; empty if the block ended before they did
 * @param statistics Bob's, as soon as his corrected copy gave them
 * @param transcriptDigest empty if the block ended before its first seal
 */
public record EndedBlock(
        BlockResult result,
        BlockOutcome outcome,
        SessionParameters parameters,
        Optional<BlockPlan> plan,
        Optional<BlockStatistics> statistics,
        Optional<byte[]> transcriptDigest) {}

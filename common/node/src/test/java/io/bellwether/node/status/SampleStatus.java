package io.bellwether.node.status;

import io.bellwether.foundation.End;
import io.bellwether.protocol.Step;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A node as it might be at one moment. */
public final class SampleStatus {
    private SampleStatus() {}

    public static BlockResult block(String outcome, String reason, long keyBits) {
        return new BlockResult(
                "5eed0000-0000-4000-0000-000000000001",
                outcome,
                reason,
                "",
                1_500_000,
                keyBits,
                Optional.of(
                        new BlockResult.NamedScore(
                                "S",
                                OptionalDouble.of(2.67),
                                OptionalDouble.of(.01),
                                2,
                                2.8284,
                                OptionalDouble.of(.67))),
                Optional.of(new BlockResult.Score(2.67, .01)),
                Optional.of(new BlockResult.Score(.0144, .0001)),
                Optional.of(12_000L),
                Optional.of(76_000L),
                1,
                7,
                Map.of(Step.MEASURE, 4.0, Step.CORRECT, .4),
                5,
                Instant.ofEpochSecond(1_700_000_000));
    }

    public static NodeStatus status(Optional<BlockResult> last) {
        return new NodeStatus(
                "bob",
                End.BOB,
                "0.1.0",
                4711,
                "KEYLEN-EAT-OXFORD",
                139_616,
                Map.of(),
                300_000,
                1e-10,
                new StatusBoard.Snapshot(
                        new StatusBoard.LinkStatus("connected", "alice"),
                        "box",
                        false,
                        Optional.empty(),
                        Map.of(),
                        last,
                        0,
                        Map.of(),
                        0),
                new NodeStatus.Pool("pool", "courier", 9000, 8000, "LOW", 100, 10),
                new NodeStatus.Keys(545, 256, 139_520, 0, 1));
    }
}

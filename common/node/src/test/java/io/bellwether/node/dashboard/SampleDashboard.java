package io.bellwether.node.dashboard;

import io.bellwether.node.dashboard.DashboardState.BoxKind;
import io.bellwether.node.dashboard.DashboardState.Reference;
import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.BlockResult.NamedScore;
import io.bellwether.node.status.BlockResult.Score;
import io.bellwether.node.status.NodeStatus;
import io.bellwether.node.status.Readiness;
import io.bellwether.node.status.SampleStatus;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.Step;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.UUID;

/** Nodes to look at: one that runs, one under attack, one whose peer is gone. */
final class SampleDashboard {
    private static final long SEED = 20_221_107;
    private static final long ROUNDS = 1_500_000;
    private static final Readiness.Check FINE = new Readiness.Check(true, "fine");
    private static final Reference REFERENCE = Reference.ofChsh(2.677, 0.0144, 0.0934);

    private final BlockHistory blocks = new BlockHistory();
    private final SplittableRandom chance = new SplittableRandom(SEED);
    private BlockResult last;
    private long accepted;
    private long aborted;
    private StatusBoard.LinkStatus link = new StatusBoard.LinkStatus("connected", "alice");
    private String box = "oxford2022. Simulated: the measured behaviour. Strictly sequential.";
    private BoxKind kind = BoxKind.SIMULATED;

    /** A block as the honest boxes give it. */
    SampleDashboard block() {
        accepted++;
        add("accepted", "", 2.677 + 0.01 * (2 * chance.nextDouble() - 1), 0.0144, 139_616);
        return this;
    }

    /** A block as Alice hears of it: she is not told the score. */
    SampleDashboard blockWithoutScore() {
        accepted++;
        add("accepted", "", Double.NaN, 0.0144, 139_616);
        return this;
    }

    /** A block that an adversary spoiled. */
    SampleDashboard attackedBlock() {
        aborted++;
        box = "local. Both halves answer from a list of shared random strategies. <b>trust me</b>";
        kind = BoxKind.ADVERSARIAL;
        add("aborted", AbortReason.TOO_MANY_LOST_ROUNDS.name(), 2.0, 0, 0);
        return this;
    }

    SampleDashboard peerLost() {
        aborted++;
        link = new StatusBoard.LinkStatus("waiting for the peer", "Connection refused");
        add("aborted", AbortReason.PEER_LOST.name(), Double.NaN, 0.0144, 0);
        return this;
    }

    private void add(String outcome, String reason, double chsh, double qber, long keyBits) {
        Optional<Double> known = Double.isNaN(chsh) ? Optional.empty() : Optional.of(chsh);
        double winRatio = 0.5 + chsh / 8;
        last =
                new BlockResult(
                        new UUID(chance.nextLong(), chance.nextLong()).toString(),
                        outcome,
                        reason,
                        reason.isEmpty() ? "" : "details for the operator",
                        ROUNDS,
                        keyBits,
                        known.map(s ->
                                new NamedScore(
                                        "S",
                                        OptionalDouble.of(s),
                                        OptionalDouble.of(.01),
                                        2,
                                        2.83,
                                        OptionalDouble.of(s - 2))),
                        known.map(s -> new Score(s, .0107)),
                        known.map(s -> new Score(qber, .0001)),
                        known.map(s -> Math.round(76_000 * (1 - winRatio))),
                        known.map(s -> 76_000L),
                        1,
                        0,
                        Map.of(Step.MEASURE, 1.1),
                        3.3,
                        Instant.ofEpochSecond(1_800_000_000 + 10 * (accepted + aborted)));
        blocks.add(last);
    }

    DashboardState state() {
        NodeStatus sample = SampleStatus.status(Optional.empty());
        var now =
                new StatusBoard.Snapshot(
                        link,
                        box,
                        false,
                        Optional.of(
                                new StatusBoard.CurrentBlock(
                                        new UUID(1, 2).toString(),
                                        Step.MEASURE,
                                        ROUNDS / 3,
                                        ROUNDS,
                                        Instant.EPOCH)),
                        Map.of(Step.PROPOSE, 0.25, Step.MEASURE, 1.13),
                        Optional.ofNullable(last),
                        accepted,
                        Map.of(AbortReason.TOO_MANY_LOST_ROUNDS, aborted),
                        accepted * 139_616);
        var status =
                new NodeStatus(
                        sample.name(),
                        sample.end(),
                        sample.version(),
                        sample.processId(),
                        sample.theorem(),
                        sample.keyBitsPerBlock(),
                        sample.keyBitsByTheorem(),
                        sample.leakedBitsPerBlock(),
                        sample.epsilonSoundness(),
                        now,
                        sample.pool(),
                        sample.keys());
        boolean connected = link.state().equals("connected");
        return DashboardState.of(
                status,
                Readiness.of(
                        new Readiness.Check(connected, link.state()),
                        FINE,
                        FINE,
                        FINE,
                        Optional.of(1.0)),
                REFERENCE,
                kind,
                blocks);
    }
}

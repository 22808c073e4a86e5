package io.bellwether.node;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.PoolLevel;
import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.StoreCounts;
import io.bellwether.link.PeerLink;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.NodeStatus;
import io.bellwether.node.status.Readiness;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.securityproof.Theorem;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Puts together what a node says about itself. */
final class StatusReport {
    private final NodeConfiguration configuration;
    private final BlockPlan plan;
    private final AuthenticationLedger ledger;
    private final PeerLink.SpendingLimits spending;
    private final KeyStore store;
    private final StatusBoard board;

    /** Takes a second, which no start should wait for. */
    private final CompletableFuture<Map<String, Long>> keyBitsByTheorem;

    StatusReport(
            NodeConfiguration configuration,
            BlockPlan plan,
            AuthenticationLedger ledger,
            PeerLink.SpendingLimits spending,
            KeyStore store,
            StatusBoard board) {
        this.configuration = configuration;
        this.plan = plan;
        this.ledger = ledger;
        this.spending = spending;
        this.store = store;
        this.board = board;
        keyBitsByTheorem =
                CompletableFuture.supplyAsync(
                        () -> keyBitsByTheorem(plan), Thread::startVirtualThread);
    }

    private static Map<String, Long> keyBitsByTheorem(BlockPlan plan) {
        var lengths = new LinkedHashMap<String, Long>();
        if (!(plan.parameters().protocol() instanceof Protocol.Chsh chsh)) {
            return Map.of(plan.parameters().theorem().claimId(), plan.expectedKeyBits());
        }
        for (Theorem theorem : Theorem.OF_CHSH.stream().filter(chsh::isCoveredBy).toList()) {
            lengths.put(
                    theorem.claimId(),
                    BlockPlan.proposed(
                                    plan.parameters().with(chsh.under(theorem)),
                                    plan.block().epsilon().authentication())
                            .expectedKeyBits());
        }
        return lengths;
    }

    NodeStatus now() {
        String theorem = plan.parameters().theorem().claimId();
        return new NodeStatus(
                configuration.node().name(),
                configuration.node().end(),
                Version.current(),
                ProcessHandle.current().pid(),
                theorem,
                plan.expectedKeyBits(),
                keyBitsByTheorem.getNow(Map.of(theorem, plan.expectedKeyBits())),
                plan.leakedBits(),
                plan.parameters().epsilonSoundness(),
                board.snapshot(),
                pool(),
                keys());
    }

    Readiness readiness() {
        StatusBoard.Snapshot now = board.snapshot();
        PoolLevel level = ledger.level(Direction.from(configuration.node().end()));
        return Readiness.of(
                new Readiness.Check(now.link().state().equals("connected"), now.link().inWords()),
                new Readiness.Check(!now.boxFailed(), now.box()),
                check(store),
                new Readiness.Check(level != PoolLevel.AT_FLOOR, level.name()),
                now.last().map(block -> secondsSince(block.ended())));
    }

    /** Whether keys can be had of a store: also for front ends. */
    static Readiness.Check check(KeyStore store) {
        try {
            return store.suspension()
                    .map(why -> new Readiness.Check(false, "suspended: " + why))
                    .orElse(new Readiness.Check(true, "open"));
        } catch (KeyStoreException e) {
            return new Readiness.Check(false, e.getMessage());
        }
    }

    private static double secondsSince(Instant moment) {
        return Duration.between(moment, Instant.now()).toMillis() / 1000.0;
    }

    private NodeStatus.Pool pool() {
        End end = configuration.node().end();
        Direction own = Direction.from(end);
        return new NodeStatus.Pool(
                ledger.poolId().toString(),
                ledger.origin().label(),
                ledger.remainingBits(own),
                ledger.remainingBits(Direction.from(end.other())),
                ledger.level(own).name(),
                spending.own().availableBits(),
                spending.own().bitsPerSecond());
    }

    private NodeStatus.Keys keys() {
        StoreCounts counts = store.counts();
        int keySizeBits = configuration.delivery().keySizeBits();
        return new NodeStatus.Keys(
                store.availableKeys(configuration.node().end(), keySizeBits),
                keySizeBits,
                counts.localFreeBits(),
                counts.peerFreeBits(),
                counts.deliverableBlocks());
    }
}

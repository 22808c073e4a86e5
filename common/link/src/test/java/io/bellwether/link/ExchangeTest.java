package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Blocks and reconciliations between two nodes that keep to the protocol. */
class ExchangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private TwoEnds ends;

    @BeforeEach
    void open() throws Exception {
        ends = new TwoEnds(folder);
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private static BlockId newBlock() {
        return new BlockId(UUID.randomUUID());
    }

    private record Exchanges(Exchange alice, Exchange bob) {}

    private static Exchanges openBlock(TwoEnds.Links links, BlockId block) throws Exception {
        CompletableFuture<Exchange> bobs =
                TwoEnds.meanwhile(() -> links.bob().awaitBlock(List::of));
        Exchange alices = links.alice().openBlock(block);
        return new Exchanges(alices, TwoEnds.result(bobs));
    }

    private static Message said(Exchange at) throws LinkException {
        return ((Exchange.Incoming.Said) at.receive(PATIENCE)).message();
    }

    @Test
    @DisplayName("a block's messages arrive in order, its seals are right, its digest is the same")
    void block() throws Exception {
        BlockId block = newBlock();
        Exchanges both = openBlock(ends.connect(), block);
        assertThat(both.bob().id()).isEqualTo(block.value());

        both.alice().send(new Message.PairsReady(0));
        both.alice().send(new Message.PairsReady(1));
        both.alice().seal();
        assertThat(said(both.bob())).isEqualTo(new Message.PairsReady(0));
        assertThat(said(both.bob())).isEqualTo(new Message.PairsReady(1));
        assertThat(both.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);
        both.bob().send(new Message.Acceptance(OptionalLong.empty()));
        both.bob().seal();
        assertThat(said(both.alice())).isEqualTo(new Message.Acceptance(OptionalLong.empty()));
        assertThat(both.alice().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);
        both.alice().send(new Message.Deliverable());
        both.alice().seal();
        assertThat(said(both.bob())).isEqualTo(new Message.Deliverable());
        assertThat(both.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);

        assertThat(both.alice().transcriptDigest())
                .hasSize(32)
                .isEqualTo(both.bob().transcriptDigest());
        for (End end : End.values()) {
            assertThat(ends.marks(end))
                    .containsExactly((long) TwoEnds.ALICES_BITS, (long) TwoEnds.BOBS_BITS);
        }
    }

    @Test
    @DisplayName("what is left of an aborted block is skipped, and the next block starts clean")
    void aborted() throws Exception {
        var links = ends.connect();
        Exchanges first = openBlock(links, newBlock());
        first.alice().send(new Message.PairsReady(0));
        first.alice().send(new Message.Abort(AbortReason.BOX_FAILED));
        first.bob().send(new Message.TestFlags(0, BitArray.ofLength(8)));
        first.bob().send(new Message.Abort(AbortReason.PEER_ABORTED));

        BlockId next = newBlock();
        Exchanges second = openBlock(links, next);
        second.alice().send(new Message.PairsReady(5));
        second.alice().seal();

        assertThat(second.bob().id()).isEqualTo(next.value());
        assertThat(said(second.bob())).isEqualTo(new Message.PairsReady(5));
        assertThat(second.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);
    }

    @Test
    @DisplayName("Bob's pending blocks are settled by Alice's sealed verdict before the next block")
    void reconciliation() throws Exception {
        BlockId lost = newBlock();
        BlockId kept = newBlock();
        Greeting bobs = ends.greeting(End.BOB);
        var withPending =
                new Greeting(
                        bobs.nodeName(),
                        bobs.softwareVersion(),
                        bobs.poolId(),
                        bobs.poolLineage(),
                        bobs.parameters(),
                        2,
                        TwoEnds.START,
                        TwoEnds.START);
        var links = ends.greet(ends.greeting(End.ALICE), withPending);
        record Verdict(List<BlockId> pending, Set<BlockId> deliverable) {}
        var verdict =
                TwoEnds.meanwhile(() -> {
                    var given = new AtomicReference<Verdict>();
                    links.bob()
                            .awaitMeeting(
                                    (own, peer) -> {},
                                    () -> List.of(lost, kept),
                                    (pending, deliverable) ->
                                            given.set(new Verdict(pending, deliverable)));
                    return given.get();
                });

        links.alice()
                .meet(
                        (own, peer) -> {},
                        pending -> {
                            assertThat(pending).containsExactly(lost, kept);
                            return Set.of(kept);
                        });

        assertThat(TwoEnds.result(verdict))
                .isEqualTo(new Verdict(List.of(lost, kept), Set.of(kept)));
        BlockId next = newBlock();
        assertThat(openBlock(links, next).bob().id()).isEqualTo(next.value());
    }

    @Test
    @DisplayName("Bob takes no block while he has pending ones that his greeting did not show")
    void blockBeforeReconciliation() throws Exception {
        BlockId pending = newBlock();
        var links = ends.connect();
        var opened = TwoEnds.meanwhile(() -> links.bob().awaitBlock(() -> List.of(pending)));

        assertThatThrownBy(() -> links.alice().openBlock(newBlock()))
                .isInstanceOf(LinkException.class);
        assertThatThrownBy(() -> TwoEnds.result(opened))
                .hasStackTraceContaining("before the pending ones were reconciled");
    }

    @Test
    @DisplayName("Alice gone in mid-block ends Bob's wait, and his listeners hear of it")
    void aliceLost() throws Exception {
        var links = ends.connect();
        Exchanges both = openBlock(links, newBlock());
        var closed = new CountDownLatch(1);
        links.bob().whenClosed(closed::countDown);

        ends.dialer().close();

        assertLost(both.bob());
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(links.bob().isOpen()).isFalse();
    }

    @Test
    @DisplayName("the end of the link ends every wait that is under way, and none that is over")
    void endsWaits() throws Exception {
        var links = ends.connect();
        Exchange alice = openBlock(links, newBlock()).alice();
        var ended = new CountDownLatch(2);
        var over = new AtomicBoolean();
        try (var _ = alice.whileLinked(() -> over.set(true))) {
            assertThat(alice.linkEnded()).isEmpty();
        }

        try (var _ = alice.whileLinked(ended::countDown);
                var _ = alice.whileLinked(ended::countDown)) {
            ends.stopServer();

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(alice.linkEnded()).isPresent();
        assertThat(over).isFalse();
    }

    @Test
    @DisplayName("a wait that begins after the link has ended is ended at once")
    void lateWait() throws Exception {
        var links = ends.connect();
        Exchange alice = openBlock(links, newBlock()).alice();
        links.alice().close();
        var ended = new AtomicBoolean();

        try (var _ = alice.whileLinked(() -> ended.set(true))) {
            assertThat(ended).isTrue();
        }
    }

    @Test
    @DisplayName("Bob gone in mid-block ends Alice's wait and refuses what she still sends")
    void bobLost() throws Exception {
        var links = ends.connect();
        Exchanges both = openBlock(links, newBlock());

        ends.stopServer();

        assertLost(both.alice());
        assertThatThrownBy(() -> both.alice().send(new Message.Deliverable()))
                .isInstanceOf(LinkException.class);
    }

    @Test
    @DisplayName("a link closed here is lost there")
    void closedHere() throws Exception {
        var links = ends.connect();
        Exchanges both = openBlock(links, newBlock());

        links.alice().close();

        assertLost(both.bob());
        assertLost(both.alice());
    }

    @Test
    @DisplayName("a peer that stays silent in a block is given up after the time asked for")
    void silentInBlock() throws Exception {
        Exchanges both = openBlock(ends.connect(), newBlock());

        assertThatThrownBy(() -> both.bob().receive(Duration.ofMillis(50)))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("silent");
    }

    private static void assertLost(Exchange exchange) {
        assertThatThrownBy(() -> exchange.receive(PATIENCE))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Cause.LOST));
    }

    @Test
    @DisplayName("a pool at its end refuses the next block and says so")
    void exhausted() throws Exception {
        ends.close();
        ends =
                new TwoEnds(
                        Files.createDirectory(folder.resolve("small")),
                        2
                                * (TwoEnds.ALICES_BITS
                                        + TwoEnds.ALICES_MEETING_BITS
                                        + (int) TwoEnds.START));
        var links = ends.connect();
        openBlock(links, newBlock());

        assertThatThrownBy(() -> links.alice().openBlock(newBlock()))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Cause.POOL_EXHAUSTED))
                .hasMessageContaining("refill or replace the pool");
        assertThat(links.alice().isOpen()).isTrue();
    }

    @Test
    @DisplayName("a seal over something else than what arrived is wrong; the right one is right")
    void tampered() throws Exception {
        for (boolean tampered : new boolean[] {true, false}) {
            try (var peer = new RawPeer(ends.address(), ends.aliceFiles())) {
                assertThat(sealVerdict(peer, tampered))
                        .isInstanceOf(
                                tampered
                                        ? Exchange.Incoming.SealWrong.class
                                        : Exchange.Incoming.SealRight.class);
            }
        }
    }

    @Test
    @DisplayName("'pairs ready' without Alice's one-time token is not hers, before any seal")
    void forgedPairsReady() throws Exception {
        try (var peer = new RawPeer(ends.address(), ends.aliceFiles())) {
            var verdict =
                    TwoEnds.meanwhile(() -> {
                        PeerLink bob =
                                ends.nextCaller()
                                        .greet(ends.greeting(End.BOB), ends.settings(End.BOB));
                        bob.awaitMeeting((own, other) -> {}, List::of, (p, d) -> {});
                        return bob.awaitBlock(List::of).receive(PATIENCE);
                    });
            peer.meet(ends);
            peer.open(ends, Purpose.PURPOSE_BLOCK, TwoEnds.ALICES_BITS, 2);
            peer.send(WireMessages.toWire(new Message.PairsReady(0)));

            assertThat(TwoEnds.result(verdict)).isInstanceOf(Exchange.Incoming.SealWrong.class);
        }
    }

    private Exchange.Incoming sealVerdict(RawPeer peer, boolean tampered) throws Exception {
        var verdict =
                TwoEnds.meanwhile(() -> {
                    PeerLink bob =
                            ends.nextCaller().greet(ends.greeting(End.BOB), ends.settings(End.BOB));
                    bob.awaitMeeting((own, other) -> {}, List::of, (p, d) -> {});
                    Exchange block = bob.awaitBlock(List::of);
                    block.receive(Duration.ofSeconds(30));
                    return block.receive(Duration.ofSeconds(30));
                });
        peer.meet(ends);
        RawPeer.Opened block = peer.open(ends, Purpose.PURPOSE_BLOCK, TwoEnds.ALICES_BITS, 2);
        Envelope meant = WireMessages.toWire(new Message.Agreement(newBlock()));
        Envelope other = WireMessages.toWire(new Message.Agreement(newBlock()));
        peer.send(tampered ? other : meant);
        block.transcript().add(meant.toByteArray());
        block.seal(peer);
        return TwoEnds.result(verdict);
    }
}

package io.bellwether.node.engine;

import static io.bellwether.node.engine.KeepingEnd.PARTITION;
import static io.bellwether.node.engine.KeepingEnd.block;
import static io.bellwether.node.engine.KeepingEnd.digest;
import static io.bellwether.node.engine.KeepingEnd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.protocol.KeyPartition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What becomes of finished blocks at the two ends, with real stores and pools on disk. */
class KeyKeepingTest {
    /** Half of the refill goes to each direction. */
    private static final long REFILL_SHARE = PARTITION.refillBits() / 2;

    @TempDir private Path folder;
    private KeepingEnd alice;
    private KeepingEnd bob;

    @BeforeEach
    void open() throws Exception {
        alice = new KeepingEnd(folder, End.ALICE);
        bob = new KeepingEnd(folder, End.BOB);
        // Room for refills: both ends have used some of the pool.
        for (int i = 0; i < 8; i++) {
            claim(bob, (Grant.Granted) alice.ledger().reserve(256));
            claim(alice, (Grant.Granted) bob.ledger().reserve(256));
        }
    }

    private static void claim(KeepingEnd receiver, Grant.Granted sent) throws Exception {
        receiver.ledger().claim(sent.range().offsetBits(), sent.range().bits());
    }

    @AfterEach
    void close() throws Exception {
        alice.close();
        bob.close();
    }

    private static Set<BlockId> blocks(long... numbers) {
        var blocks = new LinkedHashSet<BlockId>();
        for (long number : numbers) {
            blocks.add(block(number));
        }
        return blocks;
    }

    private void assertSameLineage() {
        assertThat(alice.ledger().lineage()).isEqualTo(bob.ledger().lineage());
        for (Direction direction : Direction.values()) {
            assertThat(alice.ledger().remainingBits(direction))
                    .isEqualTo(bob.ledger().remainingBits(direction));
        }
    }

    @Test
    @DisplayName("a stored block gives neither keys nor refill before it is deliverable")
    void storedOnly() {
        String before = bob.ledger().lineage();
        bob.storeBlock(1);

        assertThat(bob.state(1)).contains(BlockState.STORED);
        assertThat(bob.store().availableKeys(End.BOB, 256)).isZero();
        assertThat(bob.ledger().lineage()).isEqualTo(before);
        assertThat(bob.keys().pending()).containsExactly(block(1));
        bob.keys().recover();
        assertThat(bob.ledger().lineage()).as("nothing to recover").isEqualTo(before);
    }

    @Test
    @DisplayName("a deliverable block gives each end its stream and both pools the same refill")
    void deliverable() throws Exception {
        long before = alice.ledger().remainingBits(Direction.ALICE_TO_BOB);
        bob.storeBlock(1);
        alice.storeDeliverable(1);
        bob.keys().markDeliverable(block(1));

        assertThat(alice.store().availableKeys(End.ALICE, 256)).isEqualTo(4096 / 256);
        assertThat(bob.store().availableKeys(End.BOB, 256)).isEqualTo(2048 / 256);
        assertThat(alice.ledger().remainingBits(Direction.ALICE_TO_BOB))
                .isEqualTo(before + REFILL_SHARE);
        assertThat(alice.store().readRefill(block(1))).isEmpty();
        assertThat(bob.store().readRefill(block(1))).isEmpty();
        assertSameLineage();
        assertThat(bob.keys().pending()).isEmpty();
    }

    @Test
    @DisplayName("a refill is made of the key's last bits, the first half for Alice's direction")
    void refillBits() throws Exception {
        alice.storeDeliverable(1);
        long old = alice.ledger().remainingBits(Direction.ALICE_TO_BOB) - REFILL_SHARE;
        alice.ledger().reserve((int) old);

        assertThat(alice.nextPoolBits((int) REFILL_SHARE))
                .isEqualTo(
                        key(1).read(SecretAccess.to("compare in a test"))
                                .slice(PARTITION.deliverableBits(), REFILL_SHARE));
    }

    @Test
    @DisplayName("storing erases the key that was handed in")
    void erases() {
        SecretBits handedIn = key(1);
        bob.keys().store(block(1), digest(1), handedIn, PARTITION);

        assertThatThrownBy(() -> handedIn.read(SecretAccess.to("look after storing")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("a refill that a failing disk left undone comes before the next block's")
    void failedRefillComesFirst() {
        for (long number = 1; number <= 2; number++) {
            bob.storeBlock(number);
            bob.keys().markDeliverable(block(number));
        }
        alice.storeBlock(1);
        alice.store().markDeliverable(block(1));
        alice.storeDeliverable(2);

        assertThat(alice.store().pendingRefills()).isEmpty();
        assertSameLineage();
    }

    @Test
    @DisplayName("marking a block deliverable twice refills once")
    void twice() {
        alice.storeDeliverable(1);
        String once = alice.ledger().lineage();

        alice.keys().markDeliverable(block(1));

        assertThat(alice.ledger().lineage()).isEqualTo(once);
    }

    @Test
    @DisplayName("a crash between marking and refilling is made good, and both pools agree")
    void crashBeforeRefill() throws Exception {
        bob.storeBlock(1);
        alice.storeDeliverable(1);
        // The crash: the store says deliverable, the ledger has not heard of it.
        bob.store().markDeliverable(block(1));
        bob.crash();
        assertThat(bob.ledger().lineage()).isNotEqualTo(alice.ledger().lineage());

        bob.keys().recover();

        assertSameLineage();
        assertThat(bob.store().readRefill(block(1))).isEmpty();
    }

    @Test
    @DisplayName("a crash between refilling and forgetting does not refill twice")
    void crashBeforeForgetting() throws Exception {
        bob.storeBlock(1);
        alice.storeDeliverable(1);
        bob.store().markDeliverable(block(1));
        bob.ledger().refill(block(1), bob.store().readRefill(block(1)).orElseThrow());
        bob.crash();

        bob.keys().recover();

        assertSameLineage();
        assertThat(bob.store().readRefill(block(1))).isEmpty();
    }

    @Test
    @DisplayName("several interrupted refills are made good in the order of their blocks")
    void crashOrder() throws Exception {
        for (long number = 1; number <= 3; number++) {
            bob.storeBlock(number);
            alice.storeDeliverable(number);
            bob.store().markDeliverable(block(number));
        }
        bob.crash();

        bob.keys().recover();

        assertSameLineage();
    }

    @Test
    @DisplayName(
            "Alice crashed after storing: the reconciliation makes the block deliverable at both")
    void aliceCrashedBeforeMarking() throws Exception {
        bob.storeBlock(1);
        alice.storeBlock(1);
        alice.crash();

        settle();

        assertThat(alice.state(1)).contains(BlockState.DELIVERABLE);
        assertThat(bob.state(1)).contains(BlockState.DELIVERABLE);
        assertSameLineage();
    }

    @Test
    @DisplayName("Alice never stored: the block is discarded at both ends, for good")
    void aliceNeverStored() {
        String before = alice.ledger().lineage();
        bob.storeBlock(1);

        settle();

        assertThat(alice.state(1)).contains(BlockState.DISCARDED);
        assertThat(bob.state(1)).contains(BlockState.DISCARDED);
        assertThat(bob.keys().pending()).isEmpty();
        // A late store at Alice's end changes nothing: the verdict was final.
        alice.storeDeliverable(1);
        assertThat(alice.state(1)).contains(BlockState.DISCARDED);
        assertThat(alice.store().availableKeys(End.ALICE, 256)).isZero();
        assertThat(alice.ledger().lineage()).isEqualTo(before);
        assertSameLineage();
    }

    @Test
    @DisplayName(
            "of several pending blocks each gets its own verdict, and the pools agree after it")
    void mixed() throws Exception {
        for (long number = 1; number <= 4; number++) {
            bob.storeBlock(number);
        }
        alice.storeDeliverable(1);
        alice.storeDeliverable(3);
        alice.storeBlock(4);
        bob.crash();
        assertThat(bob.keys().pending()).containsExactly(block(1), block(2), block(3), block(4));

        Set<BlockId> verdict = settle();

        assertThat(verdict).containsExactlyElementsOf(blocks(1, 3, 4));
        assertThat(bob.state(2)).contains(BlockState.DISCARDED);
        assertSameLineage();
        assertThat(settle()).as("nothing is left").isEmpty();
    }

    @Test
    @DisplayName(
            "a block that a reservation proved deliverable after Bob named his pending ones is"
                    + " refilled in order")
    void provedWhileSettling() throws Exception {
        bob.storeBlock(1);
        alice.storeDeliverable(1);
        List<BlockId> named = bob.keys().pending();
        Set<BlockId> verdict = alice.keys().deliverableOf(new LinkedHashSet<>(named));
        // The reservation: Bob's store alone learns that block 1 is deliverable.
        bob.store().markDeliverable(block(1));

        bob.keys().settle(List.of(), verdict);
        bob.storeBlock(2);
        alice.storeDeliverable(2);
        bob.keys().markDeliverable(block(2));

        assertSameLineage();
    }

    @Test
    @DisplayName("a block whose keys Alice has all handed out is still deliverable at Bob's end")
    void exhausted() {
        bob.keys().store(block(1), digest(1), KeepingEnd.bits(1, 256), new KeyPartition(256, 0, 0));
        alice.keys()
                .storeDeliverable(
                        block(1), digest(1), KeepingEnd.bits(1, 256), new KeyPartition(256, 0, 0));
        SaeId master = new SaeId("master");
        var reserved =
                alice.store()
                        .reserve(
                                new ReservationRequest(
                                        1, 256, master, List.of(new SaeId("slave")), Set.of()));
        alice.store().takeForMaster(master, List.of(reserved.orElseThrow().getFirst().keyId()));

        assertThat(settle()).containsExactly(block(1));
        assertThat(bob.state(1)).contains(BlockState.DELIVERABLE);
    }

    /** One reconciliation; Alice's verdict. */
    private Set<BlockId> settle() {
        List<BlockId> pending = bob.keys().pending();
        Set<BlockId> verdict = alice.keys().deliverableOf(new LinkedHashSet<>(pending));
        bob.keys().settle(pending, verdict);
        return verdict;
    }

    @Test
    @DisplayName("a refill of more than the pool holds fills it alike at both ends, and no more")
    void refillBeyondCapacity() {
        var large = new KeyPartition(1024, 1024, 64_000);
        long keyBits = large.deliverableBits() + large.refillBits();
        bob.keys().store(block(1), digest(1), KeepingEnd.bits(1, keyBits), large);
        alice.keys().storeDeliverable(block(1), digest(1), KeepingEnd.bits(1, keyBits), large);
        bob.keys().markDeliverable(block(1));

        for (Direction direction : Direction.values()) {
            assertThat(alice.ledger().roomBits(direction)).isZero();
        }
        assertSameLineage();
    }
}

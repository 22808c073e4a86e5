package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.THIRD;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.blockId;
import static io.bellwether.keystore.StoreFixture.expected;
import static io.bellwether.keystore.StoreFixture.request;
import static io.bellwether.keystore.StoreFixture.reveal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.keystore.RecordOutcome.Reason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

class KeyStoreTest {
    @TempDir Path directory;
    private KeyStore alice;
    private KeyStore bob;

    @BeforeEach
    void openBothEnds() {
        alice = openAt(End.ALICE);
        bob = openAt(End.BOB);
    }

    @AfterEach
    void closeBothEnds() {
        alice.close();
        bob.close();
    }

    private KeyStore openAt(End end) {
        Path home = directory.resolve(end.name());
        home.toFile().mkdirs();
        return new StoreFixture(home).open(end);
    }

    @Test
    @DisplayName("a key asked for at Alice's end is the same at both ends")
    void sameKeyAtBothEnds() {
        addDeliverable(alice, 1, 30_000, 15_000);
        addDeliverable(bob, 1, 30_000, 15_000);
        List<Reservation> reserved = alice.reserve(request(3, 256)).orElseThrow();
        assertThat(bob.recordPeerReservations(reserved, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
        List<KeyId> ids = reserved.stream().map(Reservation::keyId).toList();
        List<DeliveredKey> atMaster = alice.takeForMaster(MASTER, ids);
        var atSlave = (SlaveFetch.Delivered) bob.takeForSlave(MASTER, SLAVE, ids);
        for (int i = 0; i < 3; i++) {
            assertThat(reveal(atMaster.get(i)))
                    .isEqualTo(expected(1, 30_000, reserved.get(i)))
                    .isEqualTo(reveal(atSlave.keys().get(i)));
        }
    }

    @Test
    @DisplayName("keys that straddle pages, at odd offsets and sizes, come out bit by bit right")
    void oddSizes() {
        addDeliverable(bob, 2, 50_000, 777);
        for (int sizeBits : new int[] {1, 63, 8000, 8192, 511, 20_001}) {
            Reservation reserved = bob.reserve(request(1, sizeBits)).orElseThrow().getFirst();
            DeliveredKey key = bob.takeForMaster(MASTER, List.of(reserved.keyId())).getFirst();
            assertThat(reveal(key)).isEqualTo(expected(2, 50_000, reserved));
        }
    }

    @Test
    @DisplayName("the two ends cut from disjoint parts of a block")
    void disjointStreams() {
        addDeliverable(alice, 1, 1024, 512);
        addDeliverable(bob, 1, 1024, 512);
        assertThat(alice.reserve(request(2, 256)).orElseThrow())
                .extracting(r -> r.range().offsetBits())
                .containsExactly(0L, 256L);
        assertThat(bob.reserve(request(2, 256)).orElseThrow())
                .extracting(r -> r.range().offsetBits())
                .containsExactly(512L, 768L);
        assertThat(alice.reserve(request(1, 256))).isEmpty();
        assertThat(bob.reserve(request(1, 256))).isEmpty();
    }

    @Test
    @DisplayName("a request that cannot be met in full reserves nothing")
    void allOrNothing() {
        addDeliverable(alice, 1, 1000, 1000);
        assertThat(alice.reserve(request(4, 256))).isEmpty();
        assertThat(alice.availableKeys(End.ALICE, 256)).isEqualTo(3);
        assertThat(alice.unconfirmedReservations()).isEmpty();
    }

    @Test
    @DisplayName("a tail too short for a request stays for smaller keys")
    void tails() {
        addDeliverable(alice, 1, 300, 300);
        addDeliverable(alice, 2, 300, 300);
        assertThat(alice.reserve(request(2, 256)).orElseThrow())
                .extracting(r -> r.range().blockId())
                .containsExactly(blockId(1), blockId(2));
        assertThat(alice.reserve(request(1, 44)).orElseThrow().getFirst().range())
                .isEqualTo(new KeyRange(blockId(1), 256, 44));
    }

    @Test
    @DisplayName("no key is cut from a block that is only stored")
    void storedIsNotDeliverable() {
        alice.storeBlock(block(1, 1000, 1000));
        assertThat(alice.reserve(request(1, 256))).isEmpty();
        assertThat(alice.availableKeys(End.ALICE, 256)).isZero();
        assertThat(alice.counts()).isEqualTo(new StoreCounts(1, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("storing, marking and discarding again change nothing; a discard is for ever")
    void blockStatesNeverGoBack() {
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.STORED);
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.STORED);
        assertThat(alice.markDeliverable(blockId(1))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.markDeliverable(blockId(1))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.discard(blockId(1))).isEqualTo(BlockState.DELIVERABLE);

        alice.storeBlock(block(2, 1000, 500));
        assertThat(alice.discard(blockId(2))).isEqualTo(BlockState.DISCARDED);
        assertThat(alice.discard(blockId(3))).isEqualTo(BlockState.DISCARDED);
        for (int number = 2; number <= 3; number++) {
            assertThat(alice.markDeliverable(blockId(number))).isEqualTo(BlockState.DISCARDED);
            assertThat(alice.storeBlock(block(number, 1000, 500))).isEqualTo(BlockState.DISCARDED);
        }
        assertThat(alice.blocksIn(BlockState.DISCARDED))
                .extracting(BlockStatus::id)
                .containsExactly(blockId(2), blockId(3));
    }

    @Test
    @DisplayName("a block id that comes back with other contents is refused")
    void conflictingBlock() {
        alice.storeBlock(block(1, 1000, 500));
        assertThatThrownBy(() -> alice.storeBlock(block(1, 1000, 501)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(blockId(1).toString());
        assertThatThrownBy(() -> alice.markDeliverable(blockId(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not stored here");
    }

    @Test
    @DisplayName("a reservation of Alice's proves to Bob that his stored block is deliverable")
    void reservationRollsForward() {
        bob.storeBlock(block(1, 1000, 500));
        assertThat(bob.recordPeerReservations(List.of(reservation(0, 256)), Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
        assertThat(bob.block(blockId(1)).orElseThrow().state()).isEqualTo(BlockState.DELIVERABLE);

        alice.storeBlock(block(1, 1000, 500));
        assertThat(alice.recordPeerReservations(List.of(reservation(500, 256)), Set.of(SLAVE)))
                .extracting("reason")
                .isEqualTo(Reason.BLOCK_NOT_DELIVERABLE);
    }

    @Test
    @DisplayName("recording the same reservation again changes nothing, also after delivery")
    void recordingIsIdempotent() {
        addDeliverable(bob, 1, 1000, 500);
        List<Reservation> announced = List.of(reservation(0, 256));
        List<KeyId> ids = List.of(announced.getFirst().keyId());
        bob.recordPeerReservations(announced, Set.of(SLAVE));
        assertThat(bob.recordPeerReservations(announced, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
        assertThat(bob.takeForSlave(MASTER, SLAVE, ids)).isInstanceOf(SlaveFetch.Delivered.class);
        assertThat(bob.recordPeerReservations(announced, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
        assertThat(bob.takeForSlave(MASTER, SLAVE, ids)).isEqualTo(new SlaveFetch.NotFound());
        assertThat(bob.counts().peerFreeBits()).isEqualTo(244);
    }

    @Test
    @DisplayName("a peer's reservation that overlaps, strays or conflicts is refused as a whole")
    void conflictingReservations() {
        addDeliverable(bob, 1, 1000, 500);
        bob.discard(blockId(2));
        Reservation first = reservation(100, 100);
        bob.recordPeerReservations(List.of(first), Set.of(SLAVE));
        assertThat(refusal(reservation(199, 10))).isEqualTo(Reason.OVERLAPS_ANOTHER_KEY);
        assertThat(refusal(reservation(91, 10))).isEqualTo(Reason.OVERLAPS_ANOTHER_KEY);
        assertThat(refusal(reservation(50, 400))).isEqualTo(Reason.OVERLAPS_ANOTHER_KEY);
        assertThat(refusal(reservation(491, 10))).isEqualTo(Reason.OUTSIDE_PEER_STREAM);
        assertThat(refusal(reservation(500, 10))).isEqualTo(Reason.OUTSIDE_PEER_STREAM);
        assertThat(refusal(inBlock(2))).isEqualTo(Reason.BLOCK_DISCARDED);
        assertThat(refusal(inBlock(3))).isEqualTo(Reason.UNKNOWN_BLOCK);
        KeyRange other = new KeyRange(blockId(1), 300, 100);
        assertThat(refusal(new Reservation(first.keyId(), other, MASTER, List.of(SLAVE))))
                .isEqualTo(Reason.KEY_ID_IN_USE);
        assertThat(refusal(new Reservation(first.keyId(), first.range(), MASTER, List.of(THIRD))))
                .isEqualTo(Reason.KEY_ID_IN_USE);
        assertThat(bob.recordPeerReservations(List.of(reservation(200, 291)), Set.of(SLAVE)))
                .as("the free parts of the refused requests are still free")
                .isEqualTo(new RecordOutcome.Recorded());
    }

    private Reason refusal(Reservation reservation) {
        var announced = List.of(reservation(450, 10), reservation);
        return ((RecordOutcome.Refused) bob.recordPeerReservations(announced, Set.of(SLAVE)))
                .reason();
    }

    @Test
    @DisplayName("a slave gets all keys of a request once, or none")
    void slaveExactlyOnce() {
        addDeliverable(bob, 1, 1000, 1000);
        Reservation one = reservation(0, 128);
        Reservation two = reservation(128, 128);
        bob.recordPeerReservations(List.of(one, two), Set.of(SLAVE));
        KeyId unknown = new KeyId(UUID.randomUUID());
        assertThat(bob.takeForSlave(MASTER, SLAVE, List.of(one.keyId(), unknown)))
                .isEqualTo(new SlaveFetch.NotFound());
        assertThat(bob.takeForSlave(MASTER, THIRD, List.of(one.keyId())))
                .isEqualTo(new SlaveFetch.NotAuthorised());
        assertThat(bob.takeForSlave(THIRD, SLAVE, List.of(one.keyId())))
                .isEqualTo(new SlaveFetch.NotAuthorised());
        assertThatThrownBy(() -> bob.takeForSlave(MASTER, SLAVE, List.of(one.keyId(), one.keyId())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(bob.takeForSlave(MASTER, SLAVE, List.of(two.keyId(), one.keyId())))
                .isInstanceOf(SlaveFetch.Delivered.class);
        assertThat(bob.takeForSlave(MASTER, SLAVE, List.of(two.keyId())))
                .isEqualTo(new SlaveFetch.NotFound());
    }

    @Test
    @DisplayName(
            "each of several slaves at one end, the master's end included, fetches the key once")
    void multicast() {
        addDeliverable(alice, 1, 1000, 1000);
        var request =
                new ReservationRequest(1, 256, MASTER, List.of(SLAVE, THIRD), Set.of(SLAVE, THIRD));
        List<Reservation> reserved = alice.reserve(request).orElseThrow();
        List<KeyId> ids = List.of(reserved.getFirst().keyId());
        assertThat(alice.takeForSlave(MASTER, SLAVE, ids))
                .as("the peer has not confirmed")
                .isEqualTo(new SlaveFetch.NotFound());
        alice.takeForMaster(MASTER, ids);
        for (var slave : List.of(SLAVE, THIRD)) {
            var fetched = (SlaveFetch.Delivered) alice.takeForSlave(MASTER, slave, ids);
            assertThat(reveal(fetched.keys().getFirst()))
                    .isEqualTo(expected(1, 1000, reserved.getFirst()));
            assertThat(alice.takeForSlave(MASTER, slave, ids)).isEqualTo(new SlaveFetch.NotFound());
        }
        assertThat(alice.counts().outstandingKeys()).isZero();
    }

    @Test
    @DisplayName("a master gets a key once, and only the master that reserved it")
    void masterOnce() {
        addDeliverable(alice, 1, 1000, 1000);
        List<KeyId> ids = List.of(alice.reserve(request(1, 256)).orElseThrow().getFirst().keyId());
        assertThatThrownBy(() -> alice.takeForMaster(THIRD, ids))
                .isInstanceOf(IllegalStateException.class);
        assertThat(alice.takeForMaster(MASTER, ids)).hasSize(1);
        assertThatThrownBy(() -> alice.takeForMaster(MASTER, ids))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("an abandoned reservation is taken up by the next request of the same kind only")
    void abandonedIsTakenUpAgain() {
        addDeliverable(alice, 1, 1024, 1024);
        List<Reservation> first = alice.reserve(request(2, 256)).orElseThrow();
        alice.abandon(first.stream().map(Reservation::keyId).toList());
        assertThat(alice.unconfirmedReservations()).isEqualTo(first);
        var other = new ReservationRequest(1, 256, MASTER, List.of(THIRD), Set.of());
        assertThat(alice.reserve(other).orElseThrow().getFirst().range().offsetBits())
                .isEqualTo(512);
        List<Reservation> again = alice.reserve(request(3, 256)).orElseThrow();
        assertThat(again.subList(0, 2)).isEqualTo(first);
        assertThat(again.get(2).range().offsetBits()).isEqualTo(768);
        assertThat(alice.reserve(request(1, 256))).isEmpty();
    }

    @Test
    @DisplayName("a cancelled key is never handed out, and its bits never serve another key")
    void cancelled() {
        addDeliverable(alice, 1, 512, 512);
        addDeliverable(bob, 1, 512, 512);
        List<Reservation> reserved = alice.reserve(request(1, 256)).orElseThrow();
        List<KeyId> ids = List.of(reserved.getFirst().keyId());
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        alice.cancel(ids);
        bob.cancel(ids);
        assertThatThrownBy(() -> alice.takeForMaster(MASTER, ids))
                .isInstanceOf(IllegalStateException.class);
        assertThat(bob.takeForSlave(MASTER, SLAVE, ids)).isEqualTo(new SlaveFetch.NotFound());
        assertThat(bob.recordPeerReservations(reserved, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Refused(ids.getFirst(), Reason.CANCELLED));
        assertThat(alice.reserve(request(1, 256)).orElseThrow().getFirst().range().offsetBits())
                .isEqualTo(256);
    }

    @Test
    @DisplayName("a block whose every bit was delivered is exhausted, at both ends")
    void exhausted() {
        addDeliverable(alice, 1, 512, 512);
        addDeliverable(bob, 1, 512, 512);
        List<Reservation> reserved = alice.reserve(request(2, 256)).orElseThrow();
        List<KeyId> ids = reserved.stream().map(Reservation::keyId).toList();
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        alice.takeForMaster(MASTER, ids);
        assertThat(alice.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        bob.takeForSlave(MASTER, SLAVE, ids.subList(0, 1));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).isEmpty();
        bob.takeForSlave(MASTER, SLAVE, ids.subList(1, 2));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        assertThat(bob.recordPeerReservations(reserved, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
    }

    @Test
    @DisplayName("a key that nobody at this end fetches exhausts its block when it is recorded")
    void nobodyHere() {
        addDeliverable(bob, 1, 256, 256);
        bob.recordPeerReservations(List.of(reservation(0, 256)), Set.of(THIRD));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
    }

    @Test
    @DisplayName("available keys count whole keys within blocks, per end")
    void availableKeys() {
        addDeliverable(alice, 1, 1000, 600);
        addDeliverable(alice, 2, 1000, 600);
        assertThat(alice.availableKeys(End.ALICE, 256)).isEqualTo(4);
        assertThat(alice.availableKeys(End.BOB, 256)).isEqualTo(2);
        assertThat(alice.counts()).isEqualTo(new StoreCounts(0, 2, 1200, 800, 0));
        alice.reserve(request(1, 256));
        assertThat(alice.availableKeys(End.ALICE, 256)).isEqualTo(3);
        assertThat(alice.counts()).isEqualTo(new StoreCounts(0, 2, 944, 800, 1));
    }

    private static Reservation reservation(long offset, int length) {
        return new Reservation(
                new KeyId(UUID.randomUUID()),
                new KeyRange(blockId(1), offset, length),
                MASTER,
                List.of(SLAVE));
    }

    private static Reservation inBlock(long number) {
        return new Reservation(
                new KeyId(UUID.randomUUID()),
                new KeyRange(blockId(number), 0, 10),
                MASTER,
                List.of(SLAVE));
    }
}

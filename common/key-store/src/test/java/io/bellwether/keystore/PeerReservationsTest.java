package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.THIRD;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.blockId;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.keystore.RecordOutcome.Reason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

@ParameterizedClass
@EnumSource(Engine.class)
class PeerReservationsTest {
    @Parameter Engine engine;
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
        return new StoreFixture(home, engine).open(end);
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
    @DisplayName("a key that nobody at this end fetches exhausts its block when it is recorded")
    void nobodyHere() {
        addDeliverable(bob, 1, 256, 256);
        bob.recordPeerReservations(List.of(reservation(0, 256)), Set.of(THIRD));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
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

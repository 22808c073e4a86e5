package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.THIRD;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

@ParameterizedClass
@EnumSource(Engine.class)
class KeyStoreTest {
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
}

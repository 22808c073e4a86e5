package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.request;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@ParameterizedClass
@EnumSource(Engine.class)
class ExpiryTest {
    private static final Duration LIFETIME = Duration.ofHours(1);

    @Parameter Engine engine;
    @TempDir Path alicesDirectory;
    @TempDir Path bobsDirectory;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private KeyStore alice;
    private KeyStore bob;

    @BeforeEach
    void openBothEnds() {
        var lifetime = new KeyLifetime(() -> now, Optional.of(LIFETIME));
        alice = new StoreFixture(alicesDirectory, engine).open(End.ALICE, lifetime);
        bob = new StoreFixture(bobsDirectory, engine).open(End.BOB, lifetime);
        addDeliverable(alice, 1, 2048, 1024);
        addDeliverable(bob, 1, 2048, 1024);
    }

    @AfterEach
    void closeBothEnds() {
        alice.close();
        bob.close();
    }

    private void passTime(Duration time) {
        now = now.plus(time);
    }

    @Test
    @DisplayName("keys are cut from a block until the moment it expires, and counted until then")
    void blockExpires() {
        passTime(LIFETIME.minusMillis(1));
        assertThat(alice.availableKeys(End.ALICE, 256)).isEqualTo(4);
        assertThat(alice.reserve(request(1, 256))).isPresent();
        passTime(Duration.ofMillis(1));
        assertThat(alice.availableKeys(End.ALICE, 256)).isZero();
        assertThat(alice.reserve(request(1, 256))).isEmpty();
    }

    @Test
    @DisplayName("a reserved key expires at both ends at the same moment")
    void keyExpiresAtBothEnds() {
        List<Reservation> reserved = alice.reserve(request(2, 256)).orElseThrow();
        assertThat(reserved.getFirst().expiresMillis())
                .isEqualTo(now.plus(LIFETIME).toEpochMilli());
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        List<KeyId> first = List.of(reserved.get(0).keyId());
        List<KeyId> second = List.of(reserved.get(1).keyId());
        passTime(LIFETIME.minusMillis(1));
        assertThat(alice.takeForMaster(MASTER, first)).hasSize(1);
        assertThat(bob.takeForSlave(MASTER, SLAVE, first)).isInstanceOf(SlaveFetch.Delivered.class);
        passTime(Duration.ofMillis(1));
        assertThatThrownBy(() -> alice.takeForMaster(MASTER, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expired");
        assertThat(bob.takeForSlave(MASTER, SLAVE, second)).isEqualTo(new SlaveFetch.NotFound());
    }

    @Test
    @DisplayName("a reservation that comes after its expiry is refused")
    void lateReservation() {
        List<Reservation> reserved = alice.reserve(request(1, 256)).orElseThrow();
        passTime(LIFETIME);
        assertThat(bob.recordPeerReservations(reserved, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Refused(reserved.getFirst().keyId(), Reason.EXPIRED));
    }

    @Test
    @DisplayName("a peer whose block was stored later is still served, until the grace has passed")
    void grace() {
        Reservation late =
                new Reservation(
                        KeyIds.random(),
                        new KeyRange(StoreFixture.blockId(1), 0, 256),
                        MASTER,
                        List.of(SLAVE),
                        now.plus(LIFETIME).plusSeconds(60).toEpochMilli());
        passTime(LIFETIME.plusSeconds(30));
        bob.maintain();
        assertThat(bob.recordPeerReservations(List.of(late), Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
        assertThat(bob.takeForSlave(MASTER, SLAVE, List.of(late.keyId())))
                .isInstanceOf(SlaveFetch.Delivered.class);
        passTime(KeyLifetime.PEER_GRACE);
        bob.maintain();
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        Reservation tooLate =
                new Reservation(
                        KeyIds.random(),
                        new KeyRange(StoreFixture.blockId(1), 256, 256),
                        MASTER,
                        List.of(SLAVE));
        assertThat(bob.recordPeerReservations(List.of(tooLate), Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Refused(tooLate.keyId(), Reason.EXPIRED));
    }

    @Test
    @DisplayName("what has expired is erased, fetched or not")
    void erased() {
        List<Reservation> reserved = alice.reserve(request(2, 256)).orElseThrow();
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        passTime(LIFETIME);
        bob.maintain();
        assertThat(bob.counts().outstandingKeys()).isZero();
        passTime(KeyLifetime.PEER_GRACE);
        bob.maintain();
        alice.maintain();
        for (KeyStore store : List.of(alice, bob)) {
            assertThat(store.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
            assertThat(store.counts()).isEqualTo(new StoreCounts(0, 0, 0, 0, 0));
        }
    }

    @Test
    @DisplayName(
            "a request may name a shorter lifetime; keys left over from it serve only its own kind")
    void ownLifetime() {
        Duration tenMinutes = Duration.ofMinutes(10);
        var shortLived =
                new ReservationRequest(
                        1, 256, MASTER, List.of(SLAVE), Set.of(), Optional.of(tenMinutes));
        var longLived = new ReservationRequest(1, 256, MASTER, List.of(SLAVE), Set.of());
        Reservation first = alice.reserve(shortLived).orElseThrow().getFirst();
        assertThat(first.expiresMillis()).isEqualTo(now.plus(tenMinutes).toEpochMilli());
        alice.abandon(List.of(first.keyId()));
        Reservation other = alice.reserve(longLived).orElseThrow().getFirst();
        assertThat(other.keyId()).isNotEqualTo(first.keyId());
        assertThat(other.expiresMillis()).isEqualTo(now.plus(LIFETIME).toEpochMilli());
        alice.abandon(List.of(other.keyId()));
        Reservation again = alice.reserve(shortLived).orElseThrow().getFirst();
        assertThat(again.keyId()).isEqualTo(first.keyId());
        passTime(tenMinutes);
        assertThatThrownBy(() -> alice.takeForMaster(MASTER, List.of(again.keyId())))
                .hasMessageContaining("has expired");
        assertThat(bob.recordPeerReservations(List.of(again), Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Refused(again.keyId(), Reason.EXPIRED));
    }
}

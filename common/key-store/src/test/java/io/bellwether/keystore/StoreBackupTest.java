package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.expected;
import static io.bellwether.keystore.StoreFixture.request;
import static io.bellwether.keystore.StoreFixture.reveal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alice's store is backed up and restored; Bob's is the peer that remembers. */
@ParameterizedClass
@EnumSource(Engine.class)
class StoreBackupTest {
    private static final long LENGTH = 4096;

    @Parameter Engine engine;
    @TempDir Path directory;
    @TempDir Path bobsDirectory;
    @TempDir Path restoredDirectory;
    private StoreFixture fixture;
    private KeyStore alice;
    private KeyStore bob;
    private Path backup;

    @BeforeEach
    void openBothEnds() {
        fixture = new StoreFixture(directory, engine);
        alice = fixture.open(End.ALICE);
        bob = new StoreFixture(bobsDirectory).open(End.BOB);
        addDeliverable(alice, 1, LENGTH, LENGTH / 2);
        addDeliverable(bob, 1, LENGTH, LENGTH / 2);
        backup = directory.resolve("backup.db");
    }

    @AfterEach
    void closeBothEnds() {
        alice.close();
        bob.close();
    }

    private Reservation deliverOne() {
        List<Reservation> reserved = alice.reserve(request(1, 256)).orElseThrow();
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        alice.takeForMaster(MASTER, List.of(reserved.getFirst().keyId()));
        return reserved.getFirst();
    }

    private StoreLocation restoredLocation() {
        return engine.location(restoredDirectory);
    }

    private KeyStore restore() {
        StoreBackup.restore(backup, restoredLocation(), End.ALICE);
        return openRestored();
    }

    private KeyStore openRestored() {
        return KeyStore.open(
                restoredLocation(), fixture.masterKey(), End.ALICE, KeyLifetime.unlimited());
    }

    private Optional<String> meet(KeyStore here, KeyStore peer) {
        return here.meetPeer(here.progress(), peer.progress(), peer.rememberedOfPeer());
    }

    @Test
    @DisplayName("a restored store hands nothing out until it has met its peer, then goes on")
    void upToDate() throws IOException {
        deliverOne();
        StoreBackup.write(fixture.location(), backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        try (KeyStore restored = restore()) {
            assertThat(restored.suspension()).contains(Suspension.RESTORED);
            assertThat(restored.availableKeys(End.ALICE, 256)).isZero();
            assertThatThrownBy(() -> restored.reserve(request(1, 256)))
                    .isInstanceOf(StoreSuspendedException.class)
                    .hasMessageContaining("met its peer");
            assertThat(meet(restored, bob)).isEmpty();
            Reservation next = restored.reserve(request(1, 256)).orElseThrow().getFirst();
            assertThat(next.range().offsetBits()).isEqualTo(256);
            assertThat(reveal(restored.takeForMaster(MASTER, List.of(next.keyId())).getFirst()))
                    .isEqualTo(expected(1, LENGTH, next));
            restored.storeBlock(block(2, 100, 50));
        }
    }

    @Test
    @DisplayName("a store put back to before a delivery is found out by its peer and stays shut")
    void putBack() {
        StoreBackup.write(fixture.location(), backup);
        Reservation delivered = deliverOne();
        try (KeyStore restored = restore()) {
            assertThat(meet(restored, bob))
                    .hasValueSatisfying(reason ->
                            assertThat(reason)
                                    .contains("0 keys were reserved, and 1 are known")
                                    .contains("discard-keys"));
            assertThatThrownBy(() -> restored.reserve(request(1, 256)))
                    .isInstanceOf(StoreSuspendedException.class)
                    .hasMessageContaining("discard-keys");
        }
        try (KeyStore restored = openRestored()) {
            assertThat(restored.suspension()).as("after a restart").contains(Suspension.PUT_BACK);
            assertThat(meet(restored, bob)).as("what is given up is not counted again").isEmpty();
            assertThat(restored.suspension()).as("still").contains(Suspension.PUT_BACK);
            restored.discardKeys();
            assertThat(restored.suspension()).isEmpty();
            assertThat(restored.availableKeys(End.ALICE, 256)).isZero();
            addDeliverable(restored, 2, LENGTH, LENGTH);
            assertThat(restored.reserve(request(1, 256)).orElseThrow().getFirst().range().blockId())
                    .isNotEqualTo(delivered.range().blockId());
        }
    }

    @Test
    @DisplayName("the peer of a store that was put back says so too")
    void peerPutBack() {
        StoreBackup.write(fixture.location(), backup);
        deliverOne();
        try (KeyStore restored = restore()) {
            assertThat(meet(bob, restored))
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("the peer's"));
            assertThat(bob.suspension()).isEmpty();
        }
    }

    @Test
    @DisplayName("a key that waited for its slave when the backup was made is never fetched again")
    void waitingKeysAreBurnt() {
        var toSlaveHere = new ReservationRequest(1, 256, MASTER, List.of(SLAVE), Set.of(SLAVE));
        List<Reservation> reserved = alice.reserve(toSlaveHere).orElseThrow();
        List<KeyId> ids = List.of(reserved.getFirst().keyId());
        bob.recordPeerReservations(reserved, Set.of());
        alice.takeForMaster(MASTER, ids);
        StoreBackup.write(fixture.location(), backup);
        assertThat(alice.takeForSlave(MASTER, SLAVE, ids)).isInstanceOf(SlaveFetch.Delivered.class);
        try (KeyStore restored = restore()) {
            assertThatThrownBy(() -> restored.takeForSlave(MASTER, SLAVE, ids))
                    .isInstanceOf(StoreSuspendedException.class);
            assertThat(meet(restored, bob)).isEmpty();
            assertThat(restored.takeForSlave(MASTER, SLAVE, ids))
                    .isEqualTo(new SlaveFetch.NotFound());
        }
    }

    @Test
    @DisplayName("a fetch by a slave that the peer heard of unmasks a store put back to before it")
    void fetchesAreRemembered() {
        StoreBackup.write(fixture.location(), backup);
        List<Reservation> reserved =
                bob.reserve(new ReservationRequest(1, 256, MASTER, List.of(SLAVE), Set.of()))
                        .orElseThrow();
        alice.recordPeerReservations(reserved, Set.of(SLAVE));
        bob.takeForMaster(MASTER, List.of(reserved.getFirst().keyId()));
        alice.takeForSlave(MASTER, SLAVE, List.of(reserved.getFirst().keyId()));
        assertThat(meet(bob, alice)).isEmpty();
        try (KeyStore restored = restore()) {
            assertThat(meet(restored, bob)).isPresent();
        }
    }

    @Test
    @DisplayName("a backup restores into the other kind of database too")
    void intoTheOtherEngine() {
        StoreBackup.write(fixture.location(), backup);
        Engine other = engine == Engine.SQLITE ? Engine.POSTGRESQL : Engine.SQLITE;
        StoreLocation there = other.location(restoredDirectory);
        assertThat(StoreBackup.restore(backup, there, End.ALICE)).isEqualTo(1);
        try (KeyStore restored =
                KeyStore.open(there, fixture.masterKey(), End.ALICE, KeyLifetime.unlimited())) {
            assertThat(meet(restored, bob)).isEmpty();
            restored.storeBlock(block(2, 100, 50));
            Reservation one = restored.reserve(request(1, 256)).orElseThrow().getFirst();
            assertThat(reveal(restored.takeForMaster(MASTER, List.of(one.keyId())).getFirst()))
                    .isEqualTo(expected(1, LENGTH, one));
        }
    }

    @Test
    @DisplayName(
            "a backup is not written over a file, nor restored over a store or at the other end")
    void nothingOverwritten() {
        StoreBackup.write(fixture.location(), backup);
        assertThatThrownBy(() -> StoreBackup.write(fixture.location(), backup))
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> StoreBackup.restore(backup, fixture.location(), End.ALICE))
                .hasMessageContaining("holds a store");
        assertThatThrownBy(() -> StoreBackup.restore(backup, restoredLocation(), End.BOB))
                .hasMessageContaining("belongs to ALICE");
    }
}

package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.bits;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.blockId;
import static io.bellwether.keystore.StoreFixture.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

class KeyStoreOnDiskTest {
    @TempDir Path directory;
    private StoreFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new StoreFixture(directory);
    }

    @Test
    @DisplayName("what was stored, reserved and delivered is the same after reopening")
    void reopening() {
        List<Reservation> reserved;
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 1024, 1024);
            reserved = store.reserve(request(2, 256)).orElseThrow();
            store.takeForMaster(MASTER, List.of(reserved.getFirst().keyId()));
        }
        try (KeyStore store = fixture.open(End.ALICE)) {
            assertThat(store.availableKeys(End.ALICE, 256)).isEqualTo(2);
            assertThat(store.unconfirmedReservations()).containsExactly(reserved.get(1));
            assertThatThrownBy(
                            () -> store.takeForMaster(MASTER, List.of(reserved.getFirst().keyId())))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(store.reserve(request(1, 256)).orElseThrow())
                    .as("the reservation that the restart cut off is taken up again")
                    .containsExactly(reserved.get(1));
        }
    }

    @Test
    @DisplayName("a copy of the files taken while the store works opens without a key in two hands")
    void crash(@TempDir Path copies) throws IOException {
        StoreFixture crashed = new StoreFixture(copies);
        List<Reservation> reserved;
        List<KeyId> ids;
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 4096, 4096);
            reserved = store.reserve(request(4, 256)).orElseThrow();
            ids = reserved.stream().map(Reservation::keyId).toList();
            store.takeForMaster(MASTER, ids.subList(0, 2));
            copyTo(copies);
        }
        try (KeyStore store = crashed.open(End.ALICE)) {
            assertThat(store.unconfirmedReservations()).isEqualTo(reserved.subList(2, 4));
            assertThatThrownBy(() -> store.takeForMaster(MASTER, ids.subList(0, 1)))
                    .isInstanceOf(IllegalStateException.class);
            List<Reservation> after = store.reserve(request(14, 256)).orElseThrow();
            assertThat(after.stream().map(r -> r.range().offsetBits()))
                    .doesNotHaveDuplicates()
                    .doesNotContain(0L, 256L);
            assertThat(store.reserve(request(1, 1))).isEmpty();
        }
    }

    @Test
    @DisplayName("a log that is torn off in mid-transaction loses that transaction and no other")
    void tornLog(@TempDir Path copies) throws IOException {
        StoreFixture crashed = new StoreFixture(copies);
        Path log = Path.of(fixture.database() + "-wal");
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 4096, 4096);
            store.reserve(request(1, 256));
            long durable = Files.size(log);
            store.reserve(request(8, 256));
            copyTo(copies);
            assertThat(Files.size(log)).isGreaterThan(durable + 100);
            try (var torn =
                    Files.newByteChannel(
                            Path.of(crashed.database() + "-wal"),
                            java.nio.file.StandardOpenOption.WRITE)) {
                torn.truncate(durable + 100);
            }
        }
        try (KeyStore store = crashed.open(End.ALICE)) {
            assertThat(store.unconfirmedReservations()).hasSize(1);
            assertThat(store.availableKeys(End.ALICE, 256)).isEqualTo(15);
        }
    }

    @Test
    @DisplayName("a maintained file holds by itself, without its log, what was done to the keys")
    void maintained(@TempDir Path copies) throws IOException {
        StoreFixture copy = new StoreFixture(copies);
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 4096, 4096);
            var key = store.reserve(request(1, 256)).orElseThrow().getFirst();
            store.takeForMaster(MASTER, List.of(key.keyId()));
            store.maintain();
            copyTo(copies);
            Files.delete(Path.of(copy.database() + "-wal"));
            try (KeyStore copied = copy.open(End.ALICE)) {
                assertThat(copied.find(key.keyId())).isPresent();
                assertThat(copied.availableKeys(End.ALICE, 256)).isEqualTo(15);
            }
        }
    }

    private void copyTo(Path copies) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, copies.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    @DisplayName("no file on disk holds 8 bytes of the key in a row")
    void nothingReadableOnDisk() throws IOException {
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 20_000, 20_000);
            List<Reservation> reserved = store.reserve(request(3, 256)).orElseThrow();
            store.takeForMaster(MASTER, List.of(reserved.getFirst().keyId()));
            assertNothingReadable();
        }
        assertNothingReadable();
    }

    private void assertNothingReadable() throws IOException {
        byte[] key = bits(1, 20_000).toBytes();
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (int at = 0; at + 8 <= key.length; at++) {
                    String part = new String(key, at, 8, StandardCharsets.ISO_8859_1);
                    assertThat(content.contains(part)).as("%s, key byte %d", file, at).isFalse();
                }
            }
        }
    }

    @Test
    @DisplayName("a delivered key cannot be read back with the master key and the database")
    void deliveredKeysAreErased() {
        KeyRange range = new KeyRange(blockId(1), 0, 20_000);
        try (KeyStore store = fixture.open(End.BOB)) {
            addDeliverable(store, 1, 20_000, 20_000);
            var all = new Reservation(KeyIds.random(), range, MASTER, List.of(SLAVE));
            store.recordPeerReservations(List.of(all), Set.of(SLAVE));
            store.takeForSlave(MASTER, SLAVE, List.of(all.keyId()));
        }
        assertThat(query("SELECT count(*) FROM page")).isEqualTo("0");
        assertThat(query("SELECT count(*) FROM block WHERE wrapped_key IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("another master key, and the other end, are refused")
    void wrongMasterKeyOrEnd(@TempDir Path other) {
        fixture.open(End.ALICE).close();
        MasterKey wrong = MasterKey.create(other.resolve("other.key"));
        assertThatThrownBy(() -> KeyStore.open(fixture.database(), wrong, End.ALICE))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("another master key");
        assertThatThrownBy(() -> fixture.open(End.BOB))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("belongs to ALICE");
    }

    @Test
    @DisplayName("a master key file that is short, missing or public is refused")
    void masterKeyFile() throws IOException {
        Path file = directory.resolve("short.key");
        Files.write(file, new byte[31]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> MasterKey.read(file))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("31 bytes; limit exactly 32");
        assertThatThrownBy(() -> MasterKey.read(directory.resolve("missing")))
                .isInstanceOf(KeyStoreException.class);
        Path readable = directory.resolve("public.key");
        MasterKey.create(readable).close();
        assertThatThrownBy(() -> MasterKey.create(readable)).isInstanceOf(KeyStoreException.class);
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKey.read(readable))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("chmod o-r");
    }

    @Test
    @DisplayName("a page that was changed, swapped or removed is refused and nothing is delivered")
    void tamperedPages() {
        assertRefusedAfter(
                "UPDATE page SET sealed = substr(sealed, 1, length(sealed) - 1) || x'00'",
                "changed on disk");
        assertRefusedAfter(
                "UPDATE page SET page_number = 1 - page_number WHERE page_number IN (0, 1)",
                "changed on disk",
                "UPDATE page SET page_number = 7 WHERE page_number = 0",
                "UPDATE page SET page_number = 0 WHERE page_number = 1");
        assertRefusedAfter("DELETE FROM page WHERE page_number = 0", "is missing");
        assertRefusedAfter("UPDATE page SET sealed = x'00'", "changed on disk");
        assertRefusedAfter("UPDATE block SET length_bits = length_bits + 1", "changed on disk");
    }

    private void assertRefusedAfter(String sql, String message, String... instead) {
        StoreFixture fresh = new StoreFixture(freshDirectory());
        KeyId id;
        try (KeyStore store = fresh.open(End.ALICE)) {
            addDeliverable(store, 1, 20_000, 20_000);
            id = store.reserve(request(1, 256)).orElseThrow().getFirst().keyId();
        }
        for (String statement : instead.length == 0 ? new String[] {sql} : instead) {
            execute(fresh.database(), statement);
        }
        try (KeyStore store = fresh.open(End.ALICE)) {
            assertThatThrownBy(() -> store.takeForMaster(MASTER, List.of(id)))
                    .as(sql)
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining(message);
            assertThat(store.unconfirmedReservations()).hasSize(1);
        }
    }

    private Path freshDirectory() {
        try {
            return Files.createTempDirectory(directory, "fresh");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("pages of a block cannot be passed off as those of another")
    void pagesOfAnotherBlock() {
        try (KeyStore store = fixture.open(End.ALICE)) {
            store.storeBlock(block(1, 8192, 8192));
            addDeliverable(store, 2, 8192, 8192);
        }
        execute(fixture.database(), "UPDATE page SET block_number = 3 - block_number + 10");
        execute(fixture.database(), "UPDATE page SET block_number = block_number - 10");
        try (KeyStore store = fixture.open(End.ALICE)) {
            KeyId id = store.reserve(request(1, 256)).orElseThrow().getFirst().keyId();
            assertThatThrownBy(() -> store.takeForMaster(MASTER, List.of(id)))
                    .isInstanceOf(KeyStoreException.class);
        }
    }

    @Test
    @DisplayName("a file that is no database is refused with its name")
    void notADatabase() throws IOException {
        Files.writeString(fixture.database(), "not a database, and long enough to be looked at\n");
        assertThatThrownBy(() -> fixture.open(End.ALICE))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("keys.db");
    }

    private String query(String sql) {
        try (Connection connection = connect(fixture.database());
                var rows = connection.createStatement().executeQuery(sql)) {
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Path database, String sql) {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }
}

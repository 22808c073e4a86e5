package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.expected;
import static io.bellwether.keystore.StoreFixture.request;
import static io.bellwether.keystore.StoreFixture.reveal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

@ParameterizedClass
@EnumSource(Engine.class)
class MasterKeyRotationTest {
    @Parameter Engine engine;
    @TempDir Path directory;
    private StoreFixture fixture;
    private MasterKey next;

    @BeforeEach
    void storeTwoBlocks() {
        fixture = new StoreFixture(directory, engine);
        next = MasterKey.create(directory.resolve("next.key"));
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, 1024, 1024);
            store.storeBlock(block(2, 512, 512));
        }
    }

    private KeyStore openUnder(MasterKey key) {
        return KeyStore.open(fixture.location(), key, End.ALICE, KeyLifetime.unlimited());
    }

    @Test
    @DisplayName("after a rotation the new master key opens every block and the old one nothing")
    void rotated() {
        assertThat(
                        MasterKeyRotation.rotate(
                                fixture.location(), fixture.masterKey(), next, End.ALICE))
                .isEqualTo(2);
        assertThatThrownBy(() -> fixture.open(End.ALICE))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("another master key");
        assertThat(MasterKeyRotation.opens(fixture.location(), fixture.masterKey(), End.ALICE))
                .isFalse();
        try (KeyStore store = openUnder(next)) {
            Reservation reserved = store.reserve(request(1, 256)).orElseThrow().getFirst();
            assertThat(reveal(store.takeForMaster(MASTER, List.of(reserved.keyId())).getFirst()))
                    .isEqualTo(expected(1, 1024, reserved));
        }
    }

    @Test
    @DisplayName("a rotation that fails half-way leaves the store under the old key, whole")
    void brokenOff() {
        try (Database database = Database.open(fixture.location())) {
            database.write(handle ->
                    handle.execute("UPDATE block SET split_bits = 1 WHERE block_number = 2"));
        }
        assertThatThrownBy(() ->
                        MasterKeyRotation.rotate(
                                fixture.location(), fixture.masterKey(), next, End.ALICE))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("changed on disk");
        try (KeyStore store = fixture.open(End.ALICE)) {
            Reservation reserved = store.reserve(request(1, 256)).orElseThrow().getFirst();
            assertThat(store.takeForMaster(MASTER, List.of(reserved.keyId()))).hasSize(1);
        }
    }

    @Test
    @DisplayName("a process that opened the store under the old key seals nothing more under it")
    void otherProcess() {
        try (KeyStore store = fixture.open(End.ALICE)) {
            MasterKeyRotation.rotate(fixture.location(), fixture.masterKey(), next, End.ALICE);
            assertThatThrownBy(() -> store.storeBlock(block(3, 512, 512)))
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining("start this one again");
        }
        try (KeyStore store = openUnder(next)) {
            assertThat(store.blocksIn(BlockState.STORED)).hasSize(1);
        }
    }

    @Test
    @DisplayName("a rotation from a key that is not the store's changes nothing")
    void wrongKey() {
        MasterKey wrong = MasterKey.create(directory.resolve("wrong.key"));
        assertThatThrownBy(
                        () -> MasterKeyRotation.rotate(fixture.location(), wrong, next, End.ALICE))
                .isInstanceOf(KeyStoreException.class);
        fixture.open(End.ALICE).close();
    }
}

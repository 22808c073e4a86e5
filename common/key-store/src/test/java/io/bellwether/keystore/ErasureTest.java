package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.THIRD;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.bits;
import static io.bellwether.keystore.StoreFixture.blockId;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretAccess;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** Opens the database with the master key, as an attacker who stole both would. */
@ParameterizedClass
@EnumSource(Engine.class)
class ErasureTest {
    private static final long LENGTH = 20_000;
    private static final KeyRange RANGE = new KeyRange(blockId(1), 8000, 400);

    @Parameter Engine engine;
    @TempDir Path directory;
    private StoreFixture fixture;
    private final KeyId id = KeyIds.random();

    @BeforeEach
    void recordOneKey() {
        fixture = new StoreFixture(directory, engine);
        try (KeyStore store = fixture.open(End.BOB)) {
            addDeliverable(store, 1, LENGTH, LENGTH);
            var key = new Reservation(id, RANGE, MASTER, List.of(SLAVE, THIRD));
            store.recordPeerReservations(List.of(key), Set.of(SLAVE, THIRD));
        }
    }

    @Test
    @DisplayName("a key that one of two slaves has had is still there for the other")
    void firstOfTwo() {
        try (KeyStore store = fixture.open(End.BOB)) {
            store.takeForSlave(MASTER, SLAVE, List.of(id));
        }
        assertThat(stolenBits()).isEqualTo(bits(1, LENGTH));
    }

    @Test
    @DisplayName("when the last slave has had it, its bits are zero and its neighbours untouched")
    void lastOfTwo() {
        try (KeyStore store = fixture.open(End.BOB)) {
            store.takeForSlave(MASTER, SLAVE, List.of(id));
            store.takeForSlave(MASTER, THIRD, List.of(id));
        }
        assertErased();
    }

    @Test
    @DisplayName("a cancelled key's bits are zero and its neighbours untouched")
    void cancelled() {
        try (KeyStore store = fixture.open(End.BOB)) {
            store.takeForSlave(MASTER, SLAVE, List.of(id));
            store.cancel(List.of(id));
            assertThat(store.takeForSlave(MASTER, THIRD, List.of(id)))
                    .isEqualTo(new SlaveFetch.NotFound());
        }
        assertErased();
    }

    private void assertErased() {
        BitArray expected = bits(1, LENGTH);
        expected.put(RANGE.offsetBits(), BitArray.ofLength(RANGE.lengthBits()));
        assertThat(stolenBits()).isEqualTo(expected);
    }

    private BitArray stolenBits() {
        try (Database database = Database.open(fixture.location())) {
            return database.write(handle -> {
                Sealing sealing =
                        Identity.establish(
                                handle,
                                "database",
                                fixture.masterKey(),
                                End.BOB,
                                new SecureRandom());
                try (Pages pages = new Pages(Statements.of(handle), sealing)) {
                    BlockRow block = new BlockTable(handle).get(1);
                    KeyRange all = new KeyRange(blockId(1), 0, (int) LENGTH);
                    return pages.read(block, all)
                            .read(SecretAccess.to("look for an erased key in a test"));
                }
            });
        }
    }
}

package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class RefillTest {
    @TempDir Path folder;

    private static StoredBlock withRefill(long number) {
        return new StoredBlock(
                StoreFixture.blockId(number),
                new SecretBits(StoreFixture.bits(number, 1000)),
                new SecretBits(StoreFixture.bits(number + 100, 256)),
                new byte[] {1},
                400);
    }

    @Test
    @DisplayName(
            "a refill is pending once its block is deliverable, survives a restart, and is gone"
                    + " when forgotten")
    void refillIsPendingUntilForgotten() {
        Path database = folder.resolve("keys.db");
        try (MasterKey key = MasterKey.create(folder.resolve("master.key"))) {
            try (KeyStore store = KeyStore.open(database, key, End.BOB)) {
                store.storeBlock(withRefill(1));
                assertThat(store.pendingRefills()).isEmpty();
                store.markDeliverable(StoreFixture.blockId(1));
            }
            try (KeyStore store = KeyStore.open(database, key, End.BOB)) {
                assertThat(store.pendingRefills()).containsExactly(StoreFixture.blockId(1));
                BitArray refill =
                        store.readRefill(StoreFixture.blockId(1))
                                .orElseThrow()
                                .read(SecretAccess.to("compare in a test"));
                assertThat(refill).isEqualTo(StoreFixture.bits(101, 256));
                store.forgetRefill(StoreFixture.blockId(1));
                assertThat(store.pendingRefills()).isEmpty();
                assertThat(store.readRefill(StoreFixture.blockId(1))).isEmpty();
            }
        }
    }
}

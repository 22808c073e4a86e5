package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/** A fresh pool takes the place of an old one, at both ends, whatever the moment of a crash. */
class PoolImportTest {
    private static final long BITS = 8192;
    private static final UUID FRESH_ID = UUID.fromString("0c1d2e3f-4a5b-4c6d-8e7f-90a1b2c3d4e5");

    @TempDir Path alicesFolder;
    @TempDir Path bobsFolder;
    @TempDir Path carried;
    private Path alicesPool;
    private Path bobsPool;
    private Path fresh;
    private String digest;

    @BeforeEach
    void createPools() throws IOException {
        alicesPool = LedgerFiles.create(alicesFolder, BITS, 7);
        bobsPool = LedgerFiles.create(bobsFolder, BITS, 7);
        fresh = carried.resolve("fresh.pool");
        digest =
                PoolImport.createFile(
                        fresh, FRESH_ID, LedgerFiles.secret(2 * BITS, 8), PoolOrigin.PRE_SHARED);
    }

    @Test
    @DisplayName("Both ends import the same file: same lineage, same bits, none of the digest's")
    void bothEndsImport() throws IOException {
        for (Path pool : new Path[] {alicesPool, bobsPool}) {
            PoolImport.commit(pool, fresh);
            PoolImport.finish(pool);
        }
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            assertThat(alice.poolId()).isEqualTo(FRESH_ID).isEqualTo(bob.poolId());
            assertThat(alice.lineage()).isEqualTo(bob.lineage());
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(TranscriptMac.KEY_BITS);
            assertThat(LedgerFiles.granules(alice.reserve(512)))
                    .hasSize(4)
                    .isEqualTo(LedgerFiles.granules(bob.claim(256, 512)));
        }
        assertThat(PoolImport.digestOf(fresh)).isEqualTo(digest).hasSize(32);
    }

    @Test
    @DisplayName("A pool that differs in one bit has another digest and another lineage")
    void differentBitsAreNoticed() throws IOException {
        Path tampered = carried.resolve("tampered.pool");
        byte[] bytes = Files.readAllBytes(fresh);
        bytes[bytes.length - 1] ^= 1;
        Files.write(tampered, bytes);
        assertThat(PoolImport.digestOf(tampered)).isNotEqualTo(digest);
        PoolImport.commit(alicesPool, fresh);
        PoolImport.commit(bobsPool, tampered);
        PoolImport.finish(alicesPool);
        PoolImport.finish(bobsPool);
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            assertThat(alice.lineage()).isNotEqualTo(bob.lineage());
        }
    }

    @Test
    @DisplayName("Before the commit a crash leaves the old pool; after it the import is finished")
    void crashes() throws IOException {
        byte[] oldPool = Files.readAllBytes(alicesPool);
        byte[] oldJournal = Files.readAllBytes(AuthenticationLedger.journalPath(alicesPool));
        // A copy that was cut short, with and without its journal.
        Path incoming = alicesPool.resolveSibling("pool.incoming");
        Files.write(incoming, Arrays.copyOf(Files.readAllBytes(fresh), 500));
        assertThat(PoolImport.isCommitted(alicesPool)).isFalse();
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.poolId()).isEqualTo(LedgerFiles.POOL_ID);
        }
        PoolImport.commit(alicesPool, fresh);
        assertThat(PoolImport.isCommitted(alicesPool)).isTrue();
        assertThat(Files.readAllBytes(alicesPool)).isEqualTo(oldPool);
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .hasMessageContaining("has to be finished");
        assertThatThrownBy(() -> PoolImport.commit(alicesPool, fresh))
                .hasMessageContaining("has to be finished");
        // Erased half-way, as by a crash in finish.
        byte[] halfErased = oldPool.clone();
        Arrays.fill(halfErased, 64, 600, (byte) 0);
        Files.write(alicesPool, halfErased);
        PoolImport.finish(alicesPool);
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.poolId()).isEqualTo(FRESH_ID);
        }
        assertThat(PoolImport.isCommitted(alicesPool)).isFalse();
        assertThat(incoming).doesNotExist();
        assertThat(alicesPool.resolveSibling("pool.journal." + LedgerFiles.POOL_ID))
                .hasBinaryContent(oldJournal);
    }

    @Test
    @DisplayName("A pool that was installed before, or used, is refused; the pool in use stays")
    void usedPoolsAreRefused() throws IOException {
        Path second = carried.resolve("second.pool");
        PoolImport.createFile(
                second, new UUID(5, 6), LedgerFiles.secret(BITS, 9), PoolOrigin.PRE_SHARED);
        for (Path source : new Path[] {fresh, second}) {
            PoolImport.commit(alicesPool, source);
            PoolImport.finish(alicesPool);
        }
        for (Path source : new Path[] {fresh, second, bobsPool}) {
            assertThatThrownBy(() -> PoolImport.commit(alicesPool, source))
                    .isInstanceOf(LedgerDamagedException.class)
                    .hasMessageContaining("was installed here before");
        }
        Path live = carried.resolve("live");
        AuthenticationLedger.create(live, new UUID(7, 8), LedgerFiles.secret(BITS, 10));
        try (var other = LedgerFiles.open(live, End.BOB)) {
            other.reserve(128);
            assertThatThrownBy(() -> PoolImport.commit(alicesPool, live))
                    .hasMessageContaining("have been used");
        }
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.poolId()).isEqualTo(new UUID(5, 6));
            alice.refill(new BlockId(new UUID(1, 1)), LedgerFiles.secret(256, 1));
        }
    }

    @Test
    @DisplayName("A computational origin goes with the pool wherever it is imported")
    void originIsKept() throws IOException {
        Path agreed = carried.resolve("agreed.pool");
        PoolImport.createFile(
                agreed,
                new UUID(9, 9),
                LedgerFiles.secret(BITS, 11),
                PoolOrigin.POST_QUANTUM_HANDSHAKE);
        PoolImport.commit(alicesPool, agreed);
        PoolImport.finish(alicesPool);
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.origin()).isEqualTo(PoolOrigin.POST_QUANTUM_HANDSHAKE);
            assertThat(alice.origin().label()).contains("COMPUTATIONAL");
        }
    }
}

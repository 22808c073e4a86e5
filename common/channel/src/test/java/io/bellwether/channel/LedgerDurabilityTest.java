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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the ledger leaves on the disk, and what it makes of what it finds there. */
class LedgerDurabilityTest {
    private static final long BITS = 8192;
    private static final BlockId BLOCK = new BlockId(new UUID(1, 2));

    @TempDir Path alicesFolder;
    @TempDir Path bobsFolder;
    private Path alicesPool;
    private Path bobsPool;

    @BeforeEach
    void createPools() throws IOException {
        alicesPool = LedgerFiles.create(alicesFolder, BITS, 7);
        bobsPool = LedgerFiles.create(bobsFolder, BITS, 7);
    }

    @Test
    @DisplayName("Used and skipped bits are gone from the disk when the call returns")
    void usedBitsAreErased() throws IOException {
        byte[] before = Files.readAllBytes(bobsPool);
        try (var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            granted(bob.claim(512, 256));
            granted(bob.reserve(128));
            byte[] after = Files.readAllBytes(bobsPool);
            byte[] expected = before.clone();
            Arrays.fill(expected, 64, 64 + 96, (byte) 0);
            int bobToAlice = 64 + (int) BITS / 16;
            Arrays.fill(expected, bobToAlice, bobToAlice + 16, (byte) 0);
            assertThat(after).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("The audit listing names every change in order, over restarts")
    void auditListing() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            granted(alice.reserve(256));
            granted(alice.claim(128, 256));
        }
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            alice.refill(BLOCK, LedgerFiles.secret(256, 1));
            assertThat(alice.audit())
                    .extracting(AuditEntry::event)
                    .containsExactly(
                            new LedgerEvent.Reserved(Direction.ALICE_TO_BOB, 0, 256),
                            new LedgerEvent.Claimed(Direction.BOB_TO_ALICE, 128, 384),
                            new LedgerEvent.Refilled(BLOCK, 4096, 4224));
            assertThat(alice.audit()).extracting(AuditEntry::sequence).containsExactly(0L, 1L, 2L);
            assertThat(alice.audit().get(0).time()).isEqualTo(LedgerFiles.CLOCK.instant());
        }
    }

    @Test
    @DisplayName("A rewritten journal keeps the marks, the lineage and its newest records")
    void compaction() throws IOException {
        Path journalPath = AuthenticationLedger.journalPath(alicesPool);
        String lineage;
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            granted(alice.reserve(256));
            alice.refill(BLOCK, LedgerFiles.secret(256, 1));
            granted(alice.claim(512, 256));
            granted(alice.reserve(128));
            lineage = alice.lineage();
        }
        try (LedgerJournal journal = LedgerJournal.open(journalPath, LedgerFiles.POOL_ID)) {
            journal.compact(2, BITS / 2);
            journal.append(
                    new LedgerEvent.Skipped(Direction.ALICE_TO_BOB, 384, 512),
                    LedgerFiles.CLOCK.instant());
        }
        assertThat(Files.size(journalPath))
                .isEqualTo(LedgerJournal.HEADER_BYTES + 3L * LedgerJournal.RECORD_BYTES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journalPath)))
                .isEqualTo("rw-------");
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.audit()).extracting(AuditEntry::sequence).containsExactly(3L, 4L, 5L);
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(512);
            assertThat(alice.markBits(Direction.BOB_TO_ALICE)).isEqualTo(768);
            assertThat(alice.lineage()).isEqualTo(lineage);
            assertThat(refused(alice.claim(640, 128)).reason())
                    .isEqualTo(Grant.Reason.ALREADY_USED);
        }
    }

    @Test
    @DisplayName(
            "After a write that failed the ledger recovers by itself, with bits that no call gave")
    void failedWrite() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            List<String> issued = new ArrayList<>(LedgerFiles.granules(alice.reserve(256)));
            for (int failure = 0; failure < 3; failure++) {
                // An interrupt closes the channel under the write, like a disk that goes away.
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> alice.reserve(256)).isInstanceOf(IOException.class);
                assertThat(Thread.interrupted()).isTrue();
                issued.addAll(LedgerFiles.granules(alice.reserve(256)));
            }
            assertThat(issued).hasSize(8).doesNotHaveDuplicates();
            assertThat(alice.refill(BLOCK, LedgerFiles.secret(256, 1))).isEqualTo(128);
        }
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.refill(BLOCK, LedgerFiles.secret(256, 1))).isZero();
        }
    }

    @Test
    @DisplayName("A refill that failed half-way is added once by the next try, the same as ever")
    void failedRefill() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            granted(alice.reserve(256));
            granted(bob.claim(0, 256));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> alice.refill(BLOCK, LedgerFiles.secret(512, 1)))
                    .isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            alice.refill(BLOCK, LedgerFiles.secret(512, 1));
            bob.refill(BLOCK, LedgerFiles.secret(512, 1));
            assertThat(alice.lineage()).isEqualTo(bob.lineage());
            long rest = alice.remainingBits(Direction.ALICE_TO_BOB);
            bob.skipForward(Direction.ALICE_TO_BOB, alice.markBits(Direction.ALICE_TO_BOB));
            assertThat(LedgerFiles.granules(alice.reserve((int) rest)))
                    .isEqualTo(
                            LedgerFiles.granules(
                                    bob.claim(bob.markBits(Direction.ALICE_TO_BOB), (int) rest)));
        }
    }

    @Test
    @DisplayName("A ledger whose files were damaged meanwhile says so and gives nothing out")
    void damagedMeanwhile() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            granted(alice.reserve(256));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> alice.reserve(256)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            Files.delete(AuthenticationLedger.journalPath(alicesPool));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> alice.reserve(256))
                        .isInstanceOf(LedgerDamagedException.class)
                        .hasMessageContaining("missing");
            }
        }
    }

    @Test
    @DisplayName("Eight threads that reserve at once get disjoint bits")
    void concurrentReservations() throws Exception {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Grant>> calls = Collections.nCopies(16, () -> alice.reserve(256));
            List<String> issued = new ArrayList<>();
            for (Future<Grant> call : threads.invokeAll(calls)) {
                issued.addAll(LedgerFiles.granules(call.get()));
            }
            assertThat(issued).hasSize(32).doesNotHaveDuplicates();
            assertThat(alice.remainingBits(Direction.ALICE_TO_BOB)).isZero();
        }
    }

    @Test
    @DisplayName("A second opening of the same pool is refused")
    void secondOpeningIsRefused() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already open");
            granted(alice.reserve(128));
        }
    }

    @Test
    @DisplayName("Files are created for their owner only; a pool that others can read is refused")
    void permissions() throws IOException {
        for (Path file : List.of(alicesPool, AuthenticationLedger.journalPath(alicesPool))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(alicesPool, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("rw-r-----");
        assertThatThrownBy(() -> LedgerFiles.create(alicesFolder, BITS, 1))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    @DisplayName("A missing journal, a foreign journal and a damaged record are refused by name")
    void damageIsRefused() throws IOException {
        Path alicesJournal = AuthenticationLedger.journalPath(alicesPool);
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            granted(alice.reserve(128));
            granted(alice.reserve(128));
            granted(alice.reserve(128));
        }
        byte[] journal = Files.readAllBytes(alicesJournal);
        byte[] damaged = journal.clone();
        damaged[LedgerJournal.HEADER_BYTES + 20] ^= 1;
        Files.write(alicesJournal, damaged);
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("record 0");
        Files.delete(alicesJournal);
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("missing");
        Path other = bobsFolder.resolve("other");
        AuthenticationLedger.create(other, new UUID(9, 9), LedgerFiles.secret(BITS, 7));
        Files.copy(AuthenticationLedger.journalPath(other), alicesJournal);
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("belongs to pool");
        Files.write(alicesPool, new byte[100]);
        assertThatThrownBy(() -> LedgerFiles.open(alicesPool, End.ALICE))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("not an authentication pool");
    }

    private static Grant.Granted granted(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Granted.class);
        return (Grant.Granted) grant;
    }

    private static Grant.Refused refused(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Refused.class);
        return (Grant.Refused) grant;
    }
}

package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** Property: whatever part of an unfinished operation reaches the disk, no bit is issued twice. */
class AuthenticationLedgerCrashTest {
    private static final int BITS = 4096;
    private static final long SEED = 0x5eed_0002L;

    /** Erased bits must never be issued either. */
    private static final String ERASED = "0".repeat(32);

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    /** One step of a history; the grant, when it gives one, must be new. */
    private interface Step {
        Grant take(AuthenticationLedger ledger) throws IOException;
    }

    private static final List<Step> HISTORY =
            List.of(
                    ledger -> ledger.reserve(256),
                    ledger -> ledger.claim(256, 256),
                    ledger -> refill(ledger, 1, 1024),
                    ledger -> ledger.reserve(1792),
                    ledger -> skip(ledger, Direction.BOB_TO_ALICE, 1024),
                    ledger -> ledger.reserve(128),
                    ledger -> refill(ledger, 2, 2048),
                    ledger -> ledger.claim(2432, 256),
                    ledger -> ledger.reserve(256));

    private static Grant refill(AuthenticationLedger ledger, long block, int bits)
            throws IOException {
        ledger.refill(new BlockId(new UUID(0, block)), LedgerFiles.secret(bits, SEED + block));
        return NOTHING;
    }

    private static Grant skip(AuthenticationLedger ledger, Direction direction, long offset)
            throws IOException {
        ledger.skipForward(direction, offset);
        return NOTHING;
    }

    private static final Grant NOTHING =
            new Grant.Refused(Grant.Reason.BEYOND_POOL, new Range(Direction.ALICE_TO_BOB, 0, 0), 0);

    @Test
    @DisplayName("A crash after any byte of any step's writes, in any order, re-issues nothing")
    void crashAtEveryWritePoint() throws IOException {
        Path path = LedgerFiles.create(folder, BITS, SEED);
        Set<String> issued = new HashSet<>(Set.of(ERASED));
        int crashes = 0;
        for (Step step : HISTORY) {
            LedgerFiles before = LedgerFiles.readFrom(path);
            List<String> taken;
            try (var ledger = LedgerFiles.open(path, End.ALICE)) {
                taken = LedgerFiles.granules(step.take(ledger));
            }
            LedgerFiles after = LedgerFiles.readFrom(path);
            for (byte[] pool : partsWritten(before.pool(), after.pool())) {
                LedgerFiles crashed = new LedgerFiles(pool, after.journal());
                int stride = Arrays.equals(pool, before.pool()) ? 1 : 8;
                for (int cut = before.journal().length;
                        cut <= after.journal().length;
                        cut += stride) {
                    crashes++;
                    assertThat(drain(crashed, cut, step))
                            .as("crash %d, journal cut at %d", crashes, cut)
                            .doesNotContainAnyElementsOf(issued);
                }
            }
            assertThat(taken).doesNotContainAnyElementsOf(issued);
            issued.addAll(taken);
            assertThat(drain(after, after.journal().length, step))
                    .as("after the step returned")
                    .doesNotContainAnyElementsOf(issued);
        }
        assertThat(crashes).isGreaterThan(700);
    }

    @Test
    @DisplayName("A journal cut at any byte of its whole length re-issues nothing that was erased")
    void journalCutAnywhere() throws IOException {
        Path path = LedgerFiles.create(folder, BITS, SEED);
        Set<String> issued = new HashSet<>(Set.of(ERASED));
        try (var ledger = LedgerFiles.open(path, End.ALICE)) {
            for (int i = 0; i < 5; i++) {
                issued.addAll(LedgerFiles.granules(ledger.reserve(128)));
                issued.addAll(LedgerFiles.granules(ledger.claim(256L * i, 128)));
            }
        }
        LedgerFiles files = LedgerFiles.readFrom(path);
        for (int cut = LedgerJournal.HEADER_BYTES; cut <= files.journal().length; cut++) {
            assertThat(drain(files, cut, ledger -> NOTHING))
                    .as("journal cut at %d", cut)
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(issued);
        }
    }

    @Test
    @DisplayName("Two ends with random crashes agree on every bit and issue none twice, 30 seeds")
    void twoEndsWithRandomCrashes() throws IOException {
        for (long seed = SEED; seed < SEED + 30; seed++) {
            runTwoEnds(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void runTwoEnds(SplittableRandom random, String name) throws IOException {
        Path alices = Files.createDirectory(folder.resolve(name + " alice"));
        Path bobs = Files.createDirectory(folder.resolve(name + " bob"));
        Path[] paths = {
            LedgerFiles.create(alices, BITS, SEED), LedgerFiles.create(bobs, BITS, SEED)
        };
        List<Set<String>> issued =
                List.of(new HashSet<>(Set.of(ERASED)), new HashSet<>(Set.of(ERASED)));
        long nextBlock = 100;
        for (int i = 0; i < 40; i++) {
            int sender = random.nextInt(2);
            if (random.nextInt(4) == 0) {
                long block = nextBlock++;
                int bits = 256 * (1 + random.nextInt(6));
                for (int end : new int[] {0, 1}) {
                    crashing(paths, end, random, ledger -> refill(ledger, block, bits));
                    withLedger(paths[end], end, ledger -> refill(ledger, block, bits));
                }
                continue;
            }
            Grant sent = crashing(paths, sender, random, ledger -> ledger.reserve(256));
            if (!(sent instanceof Grant.Granted granted)) {
                continue;
            }
            long offset = granted.range().offsetBits();
            Grant received =
                    crashing(paths, 1 - sender, random, ledger -> ledger.claim(offset, 256));
            List<String> bits = LedgerFiles.granules(sent);
            assertThat(bits).as(name).doesNotContainAnyElementsOf(issued.get(sender));
            issued.get(sender).addAll(bits);
            if (received instanceof Grant.Granted) {
                assertThat(LedgerFiles.granules(received)).as(name).isEqualTo(bits);
                assertThat(bits).as(name).doesNotContainAnyElementsOf(issued.get(1 - sender));
                issued.get(1 - sender).addAll(bits);
            }
        }
        assertThat(lineage(paths[0], End.ALICE)).as(name).isEqualTo(lineage(paths[1], End.BOB));
    }

    /** Takes the step; one time in three the node then dies and only a part reached the disk. */
    private static Grant crashing(Path[] paths, int end, SplittableRandom random, Step step)
            throws IOException {
        LedgerFiles before = LedgerFiles.readFrom(paths[end]);
        Grant grant = withLedger(paths[end], end, step);
        if (random.nextInt(3) > 0) {
            return grant;
        }
        LedgerFiles after = LedgerFiles.readFrom(paths[end]);
        List<byte[]> pools = partsWritten(before.pool(), after.pool());
        int cut = random.nextInt(before.journal().length, after.journal().length + 1);
        new LedgerFiles(pools.get(random.nextInt(pools.size())), after.journal())
                .writeTo(paths[end].getParent(), cut);
        return NOTHING;
    }

    private static Grant withLedger(Path path, int end, Step step) throws IOException {
        try (var ledger = LedgerFiles.open(path, End.values()[end])) {
            return step.take(ledger);
        }
    }

    private static String lineage(Path path, End end) throws IOException {
        try (var ledger = LedgerFiles.open(path, end)) {
            return ledger.lineage();
        }
    }

    /** Everything that a restarted node could still get, the step repeated. */
    private List<String> drain(LedgerFiles files, int journalBytes, Step repeated)
            throws IOException {
        List<String> drained = new ArrayList<>();
        try (var ledger = LedgerFiles.open(files.writeTo(folder(), journalBytes), End.ALICE)) {
            drained.addAll(LedgerFiles.granules(repeated.take(ledger)));
            int own = (int) ledger.remainingBits(Direction.ALICE_TO_BOB);
            int peers = (int) ledger.remainingBits(Direction.BOB_TO_ALICE);
            if (own > 0) {
                drained.addAll(LedgerFiles.granules(ledger.reserve(own)));
            }
            if (peers > 0) {
                long mark = ledger.markBits(Direction.BOB_TO_ALICE);
                drained.addAll(LedgerFiles.granules(ledger.claim(mark, peers)));
            }
        }
        return drained;
    }

    private Path folder() throws IOException {
        return Files.createDirectories(folder.resolve("crashed"));
    }

    /** The pool before and after, and with only the front or only the back of what changed. */
    private static List<byte[]> partsWritten(byte[] before, byte[] after) {
        int from = Arrays.mismatch(before, after);
        if (from < 0) {
            return List.of(after);
        }
        int to = after.length;
        while (before[to - 1] == after[to - 1]) {
            to--;
        }
        int middle = (from + to) / 2;
        byte[] front = before.clone();
        System.arraycopy(after, from, front, from, middle - from);
        byte[] back = before.clone();
        System.arraycopy(after, middle, back, middle, to - middle);
        return List.of(before, after, front, back);
    }
}

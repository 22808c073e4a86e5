package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Both ends compare their marks; the one behind follows. */
class AlignmentTest {
    private static final long BITS = 65_536;
    private static final long SEED = 0x5eed_0005L;

    @TempDir(factory = MemoryFolder.class)
    Path alicesFolder;

    @TempDir(factory = MemoryFolder.class)
    Path bobsFolder;

    private Path alicesPool;
    private Path bobsPool;

    @BeforeEach
    void createPools() throws IOException {
        alicesPool = LedgerFiles.create(alicesFolder, BITS, 7);
        bobsPool = LedgerFiles.create(bobsFolder, BITS, 7);
    }

    private static Alignment align(AuthenticationLedger here, AuthenticationLedger peer)
            throws IOException {
        return here.align(
                peer.markBits(Direction.ALICE_TO_BOB), peer.markBits(Direction.BOB_TO_ALICE), BITS);
    }

    @Test
    @DisplayName("The lower mark follows the higher one, and never goes back")
    void followsForward() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            align(alice, bob);
            align(bob, alice);
            align(alice, bob);
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(1024);
            assertThat(bob.markBits(Direction.ALICE_TO_BOB)).isEqualTo(1024);
            alice.reserve(512);
            assertThat(align(bob, alice)).isEqualTo(new Alignment.Aligned(0, 512, false));
            assertThat(align(alice, bob)).isEqualTo(new Alignment.Aligned(0, 0, false));
            assertThat(alice.align(0, 0, BITS)).isEqualTo(new Alignment.Aligned(0, 0, false));
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(1536);
        }
    }

    @Test
    @DisplayName("A mark beyond the pool, or one that is no granule, is refused; nothing changes")
    void refusesImpossibleMarks() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.align(BITS, 0, BITS))
                    .isEqualTo(new Alignment.BeyondPool(Direction.ALICE_TO_BOB, BITS, BITS / 2));
            assertThat(alice.align(0, BITS, BITS))
                    .isEqualTo(new Alignment.BeyondPool(Direction.BOB_TO_ALICE, BITS, BITS / 2));
            for (long mark : new long[] {-128, 64}) {
                assertThatThrownBy(() -> alice.align(mark, 0, BITS))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> alice.align(0, mark, BITS))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isZero();
        }
    }

    @Test
    @DisplayName("Marks far ahead are followed in steps of what a greeting may have given up")
    void followsInSteps() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.aheadBits(2048, 1024)).isEqualTo(3072);
            assertThat(alice.align(2048, 1024, 2304)).isEqualTo(new Alignment.Partly(2304, 768));
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(2048);
            assertThat(alice.markBits(Direction.BOB_TO_ALICE)).isEqualTo(256);
            assertThat(alice.align(2048, 1024, 2304))
                    .isEqualTo(new Alignment.Aligned(0, 768, false));
            assertThat(alice.markBits(Direction.ALICE_TO_BOB))
                    .as("and the first time what the peer may never have heard of")
                    .isEqualTo(2048 + AuthenticationLedger.EXPOSED_BITS);
        }
    }

    @Test
    @DisplayName("What the floor keeps is given up at nobody's word")
    void floorIsKept() throws IOException {
        long floor = 1024;
        long limit = BITS / 2 - floor;
        try (var alice =
                AuthenticationLedger.open(
                        alicesPool,
                        End.ALICE,
                        new LedgerLimits(floor, floor),
                        java.time.InstantSource.system())) {
            assertThat(alice.align(limit + 128, 0, BITS))
                    .isEqualTo(
                            new Alignment.BeyondPool(Direction.ALICE_TO_BOB, limit + 128, limit));
            assertThat(alice.align(0, limit + 128, BITS))
                    .isEqualTo(
                            new Alignment.BeyondPool(Direction.BOB_TO_ALICE, limit + 128, limit));
            assertThat(alice.align(limit - 256, limit - 256, BITS))
                    .isInstanceOf(Alignment.Aligned.class);
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(limit);
            assertThat(alice.claim(limit + 128, 256))
                    .isInstanceOfSatisfying(
                            Grant.Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(Grant.Reason.BELOW_FLOOR));
            assertThat(alice.markBits(Direction.BOB_TO_ALICE)).isEqualTo(limit - 256);
        }
    }

    @Test
    @DisplayName("Bits far beyond the mark are not claimed, and none before them are given up")
    void largeGapIsRefused() throws IOException {
        int gap = AuthenticationLedger.MAX_GAP_BITS;
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.claim(gap + 128, 256))
                    .isInstanceOfSatisfying(
                            Grant.Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(Grant.Reason.GAP_TOO_LARGE));
            assertThat(alice.markBits(Direction.BOB_TO_ALICE)).isZero();
            assertThat(alice.claim(gap, 256)).isInstanceOf(Grant.Granted.class);
        }
    }

    @Test
    @DisplayName(
            "A pool restored from a backup is noticed, and no bit that was ever put to use is given"
                    + " out again, 40 seeds")
    void restoredCopy() throws IOException {
        for (long seed = SEED; seed < SEED + 40; seed++) {
            restoreOnce(new SplittableRandom(seed), "seed " + seed);
        }
    }

    /**
     * Alice sends; some of what she sends is lost, never more than {@link
     * AuthenticationLedger#EXPOSED_BITS} in a row, as the link sees to.
     */
    private void restoreOnce(SplittableRandom random, String name) throws IOException {
        Path alices = alicesFolder.resolve(name.replace(' ', '-'));
        Path bobs = bobsFolder.resolve(name.replace(' ', '-'));
        java.nio.file.Files.createDirectory(alices);
        java.nio.file.Files.createDirectory(bobs);
        Path pool = LedgerFiles.create(alices, BITS, 7);
        Set<String> exposed = new HashSet<>();
        try (var bob = LedgerFiles.open(LedgerFiles.create(bobs, BITS, 7), End.BOB)) {
            LedgerFiles backup;
            try (var alice = LedgerFiles.open(pool, End.ALICE)) {
                align(alice, bob);
                align(bob, alice);
                exchange(alice, bob, random, exposed);
            }
            backup = LedgerFiles.readFrom(pool);
            long claimedBefore = bob.markBits(Direction.ALICE_TO_BOB);
            try (var alice = LedgerFiles.open(pool, End.ALICE)) {
                align(alice, bob);
                align(bob, alice);
                exchange(alice, bob, random, exposed);
            }
            backup.writeTo(alices, backup.journal().length);
            try (var alice = LedgerFiles.open(pool, End.ALICE)) {
                Alignment.Aligned aligned = (Alignment.Aligned) align(alice, bob);
                assertThat(aligned.behind())
                        .as(name)
                        .isEqualTo(bob.markBits(Direction.ALICE_TO_BOB) > claimedBefore);
                int rest = (int) alice.remainingBits(Direction.ALICE_TO_BOB);
                assertThat(LedgerFiles.granules(alice.reserve(rest)))
                        .as(name)
                        .isNotEmpty()
                        .doesNotContainAnyElementsOf(exposed);
            }
        }
    }

    private static void exchange(
            AuthenticationLedger alice,
            AuthenticationLedger bob,
            SplittableRandom random,
            Set<String> exposed)
            throws IOException {
        int lostBits = 0;
        for (int i = 0; i < random.nextInt(1, 12); i++) {
            Grant.Granted grant = (Grant.Granted) alice.reserve(256);
            exposed.addAll(LedgerFiles.granules(grant));
            boolean lost = lostBits + 256 <= AuthenticationLedger.EXPOSED_BITS;
            if (lost && random.nextBoolean()) {
                lostBits += 256;
            } else {
                lostBits = 0;
                assertThat(bob.claim(grant.range().offsetBits(), 256))
                        .isInstanceOf(Grant.Granted.class);
            }
        }
    }

    @Test
    @DisplayName("The listing says what for bits were used, also after the pool is opened again")
    void listingNamesUses() throws IOException {
        Use block = new Use(Use.Purpose.BLOCK, LedgerFiles.POOL_ID);
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            alice.reserve(512, block);
            alice.claim(0, 256, Use.RESERVATION);
            assertThat(PoolSummary.read(alicesPool).entries()).isEqualTo(alice.audit());
        }
        PoolSummary summary = PoolSummary.read(alicesPool);
        assertThat(summary.entries())
                .extracting(AuditEntry::event)
                .isEqualTo(
                        List.of(
                                new LedgerEvent.Reserved(Direction.ALICE_TO_BOB, 0, 512, block),
                                new LedgerEvent.Claimed(
                                        Direction.BOB_TO_ALICE, 0, 256, Use.RESERVATION)));
        assertThat(summary.origin()).isEqualTo(PoolOrigin.PRE_SHARED);
        assertThat(summary.remainingBits(Direction.ALICE_TO_BOB)).isEqualTo(BITS / 2 - 512);
        assertThat(summary.remainingBits(Direction.BOB_TO_ALICE)).isEqualTo(BITS / 2 - 256);
    }
}

package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

class AuthenticationLedgerTest {
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
    @DisplayName("What one end reserves the other claims: the same bits, in both directions")
    void bothEndsGetTheSameBits() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            Grant.Granted toBob = granted(alice.reserve(256));
            Grant.Granted toAlice = granted(bob.reserve(256));
            assertThat(toBob.range()).isEqualTo(new Range(Direction.ALICE_TO_BOB, 0, 256));
            assertThat(toAlice.range()).isEqualTo(new Range(Direction.BOB_TO_ALICE, 0, 256));
            assertThat(LedgerFiles.granules(bob.claim(0, 256)))
                    .isEqualTo(LedgerFiles.granules(toBob));
            assertThat(LedgerFiles.granules(alice.claim(0, 256)))
                    .isEqualTo(LedgerFiles.granules(toAlice));
            assertThat(LedgerFiles.granules(toBob))
                    .doesNotContainAnyElementsOf(LedgerFiles.granules(toAlice));
            assertThat(alice.lineage()).isEqualTo(bob.lineage());
            assertThat(alice.poolId()).isEqualTo(bob.poolId());
        }
    }

    @Test
    @DisplayName("A claim skips forward; a used or skipped offset is refused, also after a restart")
    void claimsNeverGoBack() throws IOException {
        try (var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            granted(bob.claim(512, 256));
            assertThat(refused(bob.claim(512, 256)).reason()).isEqualTo(Grant.Reason.ALREADY_USED);
            assertThat(refused(bob.claim(0, 256)).limitBits()).isEqualTo(768);
        }
        try (var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            assertThat(refused(bob.claim(640, 256)).describe())
                    .contains("ALICE_TO_BOB")
                    .contains("640")
                    .contains("768");
            assertThat(granted(bob.claim(768, 256)).range().offsetBits()).isEqualTo(768);
        }
    }

    @Test
    @DisplayName("A claim beyond the pool is refused and uses nothing")
    void claimBeyondThePool() throws IOException {
        try (var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            long last = BITS / 2 - 256;
            assertThat(refused(bob.claim(last + 128, 256)).reason())
                    .isEqualTo(Grant.Reason.BEYOND_POOL);
            assertThat(refused(bob.claim(Long.MAX_VALUE - 127, 256)).reason())
                    .isEqualTo(Grant.Reason.BEYOND_POOL);
            assertThat(bob.markBits(Direction.ALICE_TO_BOB)).isZero();
            granted(bob.claim(last, 256));
        }
    }

    @Test
    @DisplayName("A reservation below the floor is refused as a value; the level says so before")
    void floorAndLowWater() throws IOException {
        try (var alice =
                AuthenticationLedger.open(
                        alicesPool, End.ALICE, new LedgerLimits(3500, 3328), LedgerFiles.CLOCK)) {
            assertThat(alice.level(Direction.ALICE_TO_BOB)).isEqualTo(PoolLevel.SUFFICIENT);
            granted(alice.reserve(256));
            granted(alice.reserve(256));
            assertThat(alice.level(Direction.ALICE_TO_BOB)).isEqualTo(PoolLevel.SUFFICIENT);
            granted(alice.reserve(128));
            assertThat(alice.level(Direction.ALICE_TO_BOB)).isEqualTo(PoolLevel.AT_FLOOR);
            assertThat(alice.level(Direction.BOB_TO_ALICE)).isEqualTo(PoolLevel.SUFFICIENT);
            assertThat(refused(alice.reserve(256)).reason()).isEqualTo(Grant.Reason.BELOW_FLOOR);
            assertThat(alice.remainingBits(Direction.ALICE_TO_BOB)).isEqualTo(BITS / 2 - 640);
            granted(alice.reserve(128));
        }
        try (var alice =
                AuthenticationLedger.open(
                        alicesPool, End.ALICE, new LedgerLimits(3500, 0), LedgerFiles.CLOCK)) {
            assertThat(alice.level(Direction.ALICE_TO_BOB)).isEqualTo(PoolLevel.LOW);
        }
    }

    @Test
    @DisplayName("A refill is added once per block, split alike at both ends, also after a restart")
    void refillIsIdempotent() throws IOException {
        String lineage;
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            granted(alice.reserve(2048));
            granted(bob.claim(0, 2048));
            SecretBits added = LedgerFiles.secret(1100, 8);
            assertThat(alice.refill(BLOCK, added)).isEqualTo(512);
            assertThatThrownBy(() -> added.read(SecretAccess.to("test")))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(alice.refill(BLOCK, LedgerFiles.secret(1100, 8))).isZero();
            assertThat(alice.lineage()).isNotEqualTo(bob.lineage());
            assertThat(bob.refill(BLOCK, LedgerFiles.secret(1100, 8))).isEqualTo(512);
            assertThat(alice.lineage()).isEqualTo(bob.lineage());
            lineage = alice.lineage();
        }
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE);
                var bob = LedgerFiles.open(bobsPool, End.BOB)) {
            assertThat(alice.refill(BLOCK, LedgerFiles.secret(1100, 8))).isZero();
            assertThat(alice.lineage()).isEqualTo(lineage);
            assertThat(alice.remainingBits(Direction.ALICE_TO_BOB))
                    .isEqualTo(BITS / 2 - 2048 + 512);
            List<String> sent = LedgerFiles.granules(alice.reserve((int) BITS / 2 - 2048 + 512));
            List<String> received = LedgerFiles.granules(bob.claim(2048, (int) BITS / 2 - 1536));
            assertThat(received).isEqualTo(sent).hasSize(20);
            assertThat(sent.subList(16, 20))
                    .isEqualTo(
                            LedgerFiles.granules(
                                            new Grant.Granted(
                                                    new Range(Direction.ALICE_TO_BOB, 0, 1024),
                                                    LedgerFiles.secret(1024, 8)))
                                    .subList(0, 4));
        }
    }

    @Test
    @DisplayName("A refill of a full pool displaces the oldest unused bits and nothing else")
    void refillOfAFullPool() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.roomBits(Direction.ALICE_TO_BOB)).isZero();
            assertThat(alice.refill(BLOCK, LedgerFiles.secret(512, 9))).isEqualTo(256);
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(256);
            assertThat(alice.remainingBits(Direction.BOB_TO_ALICE)).isEqualTo(BITS / 2);
            assertThatThrownBy(() ->
                            alice.refill(
                                    new BlockId(new UUID(3, 4)), LedgerFiles.secret(BITS + 256, 9)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit 8192");
        }
    }

    @Test
    @DisplayName("A peer's mark that is ahead is followed, one behind changes nothing")
    void skipsForwardOnly() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            assertThat(alice.skipForward(Direction.ALICE_TO_BOB, 1024)).isTrue();
            assertThat(alice.skipForward(Direction.ALICE_TO_BOB, 512)).isTrue();
            assertThat(alice.skipForward(Direction.ALICE_TO_BOB, BITS)).isFalse();
            assertThat(alice.markBits(Direction.ALICE_TO_BOB)).isEqualTo(1024);
            assertThat(granted(alice.reserve(128)).range().offsetBits()).isEqualTo(1024);
        }
    }

    @Test
    @DisplayName("Lengths and offsets that are not whole granules are refused, naming the limit")
    void granules() throws IOException {
        try (var alice = LedgerFiles.open(alicesPool, End.ALICE)) {
            for (int bits : new int[] {0, -128, 100}) {
                assertThatThrownBy(() -> alice.reserve(bits))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("multiples of 128");
            }
            assertThatThrownBy(() -> alice.claim(-128, 128))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() ->
                        AuthenticationLedger.create(
                                alicesFolder.resolve("odd"),
                                LedgerFiles.POOL_ID,
                                LedgerFiles.secret(128, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
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

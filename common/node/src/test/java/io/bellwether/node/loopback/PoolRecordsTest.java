package io.bellwether.node.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Journals written by real ledgers, and journals that no ledger would write. */
class PoolRecordsTest {
    private static final Direction HERS = Direction.ALICE_TO_BOB;
    private static final Direction HIS = Direction.BOB_TO_ALICE;
    private static final int RECORD_BYTES = 64;

    @TempDir Path folder;
    private final Map<End, Path> pools = new EnumMap<>(End.class);

    /** Three one-time keys of Alice's, of which Bob claimed two, and one of Bob's. */
    @BeforeEach
    void use() throws IOException {
        for (End end : End.values()) {
            Path pool = folder.resolve(end + ".pool");
            pools.put(end, pool);
            AuthenticationLedger.create(
                    pool, new UUID(1, 2), new SecretBits(new AdversaryDice(7, "pool").bits(8192)));
        }
        try (var alice = open(End.ALICE);
                var bob = open(End.BOB)) {
            alice.reserve(256);
            Grant.Granted lost = (Grant.Granted) alice.reserve(128);
            Grant.Granted last = (Grant.Granted) alice.reserve(512);
            bob.claim(0, 256);
            bob.claim(last.range().offsetBits(), 512);
            assertThat(lost.range().offsetBits()).isEqualTo(256);
            bob.reserve(256);
            alice.claim(0, 256);
        }
    }

    private AuthenticationLedger open(End end) throws IOException {
        return AuthenticationLedger.open(
                pools.get(end), end, new LedgerLimits(0, 0), InstantSource.system());
    }

    private PoolRecords records() throws IOException {
        return PoolRecords.of(pools.get(End.ALICE), pools.get(End.BOB));
    }

    private Path journal(End end) {
        return AuthenticationLedger.journalPath(pools.get(end));
    }

    @Test
    @DisplayName("the journals of honest ledgers are read whole and contradict nothing")
    void honest() throws IOException {
        assertThat(records().alice().reserved())
                .containsExactly(
                        new PoolUse(HERS, 0, 256),
                        new PoolUse(HERS, 256, 384),
                        new PoolUse(HERS, 384, 896));
        assertThat(records().bob().claimed())
                .containsExactly(new PoolUse(HERS, 0, 256), new PoolUse(HERS, 384, 896));
        assertThat(records().alice().usedBits()).isEqualTo(896 + 256);
        assertThat(records().contradiction()).isEmpty();
    }

    @Test
    @DisplayName("a reservation written again is found, though no ledger would write it")
    void forgedReuse() throws IOException {
        append(journal(End.ALICE), 1, HERS, 128, 384);

        assertThat(records().bitsTwice()).isEqualTo(256);
        assertThat(records().contradiction()).hasValue("256 pool bits were used twice");
    }

    @Test
    @DisplayName("a message checked with bits that its sender never used is found")
    void claimOfNobody() throws IOException {
        append(journal(End.BOB), 2, HERS, 1024, 1280);

        assertThat(records().bitsTwice()).isZero();
        assertThat(records().claimsOfNobody()).isEqualTo(1);
        assertThat(records().contradiction()).isPresent();
    }

    @Test
    @DisplayName("half a record at the end is no damage, a changed byte before it is")
    void tornAndDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(journal(End.BOB));
        byte[] torn = java.util.Arrays.copyOf(whole, whole.length - 20);
        assertThat(JournalBytes.parse(torn).damagedRecords()).isZero();
        whole[160 + 20] ^= 1;
        Files.write(journal(End.BOB), whole);

        assertThat(records().bob().damagedRecords()).isEqualTo(1);
        assertThat(records().contradiction()).hasValue("a journal is damaged in the middle");
    }

    @Test
    @DisplayName("bits given out twice in a direction are counted in any order; gaps are not")
    void overlaps() {
        assertThat(
                        PoolUse.bitsTwice(
                                List.of(
                                        new PoolUse(HERS, 512, 768),
                                        new PoolUse(HIS, 0, 256),
                                        new PoolUse(HERS, 0, 256))))
                .isZero();
        assertThat(
                        PoolUse.bitsTwice(
                                List.of(
                                        new PoolUse(HERS, 128, 384),
                                        new PoolUse(HERS, 0, 256),
                                        new PoolUse(HIS, 512, 768),
                                        new PoolUse(HIS, 512, 768))))
                .isEqualTo(128 + 256);
    }

    private static void append(Path journal, int kind, Direction direction, long from, long to)
            throws IOException {
        byte[] old = Files.readAllBytes(journal);
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        record.putLong((old.length - 160) / RECORD_BYTES).putLong(0);
        record.put((byte) kind).put((byte) direction.ordinal()).putLong(from).putLong(to);
        record.position(record.position() + 16);
        var checksum = new CRC32C();
        checksum.update(record.array(), 0, record.position());
        record.putInt((int) checksum.getValue());
        Files.write(
                journal,
                ByteBuffer.allocate(old.length + RECORD_BYTES)
                        .put(old)
                        .put(record.array())
                        .array());
    }
}

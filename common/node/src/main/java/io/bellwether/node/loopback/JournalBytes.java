package io.bellwether.node.loopback;

import io.bellwether.channel.Direction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A pool's journal, read byte by byte and by none of the ledger's code: the ledger refuses whatever
 * would contradict its promises, so only somebody else can find a contradiction.
 *
 * <p>The file: 160 bytes of header with the first record's number at byte 28, then records of 64
 * bytes, numbers big-endian: number (8), milliseconds (8), kind (1: reserved, 2: claimed, 3:
 * skipped, 4: refill), direction in the lowest bit (1), first bit (8), first bit behind (8), an
 * exchange's id (16), CRC-32C of all that (4), filled up with zeros.
 *
 * @param reserved for what this end sent
 * @param claimed for what the peer sent
 * @param damagedRecords whose checksum or number is wrong, but for the last one, which a crash may
 *     leave unfinished
 */
public record JournalBytes(List<PoolUse> reserved, List<PoolUse> claimed, long damagedRecords) {
    private static final int HEADER_BYTES = 160;
    private static final int FIRST_NUMBER_AT = 28;
    private static final int RECORD_BYTES = 64;
    private static final int KIND_AT = 16;
    private static final int CHECKED_BYTES = 50;
    private static final int RESERVED = 1;
    private static final int CLAIMED = 2;

    /** Reads the journal beside a pool, also while a node writes it. */
    public static JournalBytes read(Path pool) throws IOException {
        return parse(Files.readAllBytes(pool.resolveSibling(pool.getFileName() + ".journal")));
    }

    static JournalBytes parse(byte[] all) {
        ByteBuffer bytes = ByteBuffer.wrap(all);
        long firstNumber = bytes.getLong(FIRST_NUMBER_AT);
        List<PoolUse> reserved = new ArrayList<>();
        List<PoolUse> claimed = new ArrayList<>();
        int records = (all.length - HEADER_BYTES) / RECORD_BYTES;
        long damaged = 0;
        for (int i = 0; i < records; i++) {
            int at = HEADER_BYTES + i * RECORD_BYTES;
            if (!isRight(bytes, at, firstNumber + i)) {
                damaged += i < records - 1 ? 1 : 0;
                continue;
            }
            var use =
                    new PoolUse(
                            Direction.values()[bytes.get(at + KIND_AT + 1) & 1],
                            bytes.getLong(at + KIND_AT + 2),
                            bytes.getLong(at + KIND_AT + 10));
            switch (bytes.get(at + KIND_AT)) {
                case RESERVED -> reserved.add(use);
                case CLAIMED -> claimed.add(use);
                default -> {
                    // Skipped bits and refills are no use.
                }
            }
        }
        return new JournalBytes(List.copyOf(reserved), List.copyOf(claimed), damaged);
    }

    private static boolean isRight(ByteBuffer bytes, int at, long number) {
        var checksum = new CRC32C();
        checksum.update(bytes.slice(at, CHECKED_BYTES));
        return bytes.getLong(at) == number
                && bytes.getInt(at + CHECKED_BYTES) == (int) checksum.getValue();
    }

    /** Bits given out at this end. */
    public long usedBits() {
        return usedBits(reserved) + usedBits(claimed);
    }

    private static long usedBits(List<PoolUse> uses) {
        return uses.stream().mapToLong(use -> use.toBits() - use.fromBits()).sum();
    }
}

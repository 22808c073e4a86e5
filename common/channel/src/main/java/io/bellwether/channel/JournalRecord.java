package io.bellwether.channel;

import io.bellwether.foundation.BlockId;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** One change of the ledger as the journal writes it: 64 bytes with a checksum. */
final class JournalRecord {
    static final int BYTES = 64;

    private static final int CHECKED_BYTES = 8 + 8 + 1 + 1 + 8 + 8 + 16;

    private JournalRecord() {}

    static ByteBuffer encode(AuditEntry entry) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(entry.sequence()).putLong(entry.time().toEpochMilli());
        UUID block = Use.UNSTATED.exchange();
        switch (entry.event()) {
            case LedgerEvent.Reserved used -> {
                bytes.put((byte) 1).put(code(used.direction(), used.use()));
                block = used.use().exchange();
            }
            case LedgerEvent.Claimed used -> {
                bytes.put((byte) 2).put(code(used.direction(), used.use()));
                block = used.use().exchange();
            }
            case LedgerEvent.Skipped used ->
                    bytes.put((byte) 3).put(code(used.direction(), Use.UNSTATED));
            case LedgerEvent.Refilled refill -> {
                bytes.put((byte) 4).put((byte) 0);
                block = refill.block().value();
            }
        }
        bytes.putLong(entry.event().fromBits()).putLong(entry.event().toBits());
        bytes.putLong(block.getMostSignificantBits()).putLong(block.getLeastSignificantBits());
        bytes.putInt(DiskFiles.checksum(bytes.array(), CHECKED_BYTES));
        return bytes.rewind();
    }

    /**
     * The record, or null when it is torn or not the one expected here.
     *
     * @throws LedgerDamagedException if it is whole and says what no version says
     */
    static AuditEntry decode(ByteBuffer bytes, long expectedSequence)
            throws LedgerDamagedException {
        long sequence = bytes.getLong();
        if (bytes.getInt(CHECKED_BYTES) != DiskFiles.checksum(bytes.array(), CHECKED_BYTES)
                || sequence != expectedSequence) {
            return null;
        }
        Instant time = Instant.ofEpochMilli(bytes.getLong());
        byte kind = bytes.get();
        byte code = bytes.get();
        long from = bytes.getLong();
        long to = bytes.getLong();
        UUID block = new UUID(bytes.getLong(), bytes.getLong());
        Direction direction = Direction.values()[code & 1];
        Use use = new Use(purpose(code >> 1, sequence), block);
        LedgerEvent event =
                switch (kind) {
                    case 1 -> new LedgerEvent.Reserved(direction, from, to, use);
                    case 2 -> new LedgerEvent.Claimed(direction, from, to, use);
                    case 3 -> new LedgerEvent.Skipped(direction, from, to);
                    case 4 -> new LedgerEvent.Refilled(new BlockId(block), from, to);
                    default ->
                            throw new LedgerDamagedException(
                                    "pool journal: record %d of unknown kind %d"
                                            .formatted(sequence, kind));
                };
        return new AuditEntry(sequence, time, event);
    }

    /** The direction in the lowest bit, the purpose above it. */
    private static byte code(Direction direction, Use use) {
        return (byte) (direction.ordinal() | use.purpose().ordinal() << 1);
    }

    private static Use.Purpose purpose(int code, long sequence) throws LedgerDamagedException {
        Use.Purpose[] known = Use.Purpose.values();
        if (code < 0 || code >= known.length) {
            throw new LedgerDamagedException(
                    "pool journal: record %d of unknown purpose %d".formatted(sequence, code));
        }
        return known[code];
    }
}

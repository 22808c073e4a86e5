package io.bellwether.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The ledger's memory: a header with the state it starts from, then one record of 64 bytes with a
 * checksum for every change. A record counts when it is whole; at most one, the last, can be torn,
 * because each is forced to the disk before the next is written.
 */
final class LedgerJournal implements AutoCloseable {
    static final int HEADER_BYTES = 160;
    static final int RECORD_BYTES = JournalRecord.BYTES;

    /** With more records the journal is rewritten, keeping the newest {@link #KEPT_RECORDS}. */
    static final int MAXIMUM_RECORDS = 16_384;

    static final int KEPT_RECORDS = 4_096;

    private static final long MAGIC = 0x42574a524e4c0d0aL; // "BWJRNL", CR, LF
    private static final int VERSION = 1;
    private static final int HEADER_CHECKED_BYTES = 8 + 4 + 16 + 4 * 8 + 64;

    private final Path path;
    private FileChannel channel;
    private Header header;
    private int records;

    private LedgerJournal(Path path, FileChannel channel, Header header, int records) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.records = records;
    }

    /** The state before the record {@code firstSequence}. */
    private record Header(UUID poolId, long firstSequence, LedgerState state) {}

    static void create(Path path, UUID poolId, LedgerState state) throws IOException {
        try (FileChannel channel = DiskFiles.createOwnerOnly(path)) {
            DiskFiles.writeFully(channel, encode(new Header(poolId, 0, state)), 0);
            channel.force(true);
        }
        DiskFiles.forceFolder(path);
    }

    /**
     * Opens the journal; a torn last record does not count.
     *
     * @throws LedgerDamagedException if it is missing, of another pool, or damaged elsewhere
     */
    static LedgerJournal open(Path path, UUID poolId) throws IOException {
        LedgerJournal journal =
                open(path, poolId, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // The last record may be in the operating system's memory only, if the process was
            // killed before it could force it: a power failure must never tear more than one.
            journal.channel.force(true);
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The same for reading only, also while a node writes it. */
    static LedgerJournal openReadOnly(Path path, UUID poolId) throws IOException {
        return open(path, poolId, StandardOpenOption.READ);
    }

    private static LedgerJournal open(Path path, UUID poolId, StandardOpenOption... options)
            throws IOException {
        if (!Files.exists(path)) {
            throw new LedgerDamagedException(
                    path + ": missing, so it is not known which pool bits are used");
        }
        FileChannel channel = FileChannel.open(path, options);
        try {
            Header header = readHeader(channel, path);
            if (!header.poolId.equals(poolId)) {
                throw new LedgerDamagedException(
                        "%s: belongs to pool %s; limit exactly %s"
                                .formatted(path, header.poolId, poolId));
            }
            LedgerJournal journal = new LedgerJournal(path, channel, header, 0);
            journal.countRecords();
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Header readHeader(FileChannel channel, Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        DiskFiles.readFully(channel, bytes, 0);
        return decodeHeader(bytes.rewind(), path);
    }

    /** Which pool a journal belongs to. */
    static UUID poolIdOf(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return readHeader(channel, path).poolId;
        }
    }

    private void countRecords() throws IOException {
        long whole = (channel.size() - HEADER_BYTES) / RECORD_BYTES;
        long size = channel.size();
        int good = 0;
        while (good < whole && read(good) != null) {
            good++;
        }
        long goodBytes = HEADER_BYTES + (long) good * RECORD_BYTES;
        if (size - goodBytes > RECORD_BYTES) {
            throw new LedgerDamagedException(
                    "%s: record %d is damaged and %d bytes follow; limit one torn record at the end"
                            .formatted(path, header.firstSequence + good, size - goodBytes));
        }
        // The next record overwrites a torn one, which is never longer.
        records = good;
    }

    /** The state before the first of {@link #entries}. */
    LedgerState startState() {
        return header.state;
    }

    /** Every record kept, oldest first. */
    List<AuditEntry> entries() throws IOException {
        List<AuditEntry> entries = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            entries.add(read(i));
        }
        return entries;
    }

    /** Appends a record durably. */
    void append(LedgerEvent event, Instant time) throws IOException {
        AuditEntry entry = new AuditEntry(header.firstSequence + records, time, event);
        DiskFiles.writeFully(
                channel, JournalRecord.encode(entry), HEADER_BYTES + (long) records * RECORD_BYTES);
        channel.force(true);
        records++;
    }

    boolean isLong() {
        return records >= MAXIMUM_RECORDS;
    }

    /**
     * Rewrites the journal with its newest {@code kept} records; a crash leaves the old or the new
     * one.
     */
    void compact(int kept, long capacityBits) throws IOException {
        List<AuditEntry> entries = entries();
        int dropped = Math.max(0, records - kept);
        LedgerState state = header.state;
        for (AuditEntry entry : entries.subList(0, dropped)) {
            state = state.after(entry.event(), capacityBits);
        }
        Header newHeader = new Header(header.poolId, header.firstSequence + dropped, state);
        Path rewritten = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(rewritten);
        try (FileChannel target = DiskFiles.createOwnerOnly(rewritten)) {
            DiskFiles.writeFully(target, encode(newHeader), 0);
            long at = HEADER_BYTES;
            for (AuditEntry entry : entries.subList(dropped, records)) {
                DiskFiles.writeFully(target, JournalRecord.encode(entry), at);
                at += RECORD_BYTES;
            }
            target.force(true);
        }
        Files.move(rewritten, path, StandardCopyOption.ATOMIC_MOVE);
        DiskFiles.forceFolder(path);
        channel.close();
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        header = newHeader;
        records -= dropped;
    }

    /** The record, or null when it is torn. */
    private AuditEntry read(int index) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES);
        DiskFiles.readFully(channel, bytes, HEADER_BYTES + (long) index * RECORD_BYTES);
        return JournalRecord.decode(bytes.rewind(), header.firstSequence + index);
    }

    private static ByteBuffer encode(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        bytes.putLong(MAGIC).putInt(VERSION);
        bytes.putLong(header.poolId.getMostSignificantBits());
        bytes.putLong(header.poolId.getLeastSignificantBits());
        bytes.putLong(header.firstSequence);
        bytes.putLong(header.state.aliceToBobMark()).putLong(header.state.bobToAliceMark());
        bytes.putLong(header.state.endBits());
        bytes.put(header.state.lineage().getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(DiskFiles.checksum(bytes.array(), HEADER_CHECKED_BYTES));
        return bytes.rewind();
    }

    private static Header decodeHeader(ByteBuffer bytes, Path path) throws LedgerDamagedException {
        if (bytes.getInt(HEADER_CHECKED_BYTES)
                        != DiskFiles.checksum(bytes.array(), HEADER_CHECKED_BYTES)
                || bytes.getLong() != MAGIC
                || bytes.getInt() != VERSION) {
            throw new LedgerDamagedException(path + ": not a pool journal of version " + VERSION);
        }
        UUID poolId = new UUID(bytes.getLong(), bytes.getLong());
        long firstSequence = bytes.getLong();
        long aliceToBobMark = bytes.getLong();
        long bobToAliceMark = bytes.getLong();
        long endBits = bytes.getLong();
        byte[] lineage = new byte[64];
        bytes.get(lineage);
        String text = new String(lineage, StandardCharsets.US_ASCII);
        return new Header(
                poolId,
                firstSequence,
                new LedgerState(aliceToBobMark, bobToAliceMark, endBits, text));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

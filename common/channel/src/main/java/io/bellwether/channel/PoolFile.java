package io.bellwether.channel;

import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/**
 * The bits of the pool: a header of 64 bytes, then one ring per direction. Bit {@code offset} of a
 * direction stands at {@code offset mod capacity} of its ring, so the file never grows.
 *
 * <p>The bits are stored as they are. A cipher under a key kept on the same disk would protect them
 * from nobody who can read the disk, and would turn a secret without computational assumptions into
 * one with; the file's permissions, and erasing what is used, protect them.
 */
final class PoolFile implements AutoCloseable {
    private static final long MAGIC = 0x4257504f4f4c0d0aL; // "BWPOOL", CR, LF
    private static final int VERSION = 2;

    /** Without an origin: all pools of that version were carried to both ends. */
    private static final int OLD_VERSION = 1;

    private static final int HEADER_BYTES = 64;
    private static final int OLD_CHECKED_BYTES = 8 + 4 + 16 + 8;
    private static final int CHECKED_BYTES = OLD_CHECKED_BYTES + 4;

    private final FileChannel channel;
    private final Header header;

    private PoolFile(FileChannel channel, Header header) {
        this.channel = channel;
        this.header = header;
    }

    private record Header(UUID poolId, long capacityBits, PoolOrigin origin) {}

    /**
     * Writes a new file; the first half of the bits is for Alice's transcripts.
     *
     * @throws IllegalArgumentException if the number of bits is not a positive multiple of two
     *     granules
     */
    static void create(Path path, UUID poolId, SecretBits bits, PoolOrigin origin)
            throws IOException {
        int multiple = 2 * AuthenticationLedger.GRANULE_BITS;
        if (bits.length() == 0 || bits.length() % multiple != 0) {
            throw new IllegalArgumentException(
                    "pool: %d bits; limit a positive multiple of %d"
                            .formatted(bits.length(), multiple));
        }
        byte[] content = bits.read(SecretAccess.to("write the authentication pool")).toBytes();
        try {
            create(path, poolId, content, origin);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static void create(Path path, UUID poolId, byte[] bits, PoolOrigin origin)
            throws IOException {
        long capacityBits = bits.length * 4L;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION);
        header.putLong(poolId.getMostSignificantBits()).putLong(poolId.getLeastSignificantBits());
        header.putLong(capacityBits).putInt(origin.ordinal());
        header.putInt(DiskFiles.checksum(header.array(), CHECKED_BYTES));
        try (FileChannel channel = DiskFiles.createOwnerOnly(path)) {
            DiskFiles.writeFully(channel, header.rewind(), 0);
            DiskFiles.writeFully(channel, ByteBuffer.wrap(bits), HEADER_BYTES);
            channel.force(true);
        }
    }

    /**
     * Opens and locks the file.
     *
     * @throws LedgerDamagedException if it is not a pool of this version, or is readable by others
     * @throws IOException if another process has it open
     */
    static PoolFile open(Path path) throws IOException {
        DiskFiles.requireOwnerOnly(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            return new PoolFile(channel, readHeader(channel, path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens the file for reading only, whoever has it open and whoever may read it. */
    static PoolFile openReadOnly(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new PoolFile(channel, readHeader(channel, path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Header readHeader(FileChannel channel, Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        DiskFiles.readFully(channel, bytes, 0);
        bytes.rewind();
        boolean isPool = bytes.getLong() == MAGIC;
        int version = bytes.getInt();
        UUID poolId = new UUID(bytes.getLong(), bytes.getLong());
        long capacityBits = bytes.getLong();
        int origin = version == OLD_VERSION ? 0 : bytes.getInt();
        int checked = version == OLD_VERSION ? OLD_CHECKED_BYTES : CHECKED_BYTES;
        if (!isPool
                || version != OLD_VERSION && version != VERSION
                || bytes.getInt() != DiskFiles.checksum(bytes.array(), checked)
                || origin >= PoolOrigin.values().length) {
            throw new LedgerDamagedException(
                    path + ": not an authentication pool of version 1 or " + VERSION);
        }
        if (channel.size() != HEADER_BYTES + capacityBits / 4) {
            throw new LedgerDamagedException(
                    "%s: %d bytes; limit exactly %d"
                            .formatted(path, channel.size(), HEADER_BYTES + capacityBits / 4));
        }
        return new Header(poolId, capacityBits, PoolOrigin.values()[origin]);
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException(path + ": already open in this process", e);
        }
        if (lock == null) {
            throw new IOException(path + ": in use by another process");
        }
    }

    UUID poolId() {
        return header.poolId;
    }

    long capacityBits() {
        return header.capacityBits;
    }

    PoolOrigin origin() {
        return header.origin;
    }

    byte[] read(Direction direction, long offsetBits, int bytes) throws IOException {
        byte[] read = new byte[bytes];
        for (int done = 0; done < bytes; ) {
            long at = ringByte(offsetBits, done);
            int part = (int) Math.min(bytes - done, header.capacityBits / 8 - at);
            DiskFiles.readFully(channel, ByteBuffer.wrap(read, done, part), start(direction) + at);
            done += part;
        }
        return read;
    }

    /** Writes durably. */
    void write(Direction direction, long offsetBits, byte[] bytes) throws IOException {
        put(direction, offsetBits, bytes);
        channel.force(false);
    }

    private void put(Direction direction, long offsetBits, byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            long at = ringByte(offsetBits, done);
            int part = (int) Math.min(bytes.length - done, header.capacityBits / 8 - at);
            DiskFiles.writeFully(
                    channel, ByteBuffer.wrap(bytes, done, part), start(direction) + at);
            done += part;
        }
    }

    /**
     * Overwrites every bit of {@code [fromBits, toBits)} with zero, durably. On media that move
     * blocks (flash, copy-on-write file systems) the old block may survive out of reach.
     */
    void erase(Direction direction, long fromBits, long toBits) throws IOException {
        long from = Math.max(fromBits, toBits - header.capacityBits);
        boolean changed = false;
        while (from < toBits) {
            byte[] found = read(direction, from, (int) Math.min((toBits - from) / 8, 1 << 16));
            if (!isZero(found, 0, found.length)) {
                Arrays.fill(found, (byte) 0);
                put(direction, from, found);
                changed = true;
            }
            from += found.length * 8L;
        }
        if (changed) {
            channel.force(false);
        }
    }

    /**
     * The offset after the last granule of {@code [fromBits, toBits)} that is all zero, or {@code
     * fromBits}. Random bits have such a granule with probability 2<sup>-128</sup>, so it has been
     * erased.
     */
    long afterLastErased(Direction direction, long fromBits, long toBits) throws IOException {
        int granule = AuthenticationLedger.GRANULE_BITS / 8;
        long after = fromBits;
        for (long at = fromBits; at < toBits; ) {
            byte[] part = read(direction, at, (int) Math.min((toBits - at) / 8, 1 << 16));
            for (int i = 0; i < part.length; i += granule) {
                if (isZero(part, i, granule)) {
                    after = at + (i + granule) * 8L;
                }
            }
            at += part.length * 8L;
            Arrays.fill(part, (byte) 0);
        }
        return after;
    }

    private static boolean isZero(byte[] bytes, int from, int length) {
        byte any = 0;
        for (int i = from; i < from + length; i++) {
            any |= bytes[i];
        }
        return any == 0;
    }

    private long ringByte(long offsetBits, int done) {
        return (offsetBits / 8 + done) % (header.capacityBits / 8);
    }

    private long start(Direction direction) {
        return HEADER_BYTES + direction.ordinal() * (header.capacityBits / 8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.bellwether.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The bits of the pool: a header of 64 bytes, then one ring per direction. Bit {@code offset} of a
 * direction stands at {@code offset mod capacity} of its ring, so the file never grows.
 *
 * <p>The bits are stored as they are. A cipher under a key kept on the same disk would protect them
 * from nobody who can read the disk, and would turn a secret without computational assumptions into
 * one with; the file's permissions, and erasing what is used, protect them.
 */
final class PoolFile implements AutoCloseable {
    static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final long MAGIC = 0x4257504f4f4c0d0aL; // "BWPOOL", CR, LF
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 64;
    private static final int CHECKED_BYTES = 8 + 4 + 16 + 8;

    private final FileChannel channel;
    private final UUID poolId;
    private final long capacityBits;

    private PoolFile(FileChannel channel, UUID poolId, long capacityBits) {
        this.channel = channel;
        this.poolId = poolId;
        this.capacityBits = capacityBits;
    }

    /** Writes a new file; {@code bits} holds the two directions' halves one after the other. */
    static void create(Path path, UUID poolId, byte[] bits) throws IOException {
        long capacityBits = bits.length * 4L;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION);
        header.putLong(poolId.getMostSignificantBits()).putLong(poolId.getLeastSignificantBits());
        header.putLong(capacityBits);
        header.putInt(checksum(header.array(), CHECKED_BYTES));
        try (FileChannel channel = createOwnerOnly(path)) {
            writeFully(channel, header.rewind(), 0);
            writeFully(channel, ByteBuffer.wrap(bits), HEADER_BYTES);
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
        requireOwnerOnly(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            readFully(channel, header, 0);
            header.rewind();
            boolean known = header.getLong() == MAGIC && header.getInt() == VERSION;
            UUID poolId = new UUID(header.getLong(), header.getLong());
            long capacityBits = header.getLong();
            if (!known || header.getInt() != checksum(header.array(), CHECKED_BYTES)) {
                throw new LedgerDamagedException(
                        path + ": not an authentication pool of version " + VERSION);
            }
            if (channel.size() != HEADER_BYTES + capacityBits / 4) {
                throw new LedgerDamagedException(
                        "%s: %d bytes; limit exactly %d"
                                .formatted(path, channel.size(), HEADER_BYTES + capacityBits / 4));
            }
            return new PoolFile(channel, poolId, capacityBits);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
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

    static FileChannel createOwnerOnly(Path path) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return hasPermissions(path.toAbsolutePath().getParent())
                ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, options);
    }

    private static void requireOwnerOnly(Path path) throws IOException {
        if (hasPermissions(path)) {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
            if (!OWNER_ONLY.containsAll(found)) {
                throw new LedgerDamagedException(
                        "%s: permissions %s; limit rw-------"
                                .formatted(path, PosixFilePermissions.toString(found)));
            }
        }
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    UUID poolId() {
        return poolId;
    }

    long capacityBits() {
        return capacityBits;
    }

    byte[] read(Direction direction, long offsetBits, int bytes) throws IOException {
        byte[] read = new byte[bytes];
        for (int done = 0; done < bytes; ) {
            long at = ringByte(offsetBits, done);
            int part = (int) Math.min(bytes - done, capacityBits / 8 - at);
            readFully(channel, ByteBuffer.wrap(read, done, part), start(direction) + at);
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
            int part = (int) Math.min(bytes.length - done, capacityBits / 8 - at);
            writeFully(channel, ByteBuffer.wrap(bytes, done, part), start(direction) + at);
            done += part;
        }
    }

    /**
     * Overwrites every bit of {@code [fromBits, toBits)} with zero, durably. On media that move
     * blocks (flash, copy-on-write file systems) the old block may survive out of reach.
     */
    void erase(Direction direction, long fromBits, long toBits) throws IOException {
        long from = Math.max(fromBits, toBits - capacityBits);
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
        return (offsetBits / 8 + done) % (capacityBits / 8);
    }

    private long start(Direction direction) {
        return HEADER_BYTES + direction.ordinal() * (capacityBits / 8);
    }

    static void readFully(FileChannel channel, ByteBuffer target, long position)
            throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new LedgerDamagedException("authentication pool: file ends at byte " + at);
            }
            at += count;
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer source, long position)
            throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.bellwether.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;

/** What the pool's file and its journal share: permissions, whole reads and writes, checksums. */
final class DiskFiles {
    static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private DiskFiles() {}

    static FileChannel createOwnerOnly(Path path) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return hasPermissions(path.toAbsolutePath().getParent())
                ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, options);
    }

    static void requireOwnerOnly(Path path) throws IOException {
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

    /** Makes creations, renames and deletions beside {@code path} durable. */
    static void forceFolder(Path path) throws IOException {
        try (FileChannel folder =
                FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

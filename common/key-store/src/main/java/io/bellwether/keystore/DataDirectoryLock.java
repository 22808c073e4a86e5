package io.bellwether.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second daemon off a data directory. The operating system frees the lock when the process
 * ends, however it ends; the file stays and says whose it was.
 */
public final class DataDirectoryLock implements AutoCloseable {
    /** The file that is locked, within the data directory. */
    public static final String FILE_NAME = "lock";

    private static final int MAX_PID_BYTES = 32;

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks {@code dataDirectory}, which is made if it is missing.
     *
     * @throws KeyStoreException if another process, or this one, holds it; the message names the
     *     directory and the holder's process id
     */
    public static DataDirectoryLock acquire(Path dataDirectory) {
        try {
            Files.createDirectories(dataDirectory);
            FileChannel channel =
                    FileChannel.open(
                            dataDirectory.resolve(FILE_NAME),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            try {
                if (!tryLock(channel)) {
                    throw new KeyStoreException(
                            "data directory %s is in use by process %s"
                                    .formatted(dataDirectory, holder(channel)));
                }
                writeHolder(channel);
                return new DataDirectoryLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new KeyStoreException("data directory %s: %s".formatted(dataDirectory, e), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(content, 0);
        String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        channel.force(true);
    }

    /** Frees the directory. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new KeyStoreException("data directory lock: " + e, e);
        }
    }
}

package io.bellwether.node.attack;

import io.bellwether.foundation.End;
import io.bellwether.node.loopback.SmallDisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bob's disk, which can be full: a small file system of its own, or, where mounting is not allowed,
 * a limit on the size of his files (RLIMIT_FSIZE), which makes every longer write fail.
 */
final class FullDisk implements AutoCloseable {
    private static final int MEGABYTES = 24;

    /** What the operating system and SQLite call it. */
    private static final Pattern FAILED_WRITE =
            Pattern.compile(
                    "No space left on device|File too large|SQLITE_FULL|SQLITE_IOERR|disk is full");

    private final DaemonPair pair;
    private final Optional<SmallDisk> disk;
    private long fitted;

    private FullDisk(DaemonPair pair, Optional<SmallDisk> disk) {
        this.pair = pair;
        this.disk = disk;
    }

    /** Puts Bob's files on a small disk, before he is started. */
    static FullDisk under(DaemonPair pair) throws IOException, InterruptedException {
        return new FullDisk(pair, SmallDisk.mountOver(pair.nodeFolder(End.BOB), MEGABYTES));
    }

    /** How it is done. */
    String means() {
        return disk.isPresent()
                ? "a file system of %d MB, filled".formatted(MEGABYTES)
                : "a limit of 1 byte on the size of files, RLIMIT_FSIZE";
    }

    void fill() throws IOException, InterruptedException {
        if (disk.isPresent()) {
            disk.get().fill();
            fitted = disk.get().folder().toFile().getUsableSpace();
        } else {
            limitFiles("1:");
            fitted = 1;
        }
    }

    /** Free bytes after it was filled. */
    long bytesThatStillFitted() {
        return fitted;
    }

    void free() throws IOException, InterruptedException {
        if (disk.isPresent()) {
            disk.get().free();
        } else {
            limitFiles("unlimited:");
        }
    }

    private void limitFiles(String limit) throws IOException, InterruptedException {
        Process prlimit =
                new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(pair.daemon(End.BOB).processId()),
                                "--fsize=" + limit)
                        .redirectErrorStream(true)
                        .start();
        if (prlimit.waitFor() != 0) {
            throw new IOException(
                    "prlimit (util-linux): " + new String(prlimit.getInputStream().readAllBytes()));
        }
    }

    /**
     * Writes that failed, as the daemon said.
     *
     * @param first empty if there is none
     */
    record Errors(long count, String first) {
        static Errors in(String words) {
            List<String> found =
                    words.lines().filter(line -> FAILED_WRITE.matcher(line).find()).toList();
            return new Errors(found.size(), found.isEmpty() ? "" : found.getFirst().strip());
        }
    }

    /** What a daemon has said since its log was so long. */
    static Errors errorsIn(Daemon daemon, int since) {
        try {
            return Errors.in(daemon.log().substring(since));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (disk.isPresent()) {
            pair.daemon(End.BOB).end();
            disk.get().close();
        }
    }
}

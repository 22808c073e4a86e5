package io.bellwether.node.engine;

import io.bellwether.device.BoxException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many blocks each box has begun, and how many it may. A box can store the outcomes of one
 * block and let them out in a later one, in its abort pattern or in counts that are published
 * (Barrett, Colbeck and Kent, Phys. Rev. Lett. 110, 010503 (2013)); no theorem about a single block
 * covers that. A box that is used once and then kept or destroyed lets nothing out.
 *
 * <p>The count is durable before the box learns of the block, so neither an abort nor a crash gives
 * it another one. Boxes are told apart by the name in the configuration: the operator's word, not
 * the box's.
 */
public final class BoxUse {
    /** No limit: that the box keeps its secrets in later blocks is then an assumption. */
    public static final long UNLIMITED = 0;

    private final Path file;
    private final String boxName;
    private final long maximumBlocks;
    private final Map<String, Long> blocks = new TreeMap<>();

    private BoxUse(Path file, String boxName, long maximumBlocks) {
        this.file = file;
        this.boxName = boxName;
        this.maximumBlocks = maximumBlocks;
    }

    /**
     * Reads the counts.
     *
     * @param file made when the first block begins
     * @param maximumBlocks of the box, or {@link #UNLIMITED}
     * @throws IOException if the file cannot be read or is not one of ours
     */
    public static BoxUse open(Path file, String boxName, long maximumBlocks) throws IOException {
        BoxUse use = new BoxUse(file, boxName, maximumBlocks);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int blank = line.indexOf(' ');
                try {
                    use.blocks.put(
                            line.substring(blank + 1), Long.parseLong(line.substring(0, blank)));
                } catch (NumberFormatException | IndexOutOfBoundsException damaged) {
                    throw new IOException(
                            "%s: not a count and a name of a box: %s".formatted(file, line),
                            damaged);
                }
            }
        }
        return use;
    }

    /** The blocks that the box has begun. */
    public synchronized long blocks() {
        return blocks.getOrDefault(boxName, 0L);
    }

    /** What the session record says about it. */
    public String policy() {
        return maximumBlocks == UNLIMITED
                ? "Reuse policy: none; that it lets out nothing it stored of earlier blocks is an"
                        + " assumption."
                : "Reuse policy: retired after %d blocks.".formatted(maximumBlocks);
    }

    /** Whether the box has had its blocks. */
    public synchronized boolean retired() {
        return maximumBlocks != UNLIMITED && blocks() >= maximumBlocks;
    }

    /**
     * @throws BoxException with {@code RETIRED} if the box has had its blocks
     */
    synchronized void requireUnretired() throws BoxException {
        if (retired()) {
            throw new BoxException(
                    BoxException.Reason.RETIRED,
                    ("the box %s has served %d blocks, as many as box.maximumBlocks allows; install"
                                    + " another one under a box.name of its own")
                            .formatted(boxName, blocks()));
        }
    }

    /**
     * Counts a block that is about to begin.
     *
     * @throws BoxException with {@code RETIRED} if the box has had its blocks
     */
    synchronized void begin() throws BoxException {
        requireUnretired();
        blocks.merge(boxName, 1L, Long::sum);
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException("the count of the box's blocks", e);
        }
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        blocks.forEach((name, count) -> text.append(count).append(' ').append(name).append('\n'));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

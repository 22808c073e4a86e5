package io.bellwether.node.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** How long the disk takes to make a page durable: what every commit waits for, once at least. */
public final class ForcedWrites {
    private static final int PAGE_BYTES = 4096;
    private static final int WRITES = 100;

    private ForcedWrites() {}

    /** The median of a hundred, in a file that was written before. */
    public static double medianMillis(Path folder) throws IOException {
        Path file = folder.resolve("forced-writes");
        double[] millis = new double[WRITES];
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(PAGE_BYTES * WRITES));
            channel.force(true);
            for (int i = 0; i < WRITES; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE_BYTES), (long) i * PAGE_BYTES);
                channel.force(false);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(millis);
        return millis[WRITES / 2];
    }
}

package io.bellwether.node.loopback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** A file system of a few megabytes that can be filled to its last byte. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /**
     * Mounts one, which takes a right that not every user has.
     *
     * @return the disk, or empty where mounting is not allowed
     */
    public static Optional<SmallDisk> mount(Path folder, int megabytes)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int exit =
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=%dm,mode=700".formatted(megabytes),
                        "tmpfs",
                        folder.toString());
        return exit == 0 ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    /**
     * Mounts one in the place of a folder, with what is in the folder.
     *
     * @return the disk, or empty where mounting is not allowed: then nothing has changed
     */
    public static Optional<SmallDisk> mountOver(Path folder, int megabytes)
            throws IOException, InterruptedException {
        Path original = folder.resolveSibling(folder.getFileName() + ".original");
        Files.move(folder, original);
        Optional<SmallDisk> disk = mount(folder, megabytes);
        if (disk.isEmpty()) {
            Files.delete(folder);
            Files.move(original, folder);
            return disk;
        }
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(
                        file,
                        folder.resolve(original.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return disk;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    public Path folder() {
        return folder;
    }

    /** Writes until nothing more fits. */
    public void fill() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(4096);
        try (FileChannel channel =
                FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (folder.toFile().getUsableSpace() > 0) {
                channel.write(zeros.rewind());
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() > zeros.capacity()) {
                throw full;
            }
        }
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

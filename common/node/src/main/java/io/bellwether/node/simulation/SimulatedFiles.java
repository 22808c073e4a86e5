package io.bellwether.node.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;

/**
 * Lets code that works on {@link Path}s work on a {@link SimulatedDisk}: as much of {@code
 * java.nio.file} as the ledger uses.
 */
final class SimulatedFiles extends FileSystemProvider {
    private final SimulatedDisk disk;
    private final FileSystem system;

    SimulatedFiles(SimulatedDisk disk) {
        this.disk = disk;
        this.system = new SimulatedFileSystem(this);
    }

    Path path(String name) {
        return new SimulatedPath(system, name);
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        String name = path.toString();
        if (name.isEmpty()) {
            return new SimulatedChannel(disk, null);
        }
        boolean create =
                options.contains(StandardOpenOption.CREATE_NEW)
                        || options.contains(StandardOpenOption.CREATE) && !disk.exists(name);
        return new SimulatedChannel(disk, create ? disk.create(name) : disk.find(name));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        if (!path.toString().isEmpty()) {
            disk.find(path.toString());
        }
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        disk.move(from.toString(), to.toString());
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path.toString());
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        try {
            delete(path);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return one.equals(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw notSimulated("newFileSystem");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw notSimulated("getFileSystem");
    }

    @Override
    public Path getPath(URI uri) {
        throw notSimulated("getPath");
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path folder, DirectoryStream.Filter<? super Path> filter) {
        throw notSimulated("newDirectoryStream");
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) {
        throw notSimulated("createDirectory");
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw notSimulated("copy");
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw notSimulated("getFileStore");
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        throw notSimulated("getFileAttributeView");
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) {
        throw notSimulated("readAttributes");
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw notSimulated("readAttributes");
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw notSimulated("setAttribute");
    }

    static UnsupportedOperationException notSimulated(String what) {
        return new UnsupportedOperationException("a simulated disk has no " + what);
    }
}

package io.bellwether.node.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or the open folder, of a {@link SimulatedDisk}: written by position only. */
final class SimulatedChannel extends FileChannel {
    private final SimulatedDisk disk;
    private final SimulatedFile file;

    private long readPosition;

    /**
     * @param file null for the folder
     */
    SimulatedChannel(SimulatedDisk disk, SimulatedFile file) {
        this.disk = disk;
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        byte[] bytes = new byte[target.remaining()];
        int count = file.read(Math.toIntExact(position), bytes, 0, bytes.length);
        if (count > 0) {
            target.put(bytes, 0, count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        disk.write(file, Math.toIntExact(position), bytes);
        return bytes.length;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (file == null) {
            disk.forceFolder();
        } else {
            disk.force(file);
        }
    }

    @Override
    public long size() {
        return file.size();
    }

    /** One process at a time has a simulated disk, so the lock is always free. */
    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        return new FileLock(this, position, size, shared) {
            @Override
            public boolean isValid() {
                return isOpen();
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        return tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public int read(ByteBuffer target) {
        int count = read(target, readPosition);
        readPosition += Math.max(0, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw positional();
    }

    @Override
    public int write(ByteBuffer source) {
        throw positional();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw positional();
    }

    @Override
    public long position() {
        return readPosition;
    }

    @Override
    public FileChannel position(long newPosition) {
        throw positional();
    }

    @Override
    public FileChannel truncate(long size) {
        throw positional();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw positional();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw positional();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw positional();
    }

    private static UnsupportedOperationException positional() {
        return new UnsupportedOperationException("a simulated file is written by position only");
    }
}

package io.bellwether.device;

import io.bellwether.foundation.End;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a record in the form of {@link BinaryRecord}, with a buffer of one chunk. */
public final class BinaryRecordWriter implements AutoCloseable {
    private final OutputStream file;
    private final ByteBuffer chunk = ByteBuffer.allocate(4 + BinaryRecord.CHUNK_ROUNDS / 2 + 4);
    private int inChunk;
    private long rounds;
    private boolean closed;

    private BinaryRecordWriter(OutputStream file) {
        this.file = file;
    }

    /**
     * Starts a new file.
     *
     * @throws IOException if it exists already or cannot be written
     */
    public static BinaryRecordWriter create(Path path, End end) throws IOException {
        OutputStream file =
                new BufferedOutputStream(
                        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
        file.write(
                BinaryRecord.header(
                        switch (end) {
                            case ALICE -> 1;
                            case BOB -> 2;
                        }));
        return new BinaryRecordWriter(file);
    }

    /**
     * A round that counts.
     *
     * @param setting from 0 to 3
     * @param outcome 0, 1 or {@link Box#NO_CLICK}
     */
    public void add(int setting, int outcome) throws IOException {
        if (setting < 0 || setting >= BinaryRecord.SETTING_LIMIT) {
            throw new IllegalArgumentException(
                    "setting: %d; from 0 to %d".formatted(setting, BinaryRecord.SETTING_LIMIT - 1));
        }
        if (outcome < 0 || outcome > Box.NO_CLICK) {
            throw new IllegalArgumentException(
                    "outcome: %d; from 0 to %d".formatted(outcome, Box.NO_CLICK));
        }
        put(setting | outcome << 2);
    }

    /** A round that the herald excluded before its settings were drawn. */
    public void exclude() throws IOException {
        put(BinaryRecord.EXCLUDED << 2);
    }

    private void put(int code) throws IOException {
        int at = 4 + inChunk / 2;
        chunk.put(at, (byte) (inChunk % 2 == 0 ? code : chunk.get(at) | code << 4));
        inChunk++;
        rounds++;
        if (inChunk == BinaryRecord.CHUNK_ROUNDS) {
            flushChunk();
        }
    }

    private void flushChunk() throws IOException {
        if (inChunk > 0) {
            int length = 4 + (inChunk + 1) / 2;
            chunk.putInt(0, inChunk);
            chunk.putInt(length, BinaryRecord.checksum(chunk.array(), 0, length));
            file.write(chunk.array(), 0, length + 4);
            inChunk = 0;
        }
    }

    /** All rounds so far, excluded ones too. */
    public long rounds() {
        return rounds;
    }

    /** Writes the end mark; a file without one is refused as truncated. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            flushChunk();
            file.write(BinaryRecord.endMark(rounds));
        }
    }
}

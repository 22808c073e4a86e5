package io.bellwether.device;

import io.bellwether.device.BoxException.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a record in the form of {@link BinaryRecord}, one chunk at a time. */
final class BinaryRecordReader implements RecordReader {
    private final Path file;
    private final InputStream stream;
    private final int settingCount;
    private final byte[] chunk = new byte[4 + BinaryRecord.CHUNK_ROUNDS / 2 + 4];
    private long chunkStart = BinaryRecord.HEADER_BYTES;
    private long nextChunkStart = BinaryRecord.HEADER_BYTES;
    private int inChunk;
    private int at;
    private boolean ended;
    private long allRounds;
    private long excluded;
    private int code;

    private BinaryRecordReader(Path file, InputStream stream, int settingCount) {
        this.file = file;
        this.stream = stream;
        this.settingCount = settingCount;
    }

    static BinaryRecordReader open(Path file, int settingCount) throws BoxException {
        try {
            var reader = new BinaryRecordReader(file, Files.newInputStream(file), settingCount);
            try {
                reader.readHeader();
                return reader;
            } catch (BoxException unusable) {
                reader.close();
                throw unusable;
            }
        } catch (IOException unreadable) {
            throw new BoxException(
                    Reason.BAD_RECORD, "cannot read the record %s".formatted(file), unreadable);
        }
    }

    private void readHeader() throws BoxException {
        byte[] header = new byte[BinaryRecord.HEADER_BYTES];
        fill(header, 0, header.length, 0);
        byte side = header[BinaryRecord.MAGIC.length];
        if (side < 0 || side > 2 || !Arrays.equals(header, BinaryRecord.header(side))) {
            throw bad(0, "the header is damaged");
        }
    }

    /** Reads exactly that many bytes, which start at {@code offset} of the file. */
    private void fill(byte[] into, int from, int length, long offset) throws BoxException {
        int read;
        try {
            read = stream.readNBytes(into, from, length);
        } catch (IOException unreadable) {
            throw new BoxException(
                    Reason.BAD_RECORD,
                    "cannot read the record %s at byte %d".formatted(file, offset),
                    unreadable);
        }
        if (read < length) {
            throw bad(offset + read, "the file ends too early");
        }
    }

    @Override
    public boolean next() throws BoxException {
        while (true) {
            if (at == inChunk && !nextChunk()) {
                return false;
            }
            int pair = chunk[4 + at / 2];
            code = (at % 2 == 0 ? pair : pair >>> 4) & 0xf;
            int setting = code & 3;
            long offset = chunkStart + 4 + at / 2;
            at++;
            allRounds++;
            if (code >>> 2 == BinaryRecord.EXCLUDED) {
                if (setting != 0) {
                    throw bad(offset, "an excluded round with a setting");
                }
                excluded++;
            } else if (setting >= settingCount) {
                throw bad(offset, "setting: %d; from 0 to %d".formatted(setting, settingCount - 1));
            } else {
                return true;
            }
        }
    }

    /** False at the end mark. */
    private boolean nextChunk() throws BoxException {
        if (ended) {
            return false;
        }
        chunkStart = nextChunkStart;
        fill(chunk, 0, 4, chunkStart);
        ByteBuffer view = ByteBuffer.wrap(chunk);
        int count = view.getInt(0);
        if (count == 0) {
            readEnd(view);
            return false;
        }
        if (count < 0 || count > BinaryRecord.CHUNK_ROUNDS) {
            throw bad(
                    chunkStart,
                    "rounds of a chunk: %s; from 1 to %d"
                            .formatted(Integer.toUnsignedString(count), BinaryRecord.CHUNK_ROUNDS));
        }
        int length = 4 + (count + 1) / 2;
        fill(chunk, 4, length, chunkStart + 4);
        if (view.getInt(length) != BinaryRecord.checksum(chunk, 0, length)) {
            throw bad(chunkStart, "the chunk that starts here is damaged (checksum)");
        }
        nextChunkStart = chunkStart + length + 4;
        inChunk = count;
        at = 0;
        return true;
    }

    private void readEnd(ByteBuffer view) throws BoxException {
        fill(chunk, 4, 12, chunkStart + 4);
        if (view.getInt(12) != BinaryRecord.checksum(chunk, 0, 12)) {
            throw bad(chunkStart, "the end mark that starts here is damaged (checksum)");
        }
        if (view.getLong(4) != allRounds) {
            throw bad(
                    chunkStart,
                    "the end mark counts %d rounds, the file has %d"
                            .formatted(view.getLong(4), allRounds));
        }
        try {
            if (stream.read() >= 0) {
                throw bad(chunkStart + 16, "there are bytes after the end mark");
            }
        } catch (IOException unreadable) {
            throw new BoxException(
                    Reason.BAD_RECORD, "cannot read the record %s".formatted(file), unreadable);
        }
        ended = true;
    }

    private BoxException bad(long offset, String complaint) {
        return new BoxException(
                Reason.BAD_RECORD, "%s: byte %d: %s".formatted(file, offset, complaint));
    }

    @Override
    public byte setting() {
        return (byte) (code & 3);
    }

    @Override
    public byte outcome() {
        return (byte) (code >>> 2);
    }

    @Override
    public long roundNumber() {
        return allRounds - 1;
    }

    @Override
    public long rounds() {
        return allRounds - excluded;
    }

    @Override
    public long excludedRounds() {
        return excluded;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}

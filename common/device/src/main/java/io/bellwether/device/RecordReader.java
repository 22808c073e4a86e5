package io.bellwether.device;

import io.bellwether.device.BoxException.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads one side's record round by round, so that its length does not matter. Two forms: text
 * ({@link CsvRecordReader}) and binary ({@link BinaryRecord}); the file says which.
 */
public sealed interface RecordReader extends AutoCloseable
        permits CsvRecordReader, BinaryRecordReader {
    /**
     * Opens a record of either form.
     *
     * @param settingCount how many settings the side has
     * @throws BoxException with {@link Reason#BAD_RECORD} if it cannot be read or is no record
     */
    static RecordReader open(Path file, int settingCount) throws BoxException {
        byte[] start = new byte[BinaryRecord.MAGIC.length];
        try (var stream = Files.newInputStream(file)) {
            int read = stream.readNBytes(start, 0, start.length);
            if (read == start.length && Arrays.equals(start, BinaryRecord.MAGIC)) {
                return BinaryRecordReader.open(file, settingCount);
            }
        } catch (IOException unreadable) {
            throw new BoxException(
                    Reason.BAD_RECORD, "cannot read the record %s".formatted(file), unreadable);
        }
        return CsvRecordReader.open(file, settingCount);
    }

    /**
     * Advances to the next round that counts; false at the end of the record.
     *
     * @throws BoxException with {@link Reason#BAD_RECORD} if the record is damaged; the message has
     *     the line or the byte
     */
    boolean next() throws BoxException;

    /** The setting of the round. */
    byte setting();

    /** The outcome of the round: 0, 1 or {@link Box#NO_CLICK}. */
    byte outcome();

    /** The round's number in the record, in which excluded rounds are numbered too. */
    long roundNumber();

    /** The rounds read so far that count. */
    long rounds();

    /** The rounds read so far that the herald excluded. */
    long excludedRounds();

    @Override
    void close() throws IOException;
}

package io.bellwether.device;

import io.bellwether.device.BoxException.Reason;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads one side's record line by line, so that its length does not matter.
 *
 * <pre>
 * # lines that start with # are comments, blank lines are ignored
 * round,setting,outcome,herald
 * 0,1,0,1
 * 1,0,2,1
 * 2,,,0
 * </pre>
 *
 * The column {@code herald} may be left out. Rounds count up from 0 by one. An outcome is 0, 1 or 2
 * (no click). Herald 0 says that the apparatus excluded the round before the settings were drawn;
 * setting and outcome may then be empty.
 */
final class CsvRecordReader implements RecordReader {
    private static final String HEADER = "round,setting,outcome";
    private static final String HEADER_WITH_HERALD = "round,setting,outcome,herald";

    private final Path file;
    private final BufferedReader lines;
    private final int settingCount;
    private boolean heralded;
    private long lineNumber;
    private long nextRound;
    private long excluded;
    private byte setting;
    private byte outcome;

    private CsvRecordReader(Path file, BufferedReader lines, int settingCount) {
        this.file = file;
        this.lines = lines;
        this.settingCount = settingCount;
    }

    static CsvRecordReader open(Path file, int settingCount) throws BoxException {
        try {
            CsvRecordReader reader =
                    new CsvRecordReader(
                            file,
                            Files.newBufferedReader(file, StandardCharsets.US_ASCII),
                            settingCount);
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
        String header = nextLine();
        if (HEADER_WITH_HERALD.equals(header)) {
            heralded = true;
        } else if (!HEADER.equals(header)) {
            throw bad("the header is not %s or %s".formatted(HEADER, HEADER_WITH_HERALD));
        }
    }

    @Override
    public boolean next() throws BoxException {
        for (String line = nextLine(); line != null; line = nextLine()) {
            String[] fields = line.split(",", -1);
            if (fields.length != (heralded ? 4 : 3)) {
                throw bad("%d fields; %d".formatted(fields.length, heralded ? 4 : 3));
            }
            checkRound(fields[0]);
            if (!heralded || value("herald", fields[3], 1) == 1) {
                setting = value("setting", fields[1], settingCount - 1);
                outcome = value("outcome", fields[2], Box.NO_CLICK);
                return true;
            }
            excluded++;
        }
        return false;
    }

    private void checkRound(String field) throws BoxException {
        if (!field.equals(Long.toString(nextRound))) {
            throw bad("round: %s; %d comes next".formatted(shown(field), nextRound));
        }
        nextRound++;
    }

    private byte value(String field, String text, int limit) throws BoxException {
        if (text.length() != 1 || text.charAt(0) < '0' || text.charAt(0) > '0' + limit) {
            throw bad("%s: %s; from 0 to %d".formatted(field, shown(text), limit));
        }
        return (byte) (text.charAt(0) - '0');
    }

    private static String shown(String text) {
        return text.isEmpty() ? "empty" : BoxDescription.clean(text, 32);
    }

    /** The next line that is no comment, or null. */
    private String nextLine() throws BoxException {
        try {
            String line;
            do {
                line = lines.readLine();
                lineNumber++;
            } while (line != null && (line.isBlank() || line.startsWith("#")));
            return line;
        } catch (CharacterCodingException binary) {
            throw new BoxException(
                    Reason.BAD_RECORD,
                    "the record %s is no ASCII text after line %d".formatted(file, lineNumber),
                    binary);
        } catch (IOException unreadable) {
            throw new BoxException(
                    Reason.BAD_RECORD, "cannot read the record %s".formatted(file), unreadable);
        }
    }

    private BoxException bad(String complaint) {
        return new BoxException(
                Reason.BAD_RECORD, "%s:%d: %s".formatted(file, lineNumber, complaint));
    }

    @Override
    public byte setting() {
        return setting;
    }

    @Override
    public byte outcome() {
        return outcome;
    }

    @Override
    public long rounds() {
        return nextRound - excluded;
    }

    @Override
    public long excludedRounds() {
        return excluded;
    }

    @Override
    public long roundNumber() {
        return nextRound - 1;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

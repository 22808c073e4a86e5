package io.bellwether.node.cli;

import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.RecordReader;
import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A recorded experiment, one file per end, text or binary, replayed by a pair of nodes. */
final class RecordedSettings {
    /** The file says itself which form it has. */
    private static final String IN_NODE_FOLDER = "record";

    private static final List<String> ENDINGS = List.of(".csv", ".bellrec");

    private RecordedSettings() {}

    /**
     * Adds the settings that replay the record, as far as the user has not set them.
     *
     * @throws Refused if a record cannot be read
     */
    static void addTo(Map<String, String> settings, Path records) throws IOException {
        settings.put("box.recorded", IN_NODE_FOLDER);
        if (!settings.containsKey("protocol.blockRounds")) {
            settings.put("protocol.blockRounds", Long.toString(rounds(of(records, End.ALICE))));
        }
    }

    /** Puts the records where the configurations look for them. */
    static void copyTo(Path folder, Path records) throws IOException {
        for (End end : End.values()) {
            Files.copy(
                    of(records, end),
                    folder.resolve(end.name().toLowerCase(Locale.ROOT)).resolve(IN_NODE_FOLDER));
        }
    }

    /** The rounds that count: those that a herald excluded are never replayed. */
    private static long rounds(Path record) throws IOException {
        try (RecordReader reader =
                RecordReader.open(record, BoxDescription.settingCountOf(End.ALICE))) {
            boolean more = true;
            while (more) {
                more = reader.next();
            }
            return reader.rounds();
        } catch (BoxException unreadable) {
            throw new Refused(ExitCode.USAGE, "--recorded: " + unreadable.getMessage());
        }
    }

    private static Path of(Path records, End end) {
        String name = end.name().toLowerCase(Locale.ROOT);
        return ENDINGS.stream()
                .map(ending -> records.resolve(name + ending))
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() ->
                        new Refused(
                                ExitCode.USAGE,
                                "--recorded: %s: neither %s.csv nor %s.bellrec can be read"
                                        .formatted(records, name, name)));
    }
}

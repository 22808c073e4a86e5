package io.bellwether.node.cli;

import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A recorded experiment, one CSV file per end, replayed by a pair of nodes. */
final class RecordedSettings {
    private static final String IN_NODE_FOLDER = "record.csv";

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

    private static long rounds(Path record) throws IOException {
        try (Stream<String> lines = Files.lines(record)) {
            return lines.filter(line -> !line.isEmpty() && Character.isDigit(line.charAt(0)))
                    .count();
        }
    }

    private static Path of(Path records, End end) {
        Path file = records.resolve(end.name().toLowerCase(Locale.ROOT) + ".csv");
        if (!Files.isReadable(file)) {
            throw new Refused(ExitCode.USAGE, "--recorded: %s cannot be read".formatted(file));
        }
        return file;
    }
}

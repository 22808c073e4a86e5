package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.init.InitialisationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/** The settings with which a recorded experiment is replayed. */
final class RecordedSettings {
    private RecordedSettings() {}

    /**
     * @throws Refused if a record is missing
     */
    static InitialisationPlan applyTo(InitialisationPlan plan, Path records) throws IOException {
        var settings = new LinkedHashMap<>(plan.settings());
        settings.putIfAbsent("protocol.blockRounds", Long.toString(rounds(records, "alice.csv")));
        return plan.withSettings(settings)
                .withRecords(existing(records, "alice.csv"), existing(records, "bob.csv"));
    }

    private static long rounds(Path records, String name) throws IOException {
        try (Stream<String> lines = Files.lines(existing(records, name))) {
            return lines.filter(line -> !line.isEmpty() && Character.isDigit(line.charAt(0)))
                    .count();
        }
    }

    private static Path existing(Path records, String name) {
        Path file = records.resolve(name).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new Refused(
                    ExitCode.USAGE, "--recorded: %s cannot be read".formatted(file));
        }
        return file;
    }
}

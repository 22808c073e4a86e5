package io.bellwether.node.cli;

import io.bellwether.node.cli.DocumentedCommands.Command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of {@code documented-commands.txt}: what runs a documented command.
 *
 * @param commands with {@code *} for anything
 * @param by {@value #HERE}; or the name of a test or script that reads the command from its page
 *     and runs it; or {@value #NOT_RUN}
 * @param rest further options for {@value #HERE}, the reason for {@value #NOT_RUN}
 */
record CommandCoverage(String commands, String by, String rest) {
    static final String HERE = "here";
    static final String NOT_RUN = "not-run:";

    static List<CommandCoverage> read() throws IOException {
        try (InputStream list =
                CommandCoverage.class.getResourceAsStream("documented-commands.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(CommandCoverage::of)
                    .toList();
        }
    }

    private static CommandCoverage of(String line) {
        String[] parts = line.split("=>", 2);
        String[] by = parts[1].strip().split(" ", 2);
        return new CommandCoverage(parts[0].strip(), by[0], by.length > 1 ? by[1] : "");
    }

    boolean covers(Command command) {
        String pattern =
                Stream.of(commands.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return command.text().matches(pattern);
    }

    boolean isHere() {
        return by.equals(HERE);
    }

    boolean isNotRun() {
        return by.equals(NOT_RUN);
    }

    /** The same command may stand on several pages; one is enough to read it from. */
    List<String> objections(Path root, List<Command> places) throws IOException {
        List<String> objections = new ArrayList<>();
        for (Command place : places) {
            Optional<String> objection = objection(root, place);
            if (objection.isEmpty()) {
                return List.of();
            }
            objections.add(place + ": " + objection.get());
        }
        return objections;
    }

    /** What stops a test or script from being what runs a command; nothing if it may well be. */
    Optional<String> objection(Path root, Command command) throws IOException {
        if (by.startsWith(".")) {
            String[] words = command.text().split(" ");
            String script = Files.readString(root.resolve(by));
            return List.of(words).stream()
                    .filter(word -> !script.contains(word))
                    .findFirst()
                    .map(word -> "%s has no %s".formatted(by, word));
        }
        Optional<Path> test = source(root, by);
        if (test.isEmpty()) {
            return Optional.of("no test " + by);
        }
        String page = "\"" + command.file().toString().replace('\\', '/') + "\"";
        return namesPage(test.get(), page)
                ? Optional.empty()
                : Optional.of("%s does not read %s".formatted(by, page));
    }

    /** Itself, or a class beside it that it uses. */
    private static boolean namesPage(Path test, String page) throws IOException {
        String source = Files.readString(test);
        if (source.contains(page)) {
            return true;
        }
        try (Stream<Path> beside = Files.list(test.getParent())) {
            for (Path file : beside.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (source.contains(name) && Files.readString(file).contains(page)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Path> source(Path root, String test) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file ->
                            file.toString().matches(".*/src/test/.*")
                                    && file.getFileName().toString().equals(test + ".java")
                                    && test.matches(".*(Test|IT)"))
                    .findFirst();
        }
    }
}

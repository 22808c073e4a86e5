package io.bellwether.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Marks of unfinished work, tests that are switched off, and waits by the clock. */
final class ForbiddenWords {
    // Written so that this file does not contain what it looks for.
    private static final Pattern WORDS =
            Pattern.compile(
                    "\\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\\b"
                            + "|[@](Disabled|Ignore)\\b"
                            + "|Thread[.]sleep[(]");

    private static final List<String> FOLDERS =
            List.of("proto", "common", "alice-node", "bob-node", "deploy", ".ci");

    private ForbiddenWords() {}

    /** File, line and word of each. */
    static List<String> in(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            if (Files.isDirectory(root.resolve(folder))) {
                for (Path file : filesIn(root.resolve(folder))) {
                    List<String> lines = Files.readAllLines(file);
                    for (int i = 0; i < lines.size(); i++) {
                        if (WORDS.matcher(lines.get(i)).find()) {
                            found.add(
                                    "%s:%d: %s"
                                            .formatted(
                                                    root.relativize(file),
                                                    i + 1,
                                                    lines.get(i).strip()));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> !file.toString().contains("/target/"))
                    .filter(Files::isRegularFile)
                    .filter(ForbiddenWords::isCode)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCode(Path file) {
        String name = file.getFileName().toString();
        return !name.contains(".") || name.matches(".*\\.(java|proto|sh|py|xml|ya?ml|sql)");
    }
}

package io.bellwether.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the commands in Markdown files: in fenced and indented blocks, and in running text. */
final class DocumentedCommands {
    /**
     * A command of a block.
     *
     * @param line where it begins, from 1 on
     * @param text without its comment, continued lines joined
     */
    record Command(Path file, int line, String text) {
        @Override
        public String toString() {
            return "%s:%d: %s".formatted(file, line, text);
        }
    }

    /** What the first word of a command may be, besides a path. */
    private static final Set<String> PROGRAMS =
            Set.of(
                    "apt",
                    "bellwether",
                    "cd",
                    "curl",
                    "docker",
                    "dpkg",
                    "export",
                    "java",
                    "journalctl",
                    "jq",
                    "kill",
                    "kubectl",
                    "mvn",
                    "openssl",
                    "podman",
                    "python3",
                    "ssh",
                    "sudo",
                    "systemctl",
                    "tail");

    private static final Set<String> SHELLS = Set.of("", "sh", "bash", "console");
    private static final Pattern FENCE = Pattern.compile("^\\s*```(\\S*)\\s*$");
    private static final Pattern INLINE = Pattern.compile("`(bellwether [^`]+)`");

    private DocumentedCommands() {}

    /** Every Markdown file below a folder, but those that a build makes and the log of changes. */
    static List<Path> documents(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file ->
                            Stream.of(root.relativize(file).toString().split("/"))
                                    .noneMatch(
                                            part -> part.equals("target") || part.startsWith(".")))
                    // It names what former versions had.
                    .filter(file -> !file.endsWith("CHANGELOG.md"))
                    .sorted()
                    .toList();
        }
    }

    /** The commands of a document's blocks. */
    static List<Command> inBlocks(Path document, String text) {
        List<Command> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            Matcher fence = FENCE.matcher(lines.get(at));
            if (fence.matches()) {
                int end = at + 1;
                while (!FENCE.matcher(lines.get(end)).matches()) {
                    end++;
                }
                if (SHELLS.contains(fence.group(1))) {
                    addCommands(found, document, lines, at + 1, end);
                }
                at = end;
            } else if (lines.get(at).startsWith("    ") && begins(lines.get(at).strip())) {
                found.add(new Command(document, at + 1, uncommented(lines.get(at).strip())));
            }
        }
        return found;
    }

    /**
     * Of a block that begins with a command, all lines are commands, up to "..." and its output.
     */
    private static void addCommands(
            List<Command> found, Path document, List<String> lines, int from, int end) {
        int at = from;
        while (at < end && lines.get(at).strip().startsWith("#")) {
            at++;
        }
        if (at == end || !begins(lines.get(at).strip())) {
            return;
        }
        while (at < end && !lines.get(at).strip().equals("...")) {
            int begin = at;
            StringBuilder command = new StringBuilder();
            while (lines.get(at).endsWith("\\")) {
                String part = lines.get(at++);
                command.append(part, 0, part.length() - 1);
            }
            String text = uncommented(command.append(lines.get(at++)).toString().strip());
            if (!text.isEmpty()) {
                found.add(new Command(document, begin + 1, text));
            }
        }
    }

    private static boolean begins(String line) {
        String first = line.split("\\s", 2)[0];
        return PROGRAMS.contains(first)
                || first.startsWith("./")
                || first.startsWith("deploy/")
                || first.matches("[A-Za-z_]+=.*");
    }

    private static String uncommented(String line) {
        return line.startsWith("#") ? "" : line.replaceFirst("\\s#\\s.*", "").strip();
    }

    /** What follows the name of our program in running text, each as it stands there. */
    static List<Command> inText(Path document, String text) {
        List<Command> found = new ArrayList<>();
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            Matcher inline = INLINE.matcher(content);
            while (inline.find()) {
                found.add(new Command(document, line, inline.group(1)));
            }
        }
        return found;
    }

    /** The words of a command line, without quotes, redirections and a closing ampersand. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word =
                Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+")
                        .matcher(command.replaceFirst("\\s(>|2>|&|\\|).*$", ""));
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }
}

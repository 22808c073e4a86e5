package io.bellwether.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the commands in the documentation: in fenced and indented blocks and in running text of
 * Markdown files, and in the comments of configurations and scripts.
 */
public final class DocumentedCommands {
    /**
     * A command.
     *
     * @param line where it begins, from 1 on
     * @param text without its comment, continued lines joined
     */
    public record Command(Path file, int line, String text) {
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

    /** Another program's command in running text; its name alone is none. */
    private static final Pattern INLINE_OTHERS =
            Pattern.compile(
                    "`((?:apt|buildah|curl|docker|dpkg|java|journalctl|kubectl|mvn|openssl|podman"
                            + "|psql|python3|ssh|systemctl|\\S+\\.sh) [^`]+)`");

    /** Files whose comments name commands. */
    private static final Pattern COMMENTED =
            Pattern.compile(".*\\.(yml|yaml|sh|service)|Containerfile|postinst|prerm|postrm");

    private static final Pattern IN_COMMENT = Pattern.compile("^\\s*#.*|.*\\s#\\s.*");

    private DocumentedCommands() {}

    /** Every Markdown file below a folder, but those that a build makes and the log of changes. */
    static List<Path> documents(Path root) throws IOException {
        // The log names what former versions had.
        return files(root, name -> name.endsWith(".md") && !name.equals("CHANGELOG.md"));
    }

    /** Configurations, scripts, services and container files, whose comments are documentation. */
    static List<Path> commented(Path root) throws IOException {
        return files(root, name -> COMMENTED.matcher(name).matches());
    }

    private static List<Path> files(Path root, Predicate<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> names.test(file.getFileName().toString()))
                    .filter(file ->
                            Stream.of(root.relativize(file).toString().split("/"))
                                    .noneMatch(
                                            part -> part.equals("target") || part.startsWith(".")))
                    .sorted()
                    .toList();
        }
    }

    /** The commands of a document's blocks. */
    public static List<Command> inBlocks(Path document, String text) {
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

    /** Commands of our program in running text, each as it stands there. */
    static List<Command> inText(Path document, String text) {
        return inText(document, text.lines().toList(), INLINE);
    }

    /** Commands of other programs in running text and tables. */
    public static List<Command> ofOthersInText(Path document, String text) {
        return inText(document, text.lines().toList(), INLINE_OTHERS);
    }

    /** Commands of our program in the comments of a file, where they stand between backticks. */
    static List<Command> inComments(Path file, String text) {
        return inText(file, comments(text), INLINE);
    }

    static List<Command> ofOthersInComments(Path file, String text) {
        return inText(file, comments(text), INLINE_OTHERS);
    }

    /** Every line, empty where there is no comment. */
    static List<String> comments(String text) {
        return text.lines()
                .map(line ->
                        IN_COMMENT.matcher(line).matches() && !line.startsWith("#!") ? line : "")
                .toList();
    }

    private static List<Command> inText(Path document, List<String> lines, Pattern pattern) {
        List<Command> found = new ArrayList<>();
        int line = 0;
        for (String content : lines) {
            line++;
            Matcher inline = pattern.matcher(content);
            while (inline.find()) {
                found.add(new Command(document, line, inline.group(1)));
            }
        }
        return found;
    }

    /** The words of a command line, without quotes, redirections and a closing ampersand. */
    public static List<String> words(String command) {
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

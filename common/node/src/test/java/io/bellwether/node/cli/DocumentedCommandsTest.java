package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.node.cli.DocumentedCommands.Command;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every command in the documentation: it is what the command line takes, the files it names are
 * there, and a test runs it. Which one says {@code documented-commands.txt}; "here" are the quick
 * ones.
 */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Set<String> OF_LAUNCHER = Set.of("alice", "bob", "start-cache");
    private static final String HERE = "here";

    @TempDir Path folder;

    /**
     * A line of the list.
     *
     * @param commands with {@code *} for anything
     * @param by {@value #HERE}, or the name of a test or of a file that tells how it was run
     * @param furtherOptions that make it quick
     */
    private record Coverage(String commands, String by, List<String> furtherOptions) {
        boolean covers(String command) {
            String pattern =
                    Stream.of(commands.split("\\*", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"));
            return command.matches(pattern);
        }
    }

    private static List<Command> commands() throws IOException {
        List<Command> commands = new ArrayList<>();
        for (Path document : DocumentedCommands.documents(ROOT)) {
            commands.addAll(
                    DocumentedCommands.inBlocks(
                            ROOT.relativize(document), Files.readString(document)));
        }
        return commands;
    }

    private static List<Coverage> coverage() throws IOException {
        try (InputStream list =
                DocumentedCommandsTest.class.getResourceAsStream("documented-commands.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=>", 2))
                    .map(parts -> coverage(parts[0].strip(), parts[1].strip().split(" ")))
                    .toList();
        }
    }

    private static Coverage coverage(String commands, String[] by) {
        return new Coverage(commands, by[0], List.of(by).subList(1, by.length));
    }

    /** The words after the name of our program; none of another program's command. */
    private static List<String> ofBellwether(Command command) {
        List<String> words = DocumentedCommands.words(command.text());
        int at = 0;
        while (words.get(at).matches("[A-Z_]+=.*") || words.get(at).equals("sudo")) {
            at++;
        }
        return words.get(at).equals("bellwether") || words.get(at).endsWith("/bin/bellwether")
                ? words.subList(at + 1, words.size())
                : List.of();
    }

    @Test
    @DisplayName("the command line takes every bellwether command of the documentation")
    void parsed() throws IOException {
        for (Command command : commands()) {
            List<String> words = ofBellwether(command);
            if (!words.isEmpty()) {
                parse(command, words);
            }
        }
    }

    private static void parse(Command command, List<String> words) {
        if (OF_LAUNCHER.contains(words.getFirst())) {
            assertThat(words)
                    .as(command.toString())
                    .hasSize(words.getFirst().equals("start-cache") ? 1 : 2);
            return;
        }
        try {
            Bellwether.commandLine().parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }

    @Test
    @DisplayName("commands and options that running text names exist")
    void named() throws IOException {
        for (Path document : DocumentedCommands.documents(ROOT)) {
            for (Command command :
                    DocumentedCommands.inText(
                            ROOT.relativize(document), Files.readString(document))) {
                for (String alternative : command.text().substring(11).split("\\s*\\|\\s*")) {
                    requireNamed(command, DocumentedCommands.words(alternative));
                }
            }
        }
    }

    private static void requireNamed(Command command, List<String> words) {
        CommandLine line = Bellwether.commandLine();
        // of several that share the first word, only the first has it
        if (command.text().contains(" | ")
                && !line.getSubcommands().containsKey(words.getFirst())) {
            line = line.getSubcommands().get(command.text().split(" ")[1]);
        }
        for (String word : words) {
            if (OF_LAUNCHER.contains(word) && line.getParent() == null) {
                return;
            }
            if (word.startsWith("--")) {
                assertThat(line.getCommandSpec().optionsMap())
                        .as(command.toString())
                        .containsKey(word.replaceFirst("=.*", ""));
            } else if (line.getSubcommands().containsKey(word)) {
                line = line.getSubcommands().get(word);
            } else {
                // a parameter
                assertThat(line.getParent()).as("%s: no command %s", command, word).isNotNull();
                assertThat(line.getSubcommands().isEmpty() || !word.matches("[a-z-]+"))
                        .as("%s: no command %s", command, word)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("files of the repository that commands name are there")
    void files() throws IOException {
        for (Command command : commands()) {
            Path beside = ROOT.resolve(command.file()).getParent();
            for (String word : DocumentedCommands.words(command.text())) {
                if (word.matches("(deploy|common|proto)/.*")) {
                    // a word may be a command line of its own
                    assertThat(ROOT.resolve(word.split(" ")[0])).as(command.toString()).exists();
                } else if (word.startsWith("./") || word.matches("[a-z_]+\\.py")) {
                    assertThat(beside.resolve(word)).as(command.toString()).exists();
                }
            }
        }
    }

    @Test
    @DisplayName("a test runs every command; the list of which one has no line too many")
    void covered() throws IOException {
        List<Coverage> list = coverage();
        Set<Coverage> used = new HashSet<>();
        List<Command> uncovered = new ArrayList<>();
        for (Command command : commands()) {
            List<Coverage> by = list.stream().filter(line -> line.covers(command.text())).toList();
            used.addAll(by);
            if (by.isEmpty()) {
                uncovered.add(command);
            }
        }
        assertThat(uncovered).as("commands that documented-commands.txt has no line for").isEmpty();
        assertThat(list)
                .as("lines of commands that are documented nowhere")
                .allMatch(used::contains);
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().matches(".*/src/test/.*(Test|IT)\\.java"))
                    .forEach(file -> tests.add(file.getFileName().toString().replace(".java", "")));
        }
        assertThat(list.stream().map(Coverage::by).filter(by -> !by.equals(HERE)))
                .allSatisfy(by ->
                        assertThat(tests.contains(by) || Files.exists(ROOT.resolve(by)))
                                .as(by)
                                .isTrue());
    }

    @Test
    @DisplayName("the quick commands do what the documentation says: they end with 0")
    void quickOnes() throws IOException {
        List<Coverage> list = coverage();
        String digest = "";
        for (Command command : new LinkedHashSet<>(commands())) {
            var quick =
                    list.stream()
                            .filter(line -> line.by().equals(HERE) && line.covers(command.text()))
                            .findFirst();
            if (quick.isEmpty()) {
                continue;
            }
            List<String> words = new ArrayList<>();
            for (String word : ofBellwether(command)) {
                words.add(word.equals("D") ? digest : inFolder(word));
            }
            words.addAll(quick.get().furtherOptions());
            if (words.getFirst().equals("init") && Files.exists(Path.of(words.get(1)))) {
                // the same pair, in another document
                continue;
            }
            var out = new StringWriter();
            CommandLine line = Bellwether.commandLine();
            line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
            assertThat(line.execute(words.toArray(String[]::new)))
                    .as("%s%n%s", command, out)
                    .isZero();
            Matcher printed = Pattern.compile("\\b[0-9a-f]{32}\\b").matcher(out.toString());
            if (words.subList(0, 2).equals(List.of("pool", "new")) && printed.find()) {
                digest = printed.group();
            }
        }
    }

    /** Files that a reader has or makes, in the folder of this test. */
    private String inFolder(String word) {
        if (word.matches("(alice|bob)/bellwether\\.yml")) {
            return folder.resolve("pair").resolve(word).toString();
        }
        return word.equals("pair")
                        || word.startsWith("pair/")
                        || word.equals("FILE")
                        || word.endsWith(".pool")
                        || word.endsWith(".svg")
                ? folder.resolve(word).toString()
                : word.startsWith("deploy/") ? ROOT.resolve(word).toString() : word;
    }

    @Test
    @DisplayName("a command with an option that does not exist is found (self-test)")
    void unknownOption() {
        String document =
                "Text.\n\n"
                        + "```\n"
                        + "# first\n"
                        + "bellwether plan --ratio 100   # no such option\n"
                        + "...\n"
                        + "7 key bits\n"
                        + "```\n";
        List<Command> found = DocumentedCommands.inBlocks(Path.of("x.md"), document);
        assertThat(found)
                .containsExactly(new Command(Path.of("x.md"), 5, "bellwether plan --ratio 100"));
        assertThatThrownBy(() -> parse(found.getFirst(), ofBellwether(found.getFirst())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("--ratio");
    }

    @Test
    @DisplayName(
            "commands are found in blocks of all kinds, output and other languages are not"
                    + " (self-test)")
    void blocks() {
        String document =
                """
                ```yaml
                bellwether: 1
                ```
                ```
                S = 2.7
                bellwether never
                ```
                ```sh
                X=1 bellwether box \\
                  --list
                curl https://x
                ```

                    python3 demo_box.py --alice 127.0.0.1:7101
                """;
        assertThat(DocumentedCommands.inBlocks(Path.of("x.md"), document))
                .extracting(Command::text)
                .containsExactly(
                        "X=1 bellwether box   --list",
                        "curl https://x",
                        "python3 demo_box.py --alice 127.0.0.1:7101");
    }

    @Test
    @DisplayName("a command that running text invents is found (self-test)")
    void inventedCommand() {
        Command invented = new Command(Path.of("x.md"), 1, "bellwether pool drain");
        assertThatThrownBy(() -> requireNamed(invented, List.of("pool", "drain")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no command drain");
    }
}

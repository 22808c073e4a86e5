package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.node.cli.DocumentedCommands.Command;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every command in the documentation: it is what the command line takes, the files it names are
 * there, and a test runs it as it stands on its page. Which one says {@code
 * documented-commands.txt}; "here" are the quick ones.
 */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Set<String> OF_LAUNCHER = Set.of("alice", "bob", "start-cache");

    @TempDir Path folder;

    /** Finds commands in the text of a file. */
    private interface Finder extends BiFunction<Path, String, List<Command>> {}

    private static List<Command> find(List<Path> files, List<Finder> finders) throws IOException {
        List<Command> commands = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file);
            for (Finder finder : finders) {
                commands.addAll(finder.apply(ROOT.relativize(file), text));
            }
        }
        return commands;
    }

    /** Commands that something must run: whole ones of ours, and all of other programs. */
    private static List<Command> commands() throws IOException {
        List<Command> commands =
                find(
                        DocumentedCommands.documents(ROOT),
                        List.of(DocumentedCommands::inBlocks, DocumentedCommands::ofOthersInText));
        commands.addAll(
                find(
                        DocumentedCommands.commented(ROOT),
                        List.of(DocumentedCommands::ofOthersInComments)));
        return commands;
    }

    /** Commands of ours that running text, or a comment, names; often only a part of one. */
    private static List<Command> mentions() throws IOException {
        List<Command> commands =
                find(DocumentedCommands.documents(ROOT), List.of(DocumentedCommands::inText));
        commands.addAll(
                find(DocumentedCommands.commented(ROOT), List.of(DocumentedCommands::inComments)));
        return commands;
    }

    /** The words after the name of our program; none of another program's command. */
    static List<String> ofBellwether(Command command) {
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

    static void parse(Command command, List<String> words) {
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
    @DisplayName(
            "commands and options that running text and comments name exist, and take the values"
                    + " that are written there")
    void named() throws IOException {
        for (Command command : mentions()) {
            for (String alternative : command.text().substring(11).split("\\s*\\|\\s*")) {
                requireNamed(command, DocumentedCommands.words(alternative));
            }
            requireValues(command);
        }
    }

    /** A part of a command may miss parameters; what is there must be understood. */
    static void requireValues(Command command) {
        List<String> words = ofBellwether(command);
        if (OF_LAUNCHER.contains(words.getFirst())
                || words.stream().anyMatch(word -> word.matches("[A-Z]+|.*\\.\\.\\.|.*\\|.*"))) {
            return;
        }
        try {
            Bellwether.commandLine().parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.MissingParameterException partOfOne) {
            assertThat(partOfOne.getMissing()).as(command.toString()).isNotEmpty();
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }

    @Test
    @DisplayName("comments name commands of ours between backticks only, where they are found")
    void comments() throws IOException {
        Pattern bare =
                Pattern.compile(
                        "(?<![`/\\w-])bellwether ("
                                + String.join(
                                        "|", Bellwether.commandLine().getSubcommands().keySet())
                                + "|alice|bob|start-cache)\\b");
        for (Path file : DocumentedCommands.commented(ROOT)) {
            assertThat(DocumentedCommands.comments(Files.readString(file)))
                    .as(file.toString())
                    .noneMatch(line -> bare.matcher(line).find());
        }
    }

    static void requireNamed(Command command, List<String> words) {
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
    @DisplayName(
            "every command is run by a test that reads it from its page, or checked and said not"
                    + " to be run; the list has no line too many")
    void covered() throws Exception {
        List<CommandCoverage> list = CommandCoverage.read();
        Set<CommandCoverage> used = new HashSet<>();
        List<String> objections = new ArrayList<>();
        Map<String, List<Command>> alike = new LinkedHashMap<>();
        for (Command command : commands()) {
            alike.computeIfAbsent(command.text(), text -> new ArrayList<>()).add(command);
        }
        for (List<Command> places : alike.values()) {
            Command command = places.getFirst();
            List<CommandCoverage> by = list.stream().filter(line -> line.covers(command)).toList();
            used.addAll(by);
            if (by.isEmpty()) {
                objections.add(command + ": documented-commands.txt has no line for it");
            }
            for (CommandCoverage line : by) {
                if (line.isNotRun()) {
                    System.out.printf("not run: %s (%s)%n", command.text(), line.rest());
                    for (Command place : places) {
                        new UnrunCommand(ROOT, place).check();
                    }
                } else if (!line.isHere()) {
                    objections.addAll(line.objections(ROOT, places));
                }
            }
        }
        assertThat(objections).isEmpty();
        assertThat(list)
                .as("lines of commands that are documented nowhere")
                .allMatch(used::contains);
    }

    @Test
    @DisplayName("the quick commands do what the documentation says: they end with 0")
    void quickOnes() throws IOException {
        List<CommandCoverage> list = CommandCoverage.read();
        String digest = "";
        for (Command command : new LinkedHashSet<>(commands())) {
            var quick =
                    list.stream().filter(line -> line.isHere() && line.covers(command)).findFirst();
            if (quick.isEmpty()) {
                continue;
            }
            List<String> words = new ArrayList<>();
            for (String word : ofBellwether(command)) {
                words.add(word.equals("D") ? digest : inFolder(word));
            }
            words.addAll(DocumentedCommands.words(quick.get().rest()));
            if (words.getFirst().equals("init") && Files.exists(Path.of(words.get(1)))) {
                // the same pair, in another document
                continue;
            }
            if (words.subList(0, 2).equals(List.of("store", "restore"))) {
                // which is said beside it
                Path data = Path.of(words.get(2)).resolveSibling("data");
                Files.move(data.resolve("keys.db"), folder.resolve("moved-away.db"));
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
}

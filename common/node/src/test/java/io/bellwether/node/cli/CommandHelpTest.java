package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.List;
import java.util.stream.Stream;

/** The help of every command teaches. */
class CommandHelpTest {
    /** Every command, by its whole name. */
    private static Stream<String> names() {
        return all(Bellwether.commandLine()).map(line -> line.getCommandSpec().qualifiedName());
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream().distinct().flatMap(CommandHelpTest::all));
    }

    private static CommandSpec spec(String name) {
        return all(Bellwether.commandLine())
                .map(CommandLine::getCommandSpec)
                .filter(spec -> spec.qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName(
            "the purpose comes first, in one sentence: it is all that the list of commands has")
    void purpose(String name) {
        assertThat(spec(name).usageMessage().description()[0]).matches("[A-Z].{20,230}[.:]");
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("every option and parameter is described, and its default is said if it has one")
    void options(String name) {
        for (ArgSpec argument : spec(name).args()) {
            if (argument.hidden()) {
                continue;
            }
            String description = String.join(" ", argument.description());
            assertThat(description).as("%s %s", name, argument.paramLabel()).isNotEmpty();
            boolean takesValue = argument.arity().max() > 0;
            Object initial = argument.initialValue();
            boolean hasDefault =
                    argument.defaultValue() != null
                            || initial != null && !List.of().equals(initial) && !isEmpty(initial);
            if (argument instanceof OptionSpec option && takesValue && hasDefault) {
                assertThat(description).as("%s %s", name, option.longestName()).contains("default");
            }
        }
    }

    private static boolean isEmpty(Object value) {
        return value.toString().equals("{}") || value.toString().equals("[]");
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("there is an example that the command line takes, and every exit code")
    void examples(String name) {
        String help = spec(name).commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
        List<String> examples =
                Stream.of(spec(name).usageMessage().footer())
                        .filter(line -> line.startsWith("  bellwether "))
                        .map(line -> line.strip().replaceFirst("\\s{2,}.*", ""))
                        .filter(line -> !line.matches("bellwether (alice|bob) .*"))
                        .toList();
        assertThat(examples).as(name).anyMatch(example -> example.startsWith(name + " "));
        for (String example : examples) {
            // a placeholder stands for what a reader has
            List<String> words = DocumentedCommands.words(example);
            Bellwether.commandLine()
                    .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
        assertThat(help)
                .contains("Exit ")
                .containsPattern("(?m)^ +0 +\\S")
                .containsPattern("(?m)^ +64 +\\S");
    }

    @Test
    @DisplayName("no line of a help is longer than its width, so that a page of 100 breaks none")
    void width() {
        // a terminal's width is its own
        all(Bellwether.commandLine().setUsageHelpAutoWidth(false))
                .forEach(line ->
                        assertThat(line.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
                                .as(line.getCommandSpec().qualifiedName())
                                .allMatch(text -> text.length() <= 100));
    }
}

package io.bellwether.node.cli;

import static io.bellwether.node.cli.DocumentedCommandsTest.ofBellwether;
import static io.bellwether.node.cli.DocumentedCommandsTest.parse;
import static io.bellwether.node.cli.DocumentedCommandsTest.requireNamed;
import static io.bellwether.node.cli.DocumentedCommandsTest.requireValues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.node.cli.DocumentedCommands.Command;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** That {@link DocumentedCommandsTest} would notice. */
class DocumentedCommandsSelfTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

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

    @Test
    @DisplayName("a value that running text invents is found (self-test)")
    void inventedValue() {
        Command invented = new Command(Path.of("x.md"), 1, "bellwether bench delivery --seconds x");
        assertThatThrownBy(() -> requireValues(invented))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("--seconds");
    }

    @ParameterizedTest
    @CsvSource({
        "CONTRIBUTING.md, mvn verify -pl common/gf3 -am, gf3",
        "CONTRIBUTING.md, mvn verify -pl common/gf2 -an, -an",
        "CONTRIBUTING.md, mvn -q verify -Djnh=Correction, jnh",
        "deploy/monitoring/runbook.md, systemctl status bellwether-carol, bellwether-carol",
        "common/node/doc/dashboard.md, ssh -L 7201:127.0.0.1:7202 bob.example, ssh",
        "deploy/examples/two-hosts/README.md, sudo deploy/examples/two-hosts/walk.sh, walk.sh",
        "deploy/packaging/oci/Containerfile, buildah bud -f packaging/Containerfile, Containerfile",
        "README.md, psql bellwether, no check"
    })
    @DisplayName("a typing error in a command that no test runs is found (self-test)")
    void unrun(String page, String text, String named) {
        Command mistyped = new Command(Path.of(page), 1, text);
        assertThatThrownBy(() -> new UnrunCommand(ROOT, mistyped).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    @Test
    @DisplayName("a command that is not run and of which its page does not say so is found")
    void silent() {
        Command silent = new Command(Path.of("SECURITY.md"), 1, "mvn verify");
        assertThatThrownBy(() -> new UnrunCommand(ROOT, silent).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its page says so");
    }

    @Test
    @DisplayName("a test that does not read the command from its page does not count as running it")
    void unread() throws Exception {
        Command command = new Command(Path.of("SECURITY.md"), 1, "bellwether status");
        assertThat(new CommandCoverage("*", "QuickstartIT", "").objection(ROOT, command))
                .hasValueSatisfying(why -> assertThat(why).contains("does not read"));
        assertThat(new CommandCoverage("*", "NoSuchTest", "").objection(ROOT, command))
                .contains("no test NoSuchTest");
        Command build = new Command(Path.of("README.md"), 1, "mvn verifi");
        assertThat(new CommandCoverage("*", ".ci/run", "").objection(ROOT, build))
                .contains(".ci/run has no verifi");
    }
}

package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class InitCommandTest {
    @TempDir Path parent;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @DisplayName("init DIR writes the pair, lists the files and exits with 0")
    void writes() {
        assertThat(run(folder(), "--pool-bits", "65536")).isZero();
        assertThat(out.toString())
                .contains("alice/bellwether.yml", "bob/authentication.pool", "saes/app-bob.key");
        assertThat(err.toString()).isEmpty();
        assertThat(Path.of(folder(), "authorities", "sae.key")).exists();
    }

    @Test
    @DisplayName("init --json prints one JSON object with every file")
    void json() {
        assertThat(run(folder(), "--pool-bits", "65536", "--json", "--sae", "x=bob")).isZero();
        // JSON is YAML, and the configuration's parser is at hand.
        Map<String, Object> printed =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(out.toString());
        assertThat(printed).containsEntry("folder", folder());
        assertThat((List<?>) printed.get("files"))
                .anySatisfy(file ->
                        assertThat(file)
                                .hasToString(
                                        "{path=saes/x.key, purpose=its private key,"
                                                + " secret=true}"));
    }

    @Test
    @DisplayName("init into a folder with a file in it names the file and exits with 64")
    void inTheWay() throws Exception {
        Files.createDirectories(Path.of(folder()));
        Files.createFile(Path.of(folder(), "important"));
        assertThat(run(folder())).isEqualTo(64);
        assertThat(err.toString()).contains("important").contains("nothing was written");
    }

    @Test
    @DisplayName("Wrong usage exits with 64 and says what is wrong")
    void wrongUsage() {
        assertThat(run()).isEqualTo(64);
        assertThat(err.toString()).contains("DIR");
        assertThat(run(folder(), "--pool-bits", "7")).isEqualTo(64);
        assertThat(err.toString()).contains("poolBits: 7");
        assertThat(run(folder(), "--sae", "x=carol")).isEqualTo(64);
        assertThat(err.toString()).contains("limit alice or bob");
        assertThat(run(folder(), "--set", "protocol.blockRounds=1")).isEqualTo(64);
        assertThat(err.toString()).contains("protocol.blockRounds: 1; limit");
        assertThat(run(folder(), "--set", "blocks=1")).isEqualTo(64);
        assertThat(Path.of(folder())).doesNotExist();
    }

    @Test
    @DisplayName("init --help teaches: what is made, where it goes, what the exit status means")
    void help() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("DIR/alice, DIR/bob", "Example", "--pool-bits", "Exit status", "64");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    }

    private String folder() {
        return parent.resolve("pair").toString();
    }

    private int run(String... arguments) {
        return new CommandLine(new InitCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}

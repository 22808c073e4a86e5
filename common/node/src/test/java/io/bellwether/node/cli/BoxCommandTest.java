package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.node.ExitCode;
import io.bellwether.node.status.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class BoxCommandTest {
    @TempDir private Path directory;

    private record Run(int exitCode, String out, String error) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        var line = Bellwether.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
        return new Run(line.execute(arguments), out.toString(), error.toString());
    }

    @Test
    @DisplayName("--list names every model with its parameters and its known answer")
    void list() {
        String out = run("box", "--list").out();
        assertThat(out).contains(BoxModel.NAMES);
        assertThat(out).contains("length-km=1", "S = 2 sqrt2 v", "sin^2(pi/4M)");
        for (String name : SourceCatalogue.adversarialNames()) {
            assertThat(out).contains("  " + name + " [adversarial]");
        }
        assertThat(out)
                .contains("  convex-mixture [adversarial] share=0.08")
                .doesNotContain("depolarised [adversarial]");
    }

    @Test
    @DisplayName("--trial compares formula, matrices and sample of a model, as JSON with the seed")
    void trial() throws IOException {
        Run run =
                run(
                        "box",
                        "--trial",
                        "chained",
                        "settings=3",
                        "--rounds",
                        "200000",
                        "--seed",
                        "4",
                        "--json");
        assertThat(run.exitCode()).as(run.error()).isZero();
        JsonNode rows = Json.MAPPER.readTree(run.out());
        assertThat(rows).hasSize(2);
        JsonNode lost = rows.get(0);
        assertThat(lost.get("score").asText()).isEqualTo("W");
        double sine = Math.sin(Math.PI / 12);
        assertThat(lost.get("formula").asDouble())
                .isCloseTo(0.99 * sine * sine + 0.005, within(1e-12));
        assertThat(lost.get("sampled").asDouble())
                .isCloseTo(lost.get("formula").asDouble(), within(0.01));
        assertThat(lost.at("/parameters/settings").asText()).isEqualTo("3");
        assertThat(lost.get("roundsPerSecond").asDouble()).isPositive();
    }

    @Test
    @DisplayName("--record writes what analyse reads: S and Q of the model, and no signal")
    void record() throws IOException {
        Run run =
                run(
                        "box",
                        "--model",
                        "depolarised",
                        "visibility=0.9",
                        "--record",
                        directory.toString(),
                        "--rounds",
                        "300000",
                        "--seed",
                        "9");
        assertThat(run.exitCode()).as(run.error()).isZero();
        JsonNode found =
                Json.MAPPER.readTree(run("analyse", directory.toString(), "--json").out()).get(0);
        // 200,000 test rounds: seven standard errors
        assertThat(found.at("/chsh/value").asDouble()).isCloseTo(2.5456, within(0.025));
        assertThat(found.at("/qber/value").asDouble()).isCloseTo(0.05, within(0.005));
        assertThat(found.at("/noSignalling/pValue").asDouble()).isGreaterThan(1e-9);
        assertThat(found.get("localPValue").asDouble()).isLessThan(1e-100);
        assertThat(run("box", "--record", directory.toString()).error()).contains("exists already");
    }

    @Test
    @DisplayName("what cannot be is refused with field, value and limit")
    void refused() throws IOException {
        Run adversary = run("box", "--trial", "signalling");
        assertThat(adversary.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(adversary.error()).contains("signalling is adversarial and no physics");
        assertThat(run("box", "--model", "memory", "share=1").error())
                .contains("box model memory: unknown parameter share; it has none");
        assertThat(run("box", "--model", "telepathy").error())
                .contains("box model: telepathy; one of oxford2022")
                .contains("super-quantum");
        Run model = run("box", "--trial", "perfect");
        assertThat(model.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(model.error()).contains("box model: perfect; one of oxford2022");
        assertThat(run("box", "--trial", "local", "--rounds", "10").error())
                .contains("--rounds: 10; a trial needs 10000 or more");
        assertThat(run("box", "--model", "chained", "--record", directory.toString()).error())
                .contains("box model chained: 4 and 5 settings, 2 outcomes; a record has 2 and 3");
        Path file = Files.writeString(directory.resolve("box.yml"), "modl: fibre\n");
        Run configuration = run("box", "--configuration", file.toString());
        assertThat(configuration.exitCode()).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(configuration.error()).contains("did you mean model?");
    }
}

package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.bellwether.node.ExitCode;
import io.bellwether.node.simulation.PlantedBug;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Bellwether.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    @DisplayName("a few seeds end without a violation, as JSON")
    void seeds() throws Exception {
        assertThat(run("simulate", "--seeds", "4", "--first-seed", "100", "--json")).isZero();
        assertThat(json().get("seeds").asLong()).isEqualTo(4);
        assertThat(json().get("violations").asLong()).isZero();
        assertThat(json().get("firstFailingSeed").isNull()).isTrue();
    }

    @Test
    @DisplayName("a planted bug is found, the seed is named and its replay ends with the violation")
    void planted() throws Exception {
        String bug = PlantedBug.DELIVER_BEFORE_ANSWER.id();
        assertThat(run("simulate", "--plant", bug, "--seeds", "200", "--json")).isZero();
        String seed = json().get("firstFailingSeed").asText();
        out.getBuffer().setLength(0);

        assertThat(run("simulate", "--plant", bug, "--replay", seed))
                .isEqualTo(ExitCode.FAILED.code());
        assertThat(out.toString()).contains("VIOLATED: ");
        out.getBuffer().setLength(0);

        assertThat(run("simulate", "--plant", bug, "--replay", seed, "--json"))
                .isEqualTo(ExitCode.FAILED.code());
        assertThat(json().get("seed").asText()).isEqualTo(seed);
        assertThat(json().get("planted").asText()).isEqualTo(bug);
        assertThat(json().get("events").isEmpty()).isFalse();
        assertThat(json().get("violation").asText()).isNotEmpty();
    }

    @Test
    @DisplayName("one seed with every bug planted in turn says which of them break it, as JSON")
    void allPlantedReplayed() throws Exception {
        assertThat(run("simulate", "--plant", "all", "--replay", "3", "--json")).isZero();
        assertThat(json().get("seed").asLong()).isEqualTo(3);
        assertThat(json().size()).isEqualTo(1 + PlantedBug.values().length);
    }

    @Test
    @DisplayName("the bugs are listed with their names, ten or more of them")
    void bugs() throws Exception {
        assertThat(run("simulate", "--list-bugs", "--json")).isZero();
        assertThat(json().size()).isGreaterThanOrEqualTo(10);
        assertThat(json().has("deliver-before-answer")).isTrue();
    }

    @Test
    @DisplayName("an unknown bug and a number of seeds out of range are refused by name and limit")
    void refused() {
        assertThat(run("simulate", "--plant", "gremlin")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("simulate", "--seeds", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(errors.toString())
                .contains("--plant: no bug gremlin; --list-bugs shows them")
                .contains("--seeds: 0; limit 1 to 1000000000000");
    }
}

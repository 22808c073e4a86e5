package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Predicted against measured; seeded. */
class SweepCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SweepCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    @DisplayName("the chained protocol: honest and super-quantum keys and aborts are as predicted")
    void chained() throws Exception {
        assertThat(run("--only", "chained", "--blocks", "1", "--json")).isZero();

        JsonNode cells = new ObjectMapper().readTree(out.toString()).get("cells");
        assertThat(cells).hasSize(5);
        assertThat(cells).allMatch(cell -> cell.get("holds").asBoolean());
        assertThat(cells.get(0).get("measuredKeyBits").asLong()).isPositive();
        assertThat(cells.get(1).get("measuredAborts").asInt()).isEqualTo(1);
        assertThat(cells.get(2).get("measuredKeyBits").asLong())
                .isGreaterThan(cells.get(0).get("measuredKeyBits").asLong());
        assertThat(cells.get(3).get("measuredAborts").asInt()).isEqualTo(1);
        assertThat(cells.get(4).get("reason").asText()).isEqualTo("MODEL_VIOLATED");
    }

    @Test
    @DisplayName("uncertified protocols: lengths of forgotten keys and aborts are as predicted")
    void uncertified() throws Exception {
        for (String name : new String[] {"asymmetric", "two key bases", "d-outcome"}) {
            out.getBuffer().setLength(0);
            assertThat(run("--only", name, "--blocks", "1", "--json")).as(name).isZero();

            JsonNode cells = new ObjectMapper().readTree(out.toString()).get("cells");
            assertThat(cells).as(name).allMatch(cell -> cell.get("holds").asBoolean());
            assertThat(cells.get(0).get("measuredKeyBits").asLong()).as(name).isPositive();
            assertThat(cells.get(1).get("measuredAborts").asInt()).as(name).isEqualTo(1);
            assertThat(cells.get(2).get("reason").asText()).as(name).isEqualTo("MODEL_VIOLATED");
        }
    }

    @Test
    @DisplayName("a name that no cell has and a number of blocks below 1 are refused")
    void badInput() {
        assertThat(run("--only", "telepathy")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--only: telepathy; no cell is called so");
        assertThat(run("--blocks", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--blocks: 0; limit 1 to 10000");
    }
}

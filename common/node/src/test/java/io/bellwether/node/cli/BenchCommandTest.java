package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.status.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A small run of each benchmark: that it measures, not how fast. */
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private JsonNode answer(String... arguments) throws Exception {
        assertThat(run(arguments)).as("%s", err).isZero();
        return Json.MAPPER.readTree(out.toString());
    }

    @Test
    @DisplayName("correction gives efficiency above its limit, failures and their bound")
    void correction() throws Exception {
        JsonNode answer =
                answer(
                        "correction",
                        "--bits=20000",
                        "--qber=0.03",
                        "--frames=4",
                        "--seed=7",
                        "--json");

        assertThat(answer.get("efficiency").asDouble())
                .isGreaterThan(answer.get("limitEfficiency").asDouble());
        assertThat(answer.get("failures").asInt()).isZero();
        assertThat(answer.get("wrong").asInt()).isZero();
        // No failure in four frames is seen once in twenty at 1 - 0.05^(1/4).
        assertThat(answer.get("failureBound95").asDouble()).isBetween(0.5271, 0.5272);
        assertThat(answer.get("seed").asLong()).isEqualTo(7);
    }

    @Test
    @DisplayName("correction takes several kinds of rounds, and refuses fractions short of a whole")
    void severalClasses() throws Exception {
        String noise = "0.9:0.02,0.1:0.16";
        JsonNode answer =
                answer(
                        "correction",
                        "--bits=20000",
                        "--noise=" + noise,
                        "--frames=2",
                        "--seed=7",
                        "--json");

        assertThat(answer.get("noise").asText()).isEqualTo(noise);
        assertThat(answer.get("failures").asInt()).isZero();
        for (String wrong : new String[] {"0.9:0.02", "0.9", "1:x", "", "2:0.1,-1:0.1"}) {
            assertThat(run("correction", "--noise=" + wrong)).isNotZero();
            assertThat(err.toString()).contains("--noise: " + wrong + "; limit fraction:flip,...");
        }
    }

    @Test
    @DisplayName("verification gives its failure bound and a speed")
    void verification() throws Exception {
        JsonNode answer = answer("verification", "--bits=100000", "--seconds=0.02", "--json");

        assertThat(answer.get("failureBound").asDouble()).isBetween(0x1p-64, 0x1.001p-64);
        assertThat(answer.get("gigabytesPerSecond").asDouble()).isPositive();
    }

    @Test
    @DisplayName("amplification says what it was compared with")
    void amplification() throws Exception {
        JsonNode answer =
                answer("amplification", "--bits=50000", "--seconds=0.02", "--all-cores", "--json");

        assertThat(answer.get("rows").asLong()).isEqualTo(25_000);
        assertThat(answer.get("workers").asInt()).isPositive();
        assertThat(answer.get("gf2x").asText()).isNotBlank();
        assertThat(answer.has("timesFaster"))
                .isEqualTo(!answer.get("gf2x").asText().equals("not installed"));
    }

    @Test
    @DisplayName("delivery answers every request of every method, and measures a limit beside")
    void delivery() throws Exception {
        JsonNode answer = answer("delivery", "--seconds=0.1", "--connections=2", "--json");

        for (String method : new String[] {"limit", "status", "encKeys", "decKeys"}) {
            JsonNode measured = answer.get(method);
            assertThat(measured.get("errors").asLong()).as(method).isZero();
            assertThat(measured.get("requestsPerSecond").asDouble()).as(method).isPositive();
            assertThat(measured.get("p99MillisAtHalfLoad").asDouble()).as(method).isPositive();
        }
        assertThat(answer.get("limit").get("ofLimit").asDouble()).isOne();
    }

    @Test
    @DisplayName("a value beyond its limit is refused by name")
    void refused() {
        assertThat(run("correction", "--qber=0.5")).isNotZero();
        assertThat(err.toString()).contains("--qber: 0.5; limit above 0, below 0.5");
    }

    @Test
    @DisplayName("front ends without a database, with another one, or too many are refused by name")
    void frontEndsRefused() {
        assertThat(run("delivery", "--front-ends=1,2")).isNotZero();
        assertThat(err.toString()).contains("--database: missing; limit the URL of a PostgreSQL");
        assertThat(run("delivery", "--front-ends=1,17", "--database=jdbc:postgresql://h/d"))
                .isNotZero();
        assertThat(err.toString()).contains("--front-ends: [1, 17]; limit 1 to 16 each");
    }
}

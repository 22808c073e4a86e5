package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adversaries against real daemons, through the launcher; the others have tests of their own. */
class AttackIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "local, aborted",
        "super-quantum, aborted",
        "convex-mixture, bounded",
        "memory, refused",
        "tamper, aborted",
        "torn-write, survived"
    })
    @DisplayName("an attack ends with the expected verdict, as JSON with the evidence")
    void expectedVerdict(String name, String verdict) throws Exception {
        Launcher.Result result = Launcher.run("attack", name, "--json", "--seed", "20261125");

        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("name").asText()).isEqualTo(name);
        assertThat(report.get("verdict").asText()).isEqualTo(verdict);
        assertThat(report.get("expected").asText()).isEqualTo(verdict);
        assertThat(report.get("evidence").isEmpty()).isFalse();
    }

    @Test
    @DisplayName("self-test: honest boxes under the name of an attack end with exit code 70")
    void honestBoxesAreNoticed() throws Exception {
        Launcher.Result result = Launcher.run("attack", "local", "--json", "--honest-boxes");

        assertThat(result.exitCode()).isEqualTo(70);
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("delivered");
        assertThat(report.get("expected").asText()).isEqualTo("aborted");
    }

    @Test
    @DisplayName("an attack that does not exist is refused with the ones there are")
    void unknown() throws Exception {
        Launcher.Result result = Launcher.run("attack", "telepathy");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errors()).contains("attack: telepathy; limit all, or one of: local, ");
    }
}

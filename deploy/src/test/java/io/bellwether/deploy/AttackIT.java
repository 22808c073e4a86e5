package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Adversaries against real daemons, through the launcher; the others have tests of their own. */
class AttackIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "'local super-quantum convex-mixture', 'aborted aborted bounded'",
        "'tamper delay cut flood kill torn-write', 'aborted survived survived survived survived"
                + " survived'",
        "'memory man-in-the-middle disk-full timing', 'refused refused survived bounded'"
    })
    @DisplayName("attacks end with the expected verdicts, as JSON with the evidence")
    void expectedVerdicts(String names, String verdicts) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("attack"));
        arguments.addAll(List.of(names.split(" ")));
        arguments.addAll(List.of("--json", "--seed", "20261125"));
        Launcher.Result result = Launcher.runFor(10, arguments.toArray(String[]::new));

        System.out.println(result.output());
        assertThat(result.exitCode()).as(result.errors() + result.output()).isZero();
        JsonNode table = JSON.readTree(result.output());
        assertThat(table.findValuesAsText("name")).containsExactly(names.split(" "));
        assertThat(table.findValuesAsText("verdict")).containsExactly(verdicts.split(" "));
        assertThat(table.findValuesAsText("expected")).containsExactly(verdicts.split(" "));
        for (JsonNode report : table) {
            assertThat(report.get("evidence").isEmpty()).isFalse();
        }
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

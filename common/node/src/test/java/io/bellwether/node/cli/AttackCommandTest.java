package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.attack.Attack;
import io.bellwether.node.attack.AttackReport;
import io.bellwether.node.attack.Attacks;
import io.bellwether.node.attack.Verdict;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

class AttackCommandTest {
    private record Run(int exitCode, String out, String error) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        var line = Bellwether.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
        return new Run(line.execute(arguments), out.toString(), error.toString());
    }

    private static AttackReport report(Attack attack, Verdict verdict) {
        return new AttackReport(
                attack.name(),
                verdict,
                attack.expected(),
                attack.summary(),
                "seen",
                Map.of("keys", 3),
                1.5);
    }

    private static AttackTable everyVerdictExpected() {
        return new AttackTable(
                Attacks.all().stream().map(attack -> report(attack, attack.expected())).toList());
    }

    @Test
    @DisplayName("all as expected, those that break an assumption included: exit code 0")
    void asExpected() {
        AttackTable table = everyVerdictExpected();

        assertThat(table.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(table.text().lines()).hasSameSizeAs(Attacks.all());
        assertThat(table.text()).doesNotContain("EXPECTED");
    }

    @Test
    @DisplayName("a single verdict that is not the expected one, better or worse: exit code 70")
    void oneIsNot() {
        for (int i = 0; i < Attacks.all().size(); i++) {
            var reports = new java.util.ArrayList<>(everyVerdictExpected().reports());
            reports.set(i, report(Attacks.all().get(i), Verdict.STUCK));
            var table = new AttackTable(List.copyOf(reports));

            assertThat(table.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(table.text()).containsOnlyOnce("EXPECTED " + reports.get(i).expected());
        }
    }

    @Test
    @DisplayName("the JSON table has name, verdict, expected and evidence of each")
    void json() {
        JsonNode table = everyVerdictExpected().json();

        assertThat(table).hasSameSizeAs(Attacks.all());
        assertThat(table.get(0).get("name").asText()).isEqualTo("local");
        assertThat(table.get(0).get("verdict").asText()).isEqualTo("aborted");
        assertThat(table.get(0).get("expected").asText()).isEqualTo("aborted");
        assertThat(table.get(0).at("/evidence/keys").asInt()).isEqualTo(3);
        assertThat(table.get(0).get("seconds").asDouble()).isEqualTo(1.5);
    }

    @Test
    @DisplayName("--list names every attack; one that does not exist is refused before any begins")
    void names() {
        Run list = run("attack", "--list");
        assertThat(list.exitCode()).isZero();
        Attacks.all().forEach(attack -> assertThat(list.out()).contains(attack.name() + " "));
        Run unknown = run("attack", "local", "telepathy");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.error()).contains("attack: telepathy; limit all, or one of: local, ");
        assertThat(run("attack").error()).contains("which attack? all, or one of: local");
    }
}

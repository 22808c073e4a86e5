package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Adversaries against real daemons, through the launcher; the others have tests of their own. */
class AttackIT {
    private static final Page README = new Page("README.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "1, super-quantum convex-mixture, aborted aborted bounded",
        "2, tamper flood torn-write, survived survived survived aborted survived survived",
        ", memory man-in-the-middle disk-full, refused refused survived"
    })
    @DisplayName("attacks end with the expected verdicts, as JSON with the evidence")
    void expectedVerdicts(Integer documented, String further, String verdicts) throws Exception {
        List<String> arguments =
                new ArrayList<>(documented == null ? List.of("attack") : attack(documented));
        arguments.addAll(List.of(further.split(" ")));
        List<String> names = List.copyOf(arguments.subList(1, arguments.size()));
        arguments.addAll(List.of("--json", "--seed", "20261125"));
        Launcher.Result result = Launcher.runFor(10, arguments.toArray(String[]::new));

        System.out.println(result.output());
        assertThat(result.exitCode()).as(result.errors() + result.output()).isZero();
        JsonNode table = JSON.readTree(result.output());
        assertThat(table.findValuesAsText("name")).isEqualTo(names);
        assertThat(table.findValuesAsText("verdict")).containsExactly(verdicts.split(" "));
        assertThat(table.findValuesAsText("expected")).containsExactly(verdicts.split(" "));
        for (JsonNode report : table) {
            assertThat(report.get("evidence").isEmpty()).isFalse();
        }
    }

    /** The attacks of the README's block: the command in this place, the list being the first. */
    private static List<String> attack(int place) throws IOException {
        List<String> commands =
                README.commands().stream()
                        .filter(text -> text.startsWith("bellwether attack "))
                        .map(text -> text.substring("bellwether ".length()))
                        .toList();
        return List.of(commands.get(place).split(" "));
    }

    @Test
    @DisplayName("self-test: honest boxes under the name of an attack end with exit code 70")
    void honestBoxesAreNoticed() throws Exception {
        List<String> arguments = new ArrayList<>(README.words("attack local --honest-boxes"));
        arguments.add("--json");
        Launcher.Result result = Launcher.run(arguments.toArray(String[]::new));

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

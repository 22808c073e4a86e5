package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The README's first command, as processes, with the published experiment's parameters. */
class QuickstartIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Page README = new Page("README.md");
    private static final Page CODE = new Page("deploy/doc/one-block-code.md");

    @TempDir Path folder;

    private static Launcher.Result run(List<String> documented, String... further)
            throws Exception {
        List<String> arguments = new ArrayList<>(documented);
        arguments.addAll(List.of(further));
        return Launcher.run(arguments.toArray(String[]::new));
    }

    @Test
    @DisplayName(
            "the README's first command goes on until it is stopped; the curl commands that it"
                    + " prints fetch a key at one end and the same at the other")
    void untilStopped() throws Exception {
        Path log = folder.resolve("log");
        String command = README.commands().getFirst().replaceFirst("^deploy/bin/", "");
        Process quickstart = new Shell(folder).start(command, log);
        try {
            await().atMost(Duration.ofMinutes(3))
                    .until(() ->
                            !quickstart.isAlive()
                                    || Files.readString(log).contains("until Ctrl-C"));
            List<String> curl =
                    Files.readString(log)
                            .lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("curl "))
                            .toList();
            assertThat(curl).as(Files.readString(log)).hasSize(2);
            Shell shell = new Shell(folder);
            String key = shell.run(curl.getFirst() + " --silent").output();
            String id = JSON.readTree(key).at("/keys/0/key_ID").asText();
            assertThat(shell.run(curl.getLast().replace("KEY_ID", id) + " --silent"))
                    .isEqualTo(new Shell.Result(0, key));
        } finally {
            Shell.stop(quickstart);
        }
        assertThat(quickstart.isAlive()).isFalse();
    }

    @Test
    @DisplayName(
            "quickstart --once --json makes a key at the published point and fetches the same one"
                    + " at both ends")
    void honestRunDeliversTheSameKeyAtBothEnds() throws Exception {
        Launcher.Result result = run(CODE.words("quickstart"));
        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("key");
        assertThat(report.get("rounds").asLong()).isEqualTo(1_500_000);
        // About 76,000 test rounds: S has a standard error of 0.011; seven of them.
        assertThat(report.get("chsh").asDouble()).isCloseTo(2.677, within(0.075));
        assertThat(report.get("qber").asDouble()).isCloseTo(0.0144, within(0.0007));
        // The published 95,884 bits, plus what better error correction and two-universal hashing
        // save.
        assertThat(report.get("keyBits").asLong()).isBetween(95_884L, 160_000L);
        assertThat(report.get("alice")).isEqualTo(report.get("bob"));
        JsonNode key = report.at("/alice/keys/0");
        assertThat(Base64.getDecoder().decode(key.get("key").asText())).hasSize(32);
        assertThat(key.get("key_ID").asText()).matches("[0-9a-f-]{36}");
    }

    @Test
    @DisplayName("quickstart --attack local ends in a clean abort with S = 2.00 and no key")
    void localBoxGivesNoKey() throws Exception {
        Launcher.Result result = run(README.words("quickstart --once --attack"), "--json");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("aborted");
        assertThat(report.get("keyBits").asLong()).isZero();
        assertThat(report.get("chsh").asDouble()).isCloseTo(2.0, within(0.05));
        assertThat(report.get("reason").asText()).contains("TOO_MANY_LOST_ROUNDS");
        assertThat(report.has("alice")).isFalse();
    }

    @Test
    @DisplayName(
            "the recorded Delft 2015 experiment ends in a clean abort with S = 2.42 and a reason")
    void delftRecordGivesNoKey() throws Exception {
        List<String> command = new ArrayList<>(README.words("quickstart --once --recorded"));
        // from the root of the source tree
        command.replaceAll(word -> word.startsWith("deploy/") ? "../" + word : word);
        Launcher.Result result = run(command, "--json");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("aborted");
        assertThat(report.get("rounds").asLong()).isEqualTo(245);
        assertThat(report.get("chsh").asDouble()).isCloseTo(2.4225, within(0.0001));
        assertThat(report.get("reason").asText()).contains("245 of 245 recorded rounds");
    }

    @Test
    @DisplayName("an attack that does not exist is refused with the ones there are")
    void unknownAttackIsRefused() throws Exception {
        Launcher.Result result = Launcher.run("quickstart", "--attack", "telepathy");
        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errors()).contains("--attack: telepathy; limit one of: local");
    }
}

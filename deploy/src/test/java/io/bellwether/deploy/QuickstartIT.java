package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Base64;

/** The README's first command, as processes, with the published experiment's parameters. */
class QuickstartIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName(
            "quickstart --once --json makes a key at the published point and fetches the same one"
                    + " at both ends")
    void honestRunDeliversTheSameKeyAtBothEnds() throws Exception {
        Launcher.Result result = Launcher.run("quickstart", "--once", "--json");
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
        Launcher.Result result =
                Launcher.run("quickstart", "--once", "--attack", "local", "--json");
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
        Path records =
                Path.of(System.getProperty("bellwether.application"), "examples", "delft2015");
        Launcher.Result result =
                Launcher.run("quickstart", "--once", "--json", "--recorded", records.toString());
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

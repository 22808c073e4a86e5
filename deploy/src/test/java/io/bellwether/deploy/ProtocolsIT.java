package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every preset of another protocol through two daemons, and their keys at both ends. */
class ProtocolsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "chsh-asymmetric, s, RATE-CHSH-ASYMMETRIC",
        "chsh-two-bases, S, RATE-TWO-BASES",
        "d-outcome, B_d, RATE-SELF-TEST",
        "d-outcome-64, B_d, RATE-SELF-TEST"
    })
    @DisplayName("an uncertified preset ends with a fingerprint and without a key at either end")
    void uncertified(String protocol, String score, String claim) throws Exception {
        Launcher.Result result =
                Launcher.run(
                        "quickstart",
                        "--once",
                        "--json",
                        "--protocol",
                        protocol,
                        "--rounds",
                        "300000",
                        "--seed",
                        "20251121");

        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("laboratory");
        assertThat(report.get("reason").asText())
                .startsWith("UNCERTIFIED")
                .contains(claim)
                .containsPattern("fingerprint [0-9a-f]{32}");
        assertThat(report.at("/score/name").asText()).isEqualTo(score);
        assertThat(report.get("keyBits").asLong()).isZero();
        assertThat(report.has("alice")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "chained, 1000000, KEYLEN-NOSIGNAL, W, 2",
        "chsh-variable, 300000, KEYLEN-RENYI-VARIABLE, S, 2",
        "chsh-noisy, 600000, KEYLEN-RENYI-VARIABLE, S, 2",
        // accepted blocks have at least a fifth of the expected key
        "chsh-no-click, 20000000, KEYLEN-RENYI-VARIABLE, S, 5",
        "chsh-independent, 600000, KEYLEN-RENYI-VARIABLE, S, 2",
        "chsh-redundant, 1000000, KEYLEN-RENYI, S, 2"
    })
    @DisplayName("a preset makes a key of about the predicted length, the same at both ends")
    void makesKey(String protocol, String rounds, String theorem, String score, int factor)
            throws Exception {
        Launcher.Result result =
                Launcher.run(
                        "quickstart",
                        "--once",
                        "--json",
                        "--protocol",
                        protocol,
                        "--rounds",
                        rounds,
                        "--seed",
                        "20251121");

        assertThat(result.exitCode()).as(result.errors()).isZero();
        JsonNode report = JSON.readTree(result.output());
        assertThat(report.get("verdict").asText()).isEqualTo("key");
        assertThat(report.get("theorem").asText()).isEqualTo(theorem);
        assertThat(report.at("/score/name").asText()).isEqualTo(score);
        long predicted = report.at("/keyBitsByTheorem/" + theorem).asLong();
        assertThat(report.get("keyBits").asLong())
                .isBetween(predicted / factor, factor * predicted);
        assertThat(report.get("alice")).isEqualTo(report.get("bob"));
    }
}

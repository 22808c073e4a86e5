package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.status.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

class AnalyseCommandTest {
    private static final Path DELFT = Path.of("../../deploy/examples/delft2015");
    private static final Path DATA = Path.of("src/test/resources/bell");

    @TempDir private Path directory;

    private record Run(int exitCode, String out, String error) {
        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(out);
        }
    }

    private static Run run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        var line = Bellwether.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
        List<String> arguments = new java.util.ArrayList<>(List.of("analyse"));
        for (Object word : words) {
            arguments.add(word.toString());
        }
        return new Run(
                line.execute(arguments.toArray(String[]::new)), out.toString(), error.toString());
    }

    @Test
    @DisplayName("Delft 2015: n = 245, 196 wins, S = 2.4225 +- 0.2038, p = 0.039, no key")
    void delft2015() throws IOException {
        for (Path source : List.of(DELFT, DELFT.resolve("published-counts.csv"))) {
            Run run = run(source, "--json");
            assertThat(run.exitCode()).isZero();
            JsonNode delft = run.json().get(0);
            assertThat(delft.get("testRounds").asLong()).isEqualTo(245);
            assertThat(delft.get("wins").asLong()).isEqualTo(196);
            assertThat(delft.at("/chsh/value").asDouble()).isCloseTo(2.4225, within(5e-5));
            assertThat(delft.at("/chsh/standardError").asDouble()).isCloseTo(0.2038, within(5e-5));
            assertThat(delft.get("localPValue").asDouble()).isCloseTo(0.039, within(5e-4));
            assertThat(delft.get("keyBits").asLong()).isZero();
            assertThat(delft.get("reason").asText()).startsWith("none: no key rounds");
            assertThat(delft.get("qber").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("Delft 2016: both Bell states together give n = 300, 237 wins, p = 0.061")
    void delft2016() throws IOException {
        JsonNode runs = run(DATA.resolve("delft_published_counts.csv"), "--json").json();
        assertThat(runs).hasSize(4);
        JsonNode both = runs.get(3);
        assertThat(both.get("name").asText()).isEqualTo("hensen2016, all states");
        assertThat(both.get("testRounds").asLong()).isEqualTo(300);
        assertThat(both.get("wins").asLong()).isEqualTo(237);
        // Hensen et al., Sci. Rep. 6, 30289 (2016): "P-value of 0.061"
        assertThat(both.get("localPValue").asDouble()).isCloseTo(0.061, within(1e-3));
        assertThat(runs.get(2).get("inverted").asText()).isEqualTo("a1");
    }

    @Test
    @DisplayName("ETH 2023: S = 2.0747 +- 0.0033 from 2^20 trials, p below 1e-100, no key")
    void eth2023() throws IOException {
        JsonNode eth =
                run(DATA.resolve("eth2023_published_correlators.csv"), "--json").json().get(0);
        assertThat(eth.at("/chsh/value").asDouble()).isCloseTo(2.07472, within(1e-4));
        assertThat(eth.at("/chsh/standardError").asDouble()).isCloseTo(0.003339, within(1e-5));
        assertThat(eth.get("testRounds").asLong()).isEqualTo(1_048_576);
        assertThat(eth.get("inverted").asText()).isEqualTo("b1");
        assertThat(eth.get("localPValue").asDouble()).isBetween(1e-115, 1e-100);
    }

    @Test
    @DisplayName("text and binary records of one run give the same answer, and a picture")
    void binaryAndPicture() throws IOException {
        Path compact = directory.resolve("compact");
        Path picture = directory.resolve("s.svg");
        Run text = run(DELFT, "--to-binary", compact, "--plot", picture, "--json");
        assertThat(text.exitCode()).as(text.error()).isZero();
        JsonNode fromText = text.json().get(0);
        JsonNode fromBinary = run(compact, "--json").json().get(0);
        ((com.fasterxml.jackson.databind.node.ObjectNode) fromText).remove("name");
        ((com.fasterxml.jackson.databind.node.ObjectNode) fromBinary).remove("name");
        assertThat(fromBinary).isEqualTo(fromText);
        assertThat(picture).content().contains("<svg", "local bound 2", "polyline", "</svg>");
        Path bitmap = directory.resolve("s.png");
        assertThat(run(compact, "--plot", bitmap).exitCode()).isZero();
        assertThat(ImageIO.read(bitmap.toFile()).getWidth()).isEqualTo(880);
    }

    @Test
    @DisplayName("losses count as outcomes, key rounds give the QBER, a signal is noticed")
    void fullRecord() throws IOException {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder alice = new StringBuilder("round,setting,outcome\n");
        StringBuilder bob = new StringBuilder("round,setting,outcome\n");
        for (int i = 0; i < 4_000; i++) {
            int x = random.nextInt(2);
            int y = random.nextInt(3);
            x = y == 2 ? 0 : x;
            int a = random.nextInt(20) == 0 ? 2 : 0;
            // Bob's outcome tells Alice's setting at y = 1
            int b = y == 1 ? x : 0;
            alice.append(i).append(',').append(x).append(',').append(a).append('\n');
            bob.append(i).append(',').append(y).append(',').append(b).append('\n');
        }
        Path aliceFile = Files.writeString(directory.resolve("alice.csv"), alice);
        Path bobFile = Files.writeString(directory.resolve("bob.csv"), bob);
        JsonNode found = run(aliceFile, bobFile, "--loss-outcome", 1, "--json").json().get(0);
        assertThat(found.get("aliceLostSignals").asLong())
                .as("seed %d", seed)
                .isBetween(100L, 300L);
        assertThat(found.at("/qber/value").asDouble()).isBetween(0.02, 0.09);
        assertThat(found.at("/noSignalling/pValue").asDouble()).isLessThan(1e-100);
        assertThat(found.at("/noSignalling/pValueWithMemory").asDouble()).isLessThan(1e-100);
        String words = run(aliceFile, bobFile).out();
        assertThat(words).contains("signalling", "QBER", "stopped at any time");
    }

    @Test
    @DisplayName("records that do not belong together, damaged ones and bad options are refused")
    void refused() throws IOException {
        Path one =
                Files.writeString(directory.resolve("one.csv"), "round,setting,outcome\n0,0,0\n");
        Path two =
                Files.writeString(
                        directory.resolve("two.csv"), "round,setting,outcome\n0,0,0\n1,0,0\n");
        Path skipped =
                Files.writeString(
                        directory.resolve("skipped.csv"),
                        "round,setting,outcome,herald\n0,,,0\n1,0,0,1\n");
        assertRefused(run(one, two), "has 1 rounds that count");
        assertRefused(run(one, skipped), "the heralds disagree");
        assertRefused(run(one), "the other side's has to follow");
        assertRefused(run(one, one, "--invert", "b2"), "--invert: b2; a0, a1, b0 or b1");
        assertRefused(run(DELFT, "--plot", "s.pdf"), "--plot: s.pdf; .svg or .png");
        assertRefused(run(one, one, "--loss-outcome", "2"), "--loss-outcome: 2; 0 or 1");
        assertRefused(run(DELFT, "--setting-bias", "0.5"), "--setting-bias: 0.5; in [0, 0.5)");
        assertRefused(run(directory.resolve("none.csv"), one), "no such file");
        Path counts =
                Files.writeString(
                        directory.resolve("counts.csv"),
                        "setting_a,setting_b,n_equal_outcomes,n_opposite_outcomes\n2,0,1,1\n");
        assertRefused(run(counts), "setting_a: 2; a whole number from 0 to 1");
    }

    private static void assertRefused(Run run, String message) {
        assertThat(run.error()).contains(message);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
    }
}

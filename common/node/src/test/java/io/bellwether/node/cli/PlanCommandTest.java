package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.node.ExitCode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code bellwether plan} and the command contract of the planning commands, from outside. */
class PlanCommandTest {
    private record Run(int exitCode, String out, String error) {
        /** JSON is YAML. */
        Map<String, Object> json() {
            return new Yaml().load(out);
        }

        double number(String name) {
            return ((Number) json().get(name)).doubleValue();
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> list(String name) {
            return (List<Map<String, Object>>) json().get(name);
        }
    }

    /** The whole command line, as from a shell. */
    private static Run run(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode =
                Bellwether.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(error))
                        .execute(arguments.split(" "));
        return new Run(exitCode, out.toString(), error.toString());
    }

    @Test
    @DisplayName("a plan names the best theorem, how to run it, and the first key in time")
    void plan() {
        Run run = run("plan --model oxford2022 --duration 8h --target-bits 1000000 --json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.json())
                .containsEntry("theorem", "KEYLEN-RENYI-VARIABLE")
                .containsEntry("peerReviewed", false)
                .containsEntry("bestPublishedTheorem", "KEYLEN-EAT-OXFORD")
                .containsEntry("rounds", 2_880_000)
                .containsKeys("assumptions", "freeParameters", "flipProbability")
                .doesNotContainKey("reason");
        assertThat(run.number("keyBits")).isBetween(1_209_000.0, 1_215_000.0);
        assertThat(run.number("seconds")).isEqualTo(28_800);
        assertThat(run.number("testProbability")).isBetween(.02, .06);
        // security.md: 4.2e4 rounds at 100 a second
        assertThat(run.number("firstKeySeconds")).isCloseTo(420, within(15.0));
        assertThat(run.number("targetRounds")).isBetween(2.3e6, 2.6e6);
        assertThat((Map<?, ?>) run.json().get("upperBounds"))
                .hasSize(2)
                .allSatisfy((name, bits) ->
                        assertThat((double) bits)
                                .as("%s", name)
                                .isGreaterThan(run.number("ratePerRound")));
        assertThat(run.list("theorems"))
                .extracting(row -> row.get("theorem"))
                .containsExactly("KEYLEN-EAT-OXFORD", "KEYLEN-RENYI", "KEYLEN-RENYI-VARIABLE");
        assertThat(run.list("sensitivity"))
                .extracting(row -> row.get("quantity"))
                .contains("chsh", "qber", "ecEfficiency", "testProbability", "rounds");
    }

    @Test
    @DisplayName("the text has the table by theorem, the sensitivities and the published choice")
    void text() {
        Run run = run("plan --chsh 2.6 --qber 0.03 --rounds 10000000");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Best:   KEYLEN-RENYI-VARIABLE")
                .contains("Its proof is not peer reviewed; KEYLEN-EAT-OXFORD, which is, gives")
                .contains("theorem                reviewed        key bits per round")
                .contains("What changes the key")
                .contains("RATE-TWO-BASES");
    }

    @Test
    @DisplayName("Munich's atoms in a day: no key, exit 0, and when the first one would come")
    void munich() {
        Run run = run("plan --model munich2022 --json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.number("keyBits")).isZero();
        assertThat(run.number("ratePerRound")).isZero();
        assertThat(run.json().get("reason").toString())
                .startsWith("no key because 1,053 rounds are too few")
                .contains("the first key needs about");
        assertThat(run.number("firstKeyRounds")).isGreaterThan(1e6);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a device without a key says why in JSON with exit 0, and never NaN")
    @ValueSource(
            strings = {
                "--chsh 1.5 --qber 0.01 --rounds 1000000",
                "--chsh 2.3 --qber 0.1 --rounds 1000000",
                "--chsh -2.8 --qber 1 --rounds 1000000",
                "--chsh 2 --qber 0.5 --rounds 1",
                "--chsh 2.8 --qber 0 --rounds 1 --target-bits 100",
                "--model fibre --distance-km 10 --rounds 1000000",
                "--model depolarised --visibility 0 --rounds 1000000"
            })
    void noKey(String device) {
        Run run = run("plan --json " + device);
        assertThat(run.exitCode()).as(run.error()).isZero();
        assertThat(run.number("keyBits")).isZero();
        assertThat(run.json().get("reason").toString()).startsWith("no key ");
        assertThat(run.out()).doesNotContain("NaN", "Infinity");
        assertThat(run("plan " + device).out()).contains("No key ");
    }

    @Test
    @DisplayName("a heralded link loses rate with distance, a photonic one its key")
    void distance() {
        Run near = run("plan --model heralded --fidelity 0.96 --rate 100 --json");
        Run far = run("plan --model heralded --fidelity 0.96 --rate 100 --distance-km 50 --json");
        assertThat(near.number("rounds")).isEqualTo(8_640_000);
        assertThat(far.number("rounds")).isEqualTo(864_000);
        assertThat(far.number("keyBits")).isLessThan(near.number("keyBits")).isPositive();
        assertThat(near.json().get("noSignalling").toString()).contains("reason");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "of a device given by its hardware, the plan says what better hardware would bring")
    @CsvSource({
        "--model heralded --fidelity 0.96 --rate 100 --distance-km 50, fidelity distanceKm rate",
        "--model limited-efficiency --efficiency 0.98 --rate 100, efficiency rate",
        "--model depolarised --visibility 0.98 --rounds 10000000, visibility",
        "--model fibre --distance-km 1 --rate 1e4, distanceKm rate",
        "--chsh 2.677 --qber 0.0144 --rate 100, rate"
    })
    void hardware(String device, String quantities) {
        List<Map<String, Object>> changes = run("plan " + device + " --json").list("sensitivity");
        for (String quantity : quantities.split(" ")) {
            assertThat(changes)
                    .filteredOn(one -> one.get("quantity").equals(quantity))
                    .isNotEmpty()
                    .allSatisfy(one -> {
                        boolean more = number(one, "to") > number(one, "from");
                        assertThat(number(one, "keyBitsChange") > 0)
                                .as(one.toString())
                                .isEqualTo(more != quantity.equals("distanceKm"));
                    });
        }
    }

    private static double number(Map<String, Object> row, String name) {
        return ((Number) row.get(name)).doubleValue();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("bad input is refused with exit 64, naming value and limit")
    @ValueSource(
            strings = {
                "plan --chsh 2.9 --qber 0.01 --rounds 9|chsh = 2.9 is outside [-2 sqrt 2, 2 sqrt"
                        + " 2]",
                "plan --chsh 2.6 --qber 1.5 --rounds 9|qber = 1.5 is outside [0, 1]",
                "plan --chsh 2.6 --qber 0.1 --rounds 0|rounds = 0 is below 1",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --epsilon 1|epsilonSoundness = 1.0",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --epsilon 0|epsilonSoundness = 0.0",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --test-probability 0|testProbability = 0.0",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --test-probability 1|testProbability = 1.0",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --preprocessing 0.5|flipProbability = 0.5",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --ec-efficiency 0.5|ecEfficiency = 0.5",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --sigmas -1|sigmas = -1.0 is below 0",
                "plan --chsh 2.6 --qber 0.1 --rounds 9 --target-bits 0|targetBits = 0 is below 1",
                "plan --chsh NaN --qber 0.1 --rounds 9|chsh = NaN",
                "plan --model depolarised --visibility 1.1 --rounds 9|visibility = 1.1",
                "plan --model fibre --distance-km -1 --rounds 9|distanceKm",
                "plan --model heralded --fidelity 2 --rounds 9|fidelity = 2.0",
                "plan --model depolarised --rounds 9|--visibility is needed",
                "plan --model nonsense --rounds 9|model = nonsense is unknown",
                "plan --chsh 2.6 --qber 0.1|--rounds, or --rate with --duration",
                "plan --chsh 2.6 --qber 0.1 --rate 0|rate = 0.0 is not above 0",
                "plan --chsh 2.6 --qber 0.1 --rate 5 --duration 8x|duration = 8x",
                "plan --curve nonsense|curve = nonsense is unknown",
                "plan --figure nonsense|figure = nonsense is unknown",
                "plan --figure bounds --points 1|points = 1 is outside [2, 10000]",
                "plan --figure bounds --plot f.txt|ends neither in .svg",
                "bounds --chsh 2.9 --qber 0.1|chsh = 2.9 is outside",
                "bounds --chsh 2.6 --qber 2|qber = 2.0 is outside [0, 1]",
                "bounds --private-state 1|shieldDimension = 1 is below 2",
                "rate --theorem keylen-renyi --rounds 0 --test-probability .1 --chsh 2.6 --qber"
                        + " .01|rounds = 0 is below 1",
                "rate --theorem keylen-eat-oxford --rounds 9 --test-probability 0 --chsh 2.6 --qber"
                        + " .01|testProbability = 0.0 is outside (0.0, 1.0)",
                "rate --theorem keylen-eat-oxford --rounds 9 --test-probability 1 --chsh 2.6 --qber"
                        + " .01|testProbability = 1.0 is outside (0.0, 1.0)",
                "rate --theorem keylen-eat-oxford --rounds 9 --test-probability .1 --chsh 2.83"
                        + " --qber .01|chsh = 2.83 is outside",
                "rate --theorem keylen-renyi --rounds 9 --test-probability .1 --chsh 2.6 --qber .01"
                        + " --epsilon 1|epsilonSoundness = 1.0 is outside (0.0, 1.0)",
                "rate --theorem keylen-nosignal --settings 1 --noise 0.01|settings = 1 is below 2",
                "rate --theorem keylen-nosignal --settings 7 --noise 1.5|noise = 1.5 is outside",
                "rate --theorem keylen-nosignal --settings 7 --noise .01 --rounds 0|rounds = 0 is"
                        + " below 1",
                "rate --theorem nonsense|theorem = nonsense is unknown",
                "rate|--theorem is needed"
            })
    void refusals(String argumentsAndMessage) {
        String[] parts = argumentsAndMessage.split("\\|");
        Run run = run(parts[0]);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.error()).contains(parts[1]);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("contract: a rate has keyBits, ratePerRound, theorem, assumptions, freeParameters")
    @ValueSource(
            strings = {
                "keylen-eat-oxford --rounds 1500000 --test-probability 0.05078125 --chsh 2.64"
                        + " --qber 0.018 --leak 296517 --epsilon 1e-10",
                "keylen-renyi --rounds 1500000 --test-probability 0.05078125 --chsh 2.64 --qber"
                        + " 0.018 --leak 296517 --epsilon 1e-10",
                "keylen-renyi --variable-length --rounds 1500000 --test-probability 0.05078125"
                        + " --chsh 2.677 --qber 0.0144 --ec-efficiency 1.05",
                "keylen-renyi --preprocessing 0.002 --rounds 1500000 --test-probability 0.05"
                        + " --chsh 2.6 --qber 0.03 --ec-efficiency 1",
                "keylen-nosignal --settings 7 --noise 0.01 --rounds 1000000000 --ec-efficiency 1"
            })
    void contract(String theorem) {
        Run run = run("rate --json --theorem " + theorem);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json())
                .containsKeys("keyBits", "ratePerRound", "theorem", "assumptions", "freeParameters")
                .doesNotContainKey("reason");
        assertThat(run.number("keyBits")).isPositive();
    }

    @Test
    @DisplayName("contract: preprocessing of .002 gives the reference length of 269 324 bits")
    void preprocessing() {
        // f = 1, S = 2.6, Q = .03: independent Python program
        Run run =
                run(
                        "rate --json --theorem keylen-renyi --preprocessing 0.002 --rounds 1500000"
                                + " --test-probability 0.05078125 --chsh 2.6 --qber 0.03"
                                + " --ec-efficiency 1");
        assertThat(run.number("keyBits")).isCloseTo(269_324, within(320.0));
    }

    @Test
    @DisplayName("contract: bounds prints lowerBits and upperBits, and every bound by name")
    void bounds() {
        Run state = run("bounds --private-state 24 --json");
        assertThat(state.number("lowerBits")).isCloseTo(.17387, within(5e-6));
        assertThat(state.number("upperBits")).isCloseTo(.16952, within(5e-6));
        Run chsh = run("bounds --chsh 2.677 --qber 0.0144 --json");
        assertThat(chsh.json()).containsKeys("lower", "upper");
        assertThat(chsh.out()).contains("RATE-CHSH", "UPPER-RELATIVE-ENTROPY");
    }

    @Test
    @DisplayName("figures and curves are written as SVG, PNG and CSV, and printed as JSON")
    void figures(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.svg", "a.png", "a.csv")) {
            Run run = run("plan --figure bounds --points 20 --plot " + folder.resolve(name));
            assertThat(run.exitCode()).as(run.error()).isZero();
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("a.svg")))
                .contains("<svg", "quantum bit error rate", "lower: CHSH");
        assertThat(Files.readAllLines(folder.resolve("a.csv"))).hasSize(21);
        Run json = run("plan --curve rate-vs-chsh --points 5 --rounds 1000000 --json");
        assertThat(json.json().get("lines").toString()).contains("KEYLEN-RENYI-VARIABLE=[0.0, ");
        assertThat(run("plan --figure nosignal-2 --points 3").out().lines()).hasSize(4);
        Run unwritable = run("plan --figure bounds --points 2 --plot " + folder + "/no/a.svg");
        assertThat(unwritable.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(unwritable.error()).contains("cannot write");
    }

    @Test
    @DisplayName("rate --plot draws the theorem asked for against the rounds, and its limit")
    void ratePlot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rate.csv");
        String device =
                " --rounds 1500000 --test-probability 0.05 --chsh 2.677 --qber 0.0144 --plot ";
        assertThat(run("rate --theorem keylen-eat-oxford" + device + file).exitCode()).isZero();
        assertThat(Files.readAllLines(file).getFirst())
                .endsWith(",\"KEYLEN-EAT-OXFORD\",\"limit (RATE-CHSH)\"");
        assertThat(run("rate --theorem rate-chsh" + device + file).error())
                .contains("--plot draws keylen-eat-oxford and keylen-renyi");
    }
}

package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

class RateCommandTest {
    private static final String OXFORD =
            "--rounds 1500000 --test-probability 0.05078125 --chsh 2.64 --qber 0.018 --leak 296517"
                    + " --epsilon 1e-10 --json";

    private record Run(int exitCode, String out, String error) {
        /** JSON is YAML. */
        Map<String, Object> json() {
            return new Yaml().load(out);
        }

        double number(String name) {
            return ((Number) json().get(name)).doubleValue();
        }
    }

    private static Run run(Object command, String arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode =
                new CommandLine(command)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(error))
                        .execute(arguments.split(" "));
        return new Run(exitCode, out.toString(), error.toString());
    }

    @Test
    @DisplayName("rate repeats the published Oxford length, and shows the delivered one beside it")
    void oxford() {
        Run run = run(new RateCommand(), "--theorem keylen-eat-oxford " + OXFORD);
        assertThat(run.exitCode()).isZero();
        assertThat(run.number("keyBits")).isCloseTo(95_884, within(10.0));
        assertThat(run.number("keyBitsTwoUniversal")).isCloseTo(96_091, within(10.0));
        assertThat(run.number("ratePerRound")).isCloseTo(.0639, within(1e-4));
        assertThat(run.json())
                .containsEntry("theorem", "KEYLEN-EAT-OXFORD")
                .containsKeys("assumptions", "freeParameters", "epsilon")
                .doesNotContainKey("reason");
        Run hashed =
                run(
                        new RateCommand(),
                        "--extractor two-universal --theorem keylen-eat-oxford " + OXFORD);
        assertThat(hashed.number("keyBits")).isEqualTo(run.number("keyBitsTwoUniversal"));
    }

    @Test
    @DisplayName("bounds of the Oxford behaviour: lower below upper, and nothing to project away")
    @SuppressWarnings("unchecked")
    void behaviourBounds() {
        Run run = run(new BoundsCommand(), "--behaviour oxford --json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.json()).containsKey("local").doesNotContainKey("note");
        Map<String, Number> lower = (Map<String, Number>) run.json().get("lower");
        Map<String, Number> upper = (Map<String, Number>) run.json().get("upper");
        assertThat(lower)
                .containsOnlyKeys("RATE-CHSH", "RATE-CHSH-GENERALISED", "RATE-NPA")
                .allSatisfy((name, bits) ->
                        assertThat(bits.doubleValue())
                                .isBetween(.3, upper.get("UPPER-ATTACK").doubleValue()));
        String chsh = "--behaviour .5,0,0,.5,.5,0,0,.5,.5,0,0,.5,0,.5,.5,0 --json";
        assertThat(run(new BoundsCommand(), chsh).error())
                .contains("no quantum behaviour reaches it");
        assertThat(run(new BoundsCommand(), "--behaviour .5,.5 --json").error())
                .contains("behaviour = .5,.5 is neither oxford");
        assertThat(run(new BoundsCommand(), "--behaviour depolarised:x").error())
                .contains("x is not a number");
    }

    @Test
    @DisplayName("the Renyi theorem gives 372 483 fixed and 440 903 variable bits of the same run")
    void renyi() {
        Run fixed = run(new RateCommand(), "--theorem keylen-renyi " + OXFORD);
        assertThat(fixed.number("keyBits")).isCloseTo(372_483, within(60.0));
        Run variable = run(new RateCommand(), "--theorem keylen-renyi --variable-length " + OXFORD);
        assertThat(variable.number("keyBits")).isCloseTo(440_903 - 14, within(60.0));
        assertThat(variable.json()).containsEntry("theorem", "KEYLEN-RENYI-VARIABLE");
    }

    @Test
    @DisplayName("with --ec-efficiency 1.05 the goals of 520 000 and 590 000 bits are met")
    void goals() {
        String point =
                " --rounds 1500000 --test-probability 0.05078125 --chsh 2.677 --qber 0.0144"
                        + " --ec-efficiency 1.05 --epsilon 1e-10 --json";
        assertThat(run(new RateCommand(), "--theorem keylen-renyi" + point).number("keyBits"))
                .isGreaterThan(520_000);
        assertThat(
                        run(new RateCommand(), "--theorem keylen-renyi --variable-length" + point)
                                .number("keyBits"))
                .isGreaterThan(590_000);
    }

    @Test
    @DisplayName("the no-signalling theorem answers with and without a number of pairs")
    void noSignal() {
        Run asymptotic =
                run(
                        new RateCommand(),
                        "--theorem keylen-nosignal --settings 7 --noise 0.01 --json");
        assertThat(asymptotic.number("ratePerRound")).isCloseTo(.001606, within(1e-6));
        assertThat(asymptotic.number("keyBits")).isZero();
        Run finite =
                run(
                        new RateCommand(),
                        "--theorem keylen-nosignal --settings 7 --noise 0.01 --rounds 1000000000"
                                + " --ec-efficiency 1 --json");
        assertThat(finite.number("keyBits")).isBetween(1_500_000.0, 1_606_000.0);
        Run noisy =
                run(
                        new RateCommand(),
                        "--theorem keylen-nosignal --settings 7 --noise 0.03 --rounds 1000000"
                                + " --json");
        assertThat(noisy.exitCode()).isZero();
        assertThat(noisy.number("keyBits")).isZero();
        assertThat(noisy.json().get("reason").toString()).startsWith("no key because");
    }

    @Test
    @DisplayName("a block without a key prints zero bits and the reason, exit status 0")
    void noKey() {
        Run run =
                run(
                        new RateCommand(),
                        "--theorem keylen-eat-oxford --rounds 10000 --test-probability 0.05 --chsh"
                                + " 2.64 --qber 0.018 --json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.number("keyBits")).isZero();
        assertThat(run.json().get("reason").toString()).startsWith("no key because");
    }

    @Test
    @DisplayName("an asymptotic formula gives a rate and refuses to name a key length")
    void asymptotic() {
        Run run = run(new RateCommand(), "--theorem rate-chsh --chsh 2.677 --qber 0.0144 --json");
        assertThat(run.number("ratePerRound")).isCloseTo(.58341, within(5e-6));
        assertThat(run.number("keyBits")).isZero();
        assertThat(run.json().get("reason").toString()).contains("planning only");
    }

    @ParameterizedTest
    @CsvSource({
        // CHSH at weight 1 and at mean 0
        "--theorem rate-chsh-asymmetric --weight 1 --score 2.677 --qber 0.0144, .58341",
        "--theorem rate-chsh-marginal --alice-mean 0 --chsh 2.677 --qber 0.0144, .58341",
        "--theorem rate-self-test --levels 8, 3",
        // B_2 at epsilon 1/2 is played with the settings of CHSH: the same statistics, the same
        // rate
        "--theorem rate-npa --behaviour depolarised:0.98, .56756",
        "--theorem rate-self-test --levels 2 --visibility 0.98, .56756",
        // everything kept: the rate of the full statistics
        "--theorem rate-npa --behaviour efficiency:0.95, .07163",
        "--theorem rate-postselection --behaviour efficiency:0.95 --keep-alice 1 --keep-bob 1,"
                + " .07163"
    })
    @DisplayName("each asymptotic formula takes its own statistics")
    void asymptoticFormulas(String arguments, double rate) {
        Run run = run(new RateCommand(), arguments + " --json");
        assertThat(run.number("ratePerRound")).isCloseTo(rate, within(5e-6));
        assertThat(run.number("keyBits")).isZero();
    }

    @ParameterizedTest
    @DisplayName("bad input is refused with exit status 2, naming value and limit")
    @ValueSource(
            strings = {
                "--rounds 1000 --test-probability 0.05 --chsh 2.9 --qber 0.01|chsh = 2.9",
                "--rounds 0 --test-probability 0.05 --chsh 2.6 --qber 0.01|rounds = 0 is below 1",
                "--rounds 1000 --test-probability 1 --chsh 2.6 --qber 0.01|testProbability = 1.0",
                "--rounds 1000 --test-probability .1 --chsh 2.6 --qber 0.01 --epsilon"
                        + " 1|epsilonSoundness = 1.0",
                "--rounds 1000 --test-probability .1 --chsh 2.6 --qber -1|qber = -1.0 is outside",
                "--rounds 1000 --test-probability .1 --chsh 2.6|--qber is needed",
                "--rounds 1000 --chsh 2.6 --qber .01|--test-probability is needed"
            })
    void refusals(String argumentsAndMessage) {
        String[] parts = argumentsAndMessage.split("\\|");
        Run run = run(new RateCommand(), "--theorem keylen-renyi " + parts[0]);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error()).contains(parts[1]);
    }

    @ParameterizedTest
    @DisplayName(
            "rates from full statistics refuse what they are not about, naming value and limit")
    @ValueSource(
            strings = {
                "rate-self-test --levels 3 --visibility 0.98|levels: 3; limit 2 with --visibility",
                "rate-self-test --levels 2 --visibility 1.1|visibility: 1.1; limit above 0, to 1",
                "rate-postselection --behaviour oxford --keep-alice 1|--keep-bob is needed",
                "rate-postselection --behaviour oxford --keep-alice 0 --keep-bob 1|keepAlice = 0.0",
                "rate-npa|--behaviour is needed for --theorem rate-npa"
            })
    void momentRefusals(String argumentsAndMessage) {
        String[] parts = argumentsAndMessage.split("\\|");
        Run run = run(new RateCommand(), "--theorem " + parts[0]);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error()).contains(parts[1]);
    }

    @Test
    @DisplayName("bounds prints both bounds of a private state, and every bound by name")
    void bounds() {
        Run state = run(new BoundsCommand(), "--private-state 24 --json");
        assertThat(state.number("lowerBits")).isCloseTo(.17387, within(5e-6));
        assertThat(state.number("upperBits")).isCloseTo(.16952, within(5e-6));
        Run chsh = run(new BoundsCommand(), "--chsh 2.677 --qber 0.0144 --json");
        assertThat(chsh.json().get("lower").toString()).contains("RATE-CHSH=0.5834");
        assertThat(chsh.json().get("upper").toString())
                .contains("UPPER-CONVEX-COMBINATION", "UPPER-RELATIVE-ENTROPY");
        assertThat(run(new BoundsCommand(), "--chsh 2.677").error()).contains("--qber are needed");
        assertThat(run(new BoundsCommand(), "--chsh 2.677 --qber 0.0144").out()).contains("upper:");
    }
}

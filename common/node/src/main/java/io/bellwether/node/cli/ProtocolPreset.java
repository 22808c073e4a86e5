package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Protocols that the quick start shows, each with a box that is good enough for it. */
enum ProtocolPreset {
    CHSH("chsh", "oxford2022", Map.of(), Map.of()),

    CHSH_VARIABLE(
            "chsh-variable",
            "oxford2022",
            Map.of(),
            Map.of("protocol.theorem", "keylen-renyi-variable")),

    /** S = 2.6304, Q = 3.5 %; Alice adds 2 % of her own. */
    CHSH_NOISY(
            "chsh-noisy",
            "depolarised",
            Map.of("visibility", "0.93"),
            Map.of(
                    "protocol.theorem", "keylen-renyi-variable",
                    "protocol.flipProbability", "0.02",
                    "protocol.expectedChsh", "2.63",
                    "protocol.expectedQber", "0.035")),

    /**
     * S = 2.4214, Q = 7.11 %, just below the threshold 0.92314 of binned losses: a key only because
     * they are kept for the error correction.
     */
    CHSH_NO_CLICK(
            "chsh-no-click",
            "limited-efficiency",
            Map.of("efficiency", "0.923"),
            Map.of(
                    "protocol.theorem", "keylen-renyi-variable",
                    "protocol.expectedChsh", "2.4214",
                    "protocol.expectedQber", "0.0711",
                    "protocol.expectedEfficiency", "0.923",
                    "protocol.testProbability", "1/50",
                    "protocol.blockRounds", "20000000")),

    CHSH_INDEPENDENT(
            "chsh-independent",
            "oxford2022",
            Map.of(),
            Map.of(
                    "protocol.theorem", "keylen-renyi-variable",
                    "protocol.settingChoice", "independent")),

    /** Two pairs of boxes; one of them may be malicious. */
    CHSH_REDUNDANT(
            "chsh-redundant",
            "oxford2022",
            Map.of(),
            Map.of(
                    "protocol.theorem", "keylen-renyi",
                    "protocol.boxPairs", "2",
                    "protocol.blockRounds", "3000000")),

    /** Werner pairs under s = 0.9 (E00 + E01) + E10 - E11: uncertified, the keys are forgotten. */
    CHSH_ASYMMETRIC(
            "chsh-asymmetric",
            "depolarised",
            Map.of("visibility", "0.97"),
            Map.of(
                    "protocol.name", "generalised-chsh",
                    "protocol.firstWeight", "0.9",
                    "protocol.expectedFirst", "1.3718",
                    "protocol.expectedSecond", "1.3718",
                    "protocol.expectedQber", "0.015")),

    /** Werner pairs, key rounds in one of two bases that Bob draws: uncertified. */
    CHSH_TWO_BASES(
            "chsh-two-bases",
            "two-bases",
            Map.of("visibility", "0.97"),
            Map.of(
                    "protocol.name", "two-bases",
                    "protocol.expectedChsh", "2.7436",
                    "protocol.expectedQber", "0.015")),

    /** The largest d, six bits a key round: uncertified. */
    D_OUTCOME_64(
            "d-outcome-64",
            "d-outcome",
            Map.of("levels", "64", "epsilon", "0.1"),
            Map.of(
                    "protocol.name", "d-outcome",
                    "protocol.levels", "64",
                    "protocol.shiftPower", "0.1",
                    "protocol.blockRounds", "3000000")),

    /** Two bits a key round from bases that are half a shift apart: uncertified. */
    D_OUTCOME(
            "d-outcome",
            "d-outcome",
            Map.of("levels", "4", "epsilon", "0.5"),
            Map.of(
                    "protocol.name", "d-outcome",
                    "protocol.levels", "4",
                    "protocol.blockRounds", "3000000")),

    CHAINED(
            "chained",
            "chained",
            Map.of("settings", "7", "noise", "0"),
            Map.of("protocol.name", "chained", "protocol.settings", "7"));

    private final String written;
    private final String model;
    private final Map<String, String> modelParameters;
    private final Map<String, String> settings;

    ProtocolPreset(
            String written,
            String model,
            Map<String, String> modelParameters,
            Map<String, String> settings) {
        this.written = written;
        this.model = model;
        this.modelParameters = modelParameters;
        this.settings = settings;
    }

    /**
     * The preset of that name.
     *
     * @throws Refused if there is none
     */
    static ProtocolPreset of(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.written.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(
                                ExitCode.USAGE,
                                "--protocol: %s; limit one of: %s".formatted(name, names())));
    }

    private static String names() {
        return Arrays.stream(values()).map(p -> p.written).collect(Collectors.joining(", "));
    }

    String model() {
        return model;
    }

    Map<String, String> modelParameters() {
        return modelParameters;
    }

    /** Fields of both nodes' configurations. */
    Map<String, String> settings() {
        return settings;
    }
}

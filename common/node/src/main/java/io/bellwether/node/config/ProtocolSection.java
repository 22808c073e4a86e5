package io.bellwether.node.config;

import io.bellwether.protocol.ChoiceOfSettings;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;
import io.bellwether.securityproof.Theorem;

import java.util.stream.Collectors;

/** The fields that say what is played; a field of another protocol is unknown to the section. */
final class ProtocolSection {
    // CHSH value, QBER and threshold of Nadlinger et al., Nature 607, 682 (2022): S = 2.64, Q =
    // 0.018, 3 sigma.
    private static final double DEFAULT_EXPECTED_CHSH = 2.64;
    private static final double DEFAULT_EXPECTED_QBER = 0.018;
    private static final double DEFAULT_THRESHOLD_SIGMAS = 3;

    /** The best number of settings without noise (Masanes et al. 2014: "M = 7"). */
    private static final int DEFAULT_SETTINGS = 7;

    /** Two bits a key round. */
    private static final int DEFAULT_LEVELS = 4;

    private static final double TSIRELSON_BOUND = 2 * Math.sqrt(2);

    private ProtocolSection() {}

    static Protocol read(Section section) {
        return switch (section.choice("name", ProtocolName.class, ProtocolName.CHSH)) {
            case CHSH -> chsh(section);
            case GENERALISED_CHSH -> generalised(section);
            case TWO_BASES -> twoBases(section);
            case D_OUTCOME -> selfTest(section);
            case CHAINED ->
                    new Protocol.Chained(
                            section.integer(
                                    "settings",
                                    DEFAULT_SETTINGS,
                                    Protocol.Chained.LEAST_SETTINGS,
                                    Protocol.Chained.MOST_SETTINGS),
                            section.number(
                                    "expectedNoise", 0, 0, Math.nextDown(1.0), "0 to below 1"),
                            thresholdSigmas(section));
        };
    }

    private static Protocol chsh(Section section) {
        Theorem theorem = theorem(section);
        double flip = flipProbability(section);
        if (flip > 0 && !theorem.coversPreprocessing()) {
            section.problem(
                    "flipProbability",
                    flip,
                    "0 with %s, which does not cover noisy preprocessing; keylen-renyi does"
                            .formatted(Section.written(theorem)));
            flip = 0;
        }
        ChoiceOfSettings choice = settingChoice(section, theorem);
        return new Protocol.Chsh(
                theorem,
                expectedChsh(section),
                expectedQber(section),
                thresholdSigmas(section),
                flip,
                section.number(
                        "expectedEfficiency",
                        1,
                        0.5,
                        1,
                        "0.5 to 1; 1 if the decoder is not told of lost signals"),
                choice,
                section.integer("boxPairs", 1, 1, Protocol.Chsh.MOST_BOX_PAIRS));
    }

    private static double expectedChsh(Section section) {
        return section.number(
                "expectedChsh",
                DEFAULT_EXPECTED_CHSH,
                Math.nextUp(2.0),
                TSIRELSON_BOUND,
                "above 2, to 2 sqrt 2 = 2.8284");
    }

    private static double expectedQber(Section section) {
        return section.number(
                "expectedQber", DEFAULT_EXPECTED_QBER, 0, Math.nextDown(0.5), "0 to below 0.5");
    }

    private static double flipProbability(Section section) {
        return section.number("flipProbability", 0, 0, Math.nextDown(0.5), "0 to below 0.5");
    }

    /** Uncertified: asymptotic rates only. */
    private static Protocol twoBases(Section section) {
        return new TwoBasesProtocol(
                expectedChsh(section),
                expectedQber(section),
                thresholdSigmas(section),
                flipProbability(section));
    }

    /** Uncertified: asymptotic rates only. */
    private static Protocol generalised(Section section) {
        var read =
                new GeneralisedProtocol(
                        weight(section, "firstWeight"),
                        weight(section, "secondWeight"),
                        section.number("expectedFirst", Math.sqrt(2) * 0.95, 0, 2, "0 to 2"),
                        section.number("expectedSecond", Math.sqrt(2) * 0.95, 0, 2, "0 to 2"),
                        expectedQber(section),
                        thresholdSigmas(section),
                        flipProbability(section));
        double squares =
                read.expectedFirst() * read.expectedFirst()
                        + read.expectedSecond() * read.expectedSecond();
        if (squares > 4) {
            section.problem(
                    "expectedSecond",
                    read.expectedSecond(),
                    "the squares of expectedFirst and expectedSecond sum to 4 at most: no quantum"
                            + " device reaches more");
        }
        return read;
    }

    /** Uncertified: the rate is that of the maximal score. */
    private static Protocol selfTest(Section section) {
        return new SelfTestProtocol(
                section.integer(
                        "levels",
                        DEFAULT_LEVELS,
                        SelfTestProtocol.LEAST_LEVELS,
                        SelfTestProtocol.MOST_LEVELS),
                section.number(
                        "shiftPower",
                        0.5,
                        SelfTestProtocol.LEAST_SHIFT_POWER,
                        SelfTestProtocol.MOST_SHIFT_POWER,
                        "%s to %s"
                                .formatted(
                                        SelfTestProtocol.LEAST_SHIFT_POWER,
                                        SelfTestProtocol.MOST_SHIFT_POWER)),
                section.number("expectedVisibility", 1, 0.5, 1, "0.5 to 1"),
                thresholdSigmas(section));
    }

    private static double weight(Section section, String key) {
        return section.number(key, 1, 0.01, 100, "0.01 to 100");
    }

    private static ChoiceOfSettings settingChoice(Section section, Theorem theorem) {
        ChoiceOfSettings choice =
                section.choice("settingChoice", ChoiceOfSettings.class, ChoiceOfSettings.ANNOUNCED);
        if (choice == ChoiceOfSettings.INDEPENDENT && !theorem.coversIndependentChoice()) {
            section.problem(
                    "settingChoice",
                    "independent",
                    "announced with %s, which is stated for no other; keylen-renyi covers both"
                            .formatted(Section.written(theorem)));
            return ChoiceOfSettings.ANNOUNCED;
        }
        return choice;
    }

    private static double thresholdSigmas(Section section) {
        return section.number("thresholdSigmas", DEFAULT_THRESHOLD_SIGMAS, 0, 20, "0 to 20");
    }

    private static Theorem theorem(Section section) {
        return section.read(
                        "theorem",
                        Theorem.OF_CHSH.stream()
                                .map(Section::written)
                                .collect(Collectors.joining(", ")),
                        text ->
                                Theorem.OF_CHSH.stream()
                                        .filter(theorem -> Section.written(theorem).equals(text))
                                        .findFirst())
                .orElse(Theorem.KEYLEN_EAT_OXFORD);
    }
}

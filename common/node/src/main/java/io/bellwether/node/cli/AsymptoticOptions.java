package io.bellwether.node.cli;

import io.bellwether.securityproof.AsymptoticRate;
import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.GuessingProbability;
import io.bellwether.securityproof.MomentRates;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code bellwether rate} needs to know for the asymptotic formulas beyond S and Q. */
final class AsymptoticOptions {
    static final String NAMES =
            "rate-chsh, rate-chsh-asymmetric, rate-chsh-marginal, rate-two-bases, rate-self-test, "
                    + MomentOptions.NAMES;

    @Mixin private MomentOptions moments;

    @Option(
            names = "--weight",
            description = "rate-chsh-asymmetric: a in the score a (E00 + E01) + E10 - E11, above 0")
    private Double weight;

    @Option(names = "--score", description = "rate-chsh-asymmetric: expected value of that score")
    private Double score;

    @Option(
            names = "--alice-mean",
            description = "rate-chsh-marginal: mean of Alice's key outcomes +1 and -1")
    private Double aliceMean;

    @Option(
            names = "--levels",
            description = "rate-self-test: d of the self-tested maximally entangled pair")
    private Integer levels;

    Answer answer(String theorem, Double chsh, Double qber, double flipProbability) {
        return answer(
                switch (theorem) {
                    case "rate-chsh" ->
                            AsymptoticRates.chsh(
                                    required(theorem, "--chsh", chsh),
                                    required(theorem, "--qber", qber),
                                    flipProbability);
                    case "rate-chsh-asymmetric" ->
                            AsymptoticRates.asymmetricChsh(
                                    required(theorem, "--weight", weight),
                                    required(theorem, "--score", score),
                                    required(theorem, "--qber", qber),
                                    flipProbability);
                    case "rate-chsh-marginal" ->
                            AsymptoticRates.marginalChsh(
                                    required(theorem, "--alice-mean", aliceMean),
                                    required(theorem, "--chsh", chsh),
                                    required(theorem, "--qber", qber),
                                    flipProbability);
                    case "rate-two-bases" ->
                            AsymptoticRates.twoBases(
                                    required(theorem, "--chsh", chsh),
                                    required(theorem, "--qber", qber),
                                    flipProbability);
                    case "rate-self-test" -> {
                        int d = required(theorem, "--levels", levels);
                        yield moments.isNoisySelfTest()
                                ? moments.noisySelfTest(d)
                                : AsymptoticRates.selfTest(d);
                    }
                    case "rate-npa" -> moments.fullStatistics();
                    case "rate-postselection" -> moments.postSelected();
                    default ->
                            throw new IllegalArgumentException(
                                    "theorem = %s is unknown; known are %s"
                                            .formatted(theorem, NAMES));
                });
    }

    private static Answer answer(AsymptoticRate rate) {
        return new Answer()
                .put("theorem", rate.claimId())
                .put("keyBits", 0)
                .put("ratePerRound", Math.max(0, rate.bitsPerRound()))
                .put(
                        "reason",
                        rate.bitsPerRound() > 0
                                ? "no key length: this is an asymptotic rate, for planning only"
                                : "no key because the asymptotic rate is not positive")
                .put("assumptions", assumptions(rate.claimId()));
    }

    private static String assumptions(String claimId) {
        return switch (claimId) {
            case AsymptoticRates.SELF_TEST_CLAIM_ID ->
                    "Infinitely many rounds, no errors, and the score of B_d at its quantum"
                            + " maximum.";
            case GuessingProbability.CLAIM_ID ->
                    "Infinitely many independent and identical rounds; one-way error correction at"
                            + " the Shannon limit.";
            case MomentRates.POSTSELECTION_CLAIM_ID ->
                    "Analysis only: infinitely many independent and identical rounds (collective"
                            + " attacks). Which rounds are kept depends on outcomes, so against"
                            + " devices with memory it does not hold, and no block is run.";
            default ->
                    "Infinitely many rounds; one-way error correction at the Shannon limit;"
                            + " otherwise those of keylen-eat-oxford.";
        };
    }

    static <T> T required(String theorem, String option, T value) {
        if (value == null) {
            throw new IllegalArgumentException(option + " is needed for --theorem " + theorem);
        }
        return value;
    }
}

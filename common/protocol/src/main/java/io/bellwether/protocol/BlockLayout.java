package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.BlockTerms;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.NoSignalBlock;
import io.bellwether.securityproof.SelfTestBlock;
import io.bellwether.verification.Verification;

import java.util.List;

/**
 * The sizes of a block, from its protocol and, where settings are sifted, from the counts of both
 * sides' settings: the code, and what the theorem is asked about. Whole numbers and {@link
 * StrictMath} only, so both ends come to the same on every machine.
 *
 * @param code of one pair of boxes
 * @param expectedLostTestRounds how many an honest pair loses on average
 */
record BlockLayout(CodeParameters code, BlockTerms block, long expectedLostTestRounds) {
    /** One flag each for: decoding converged, tags agree, model not violated, estimate accepted. */
    private static final int FLAG_BITS = 4;

    /** The two seals of the transcript; counted although they are encrypted with a one-time pad. */
    private static final int AUTHENTICATION_TAG_BITS = 2 * 128;

    /**
     * Bob shows his operator S and Q, which follow from ten counts (equal and different outcomes of
     * five setting pairs), and both show the rounds without a click. Counted as if published, so
     * that it does not matter who reads a status or a log.
     */
    private static final int SHOWN_COUNTS = 12;

    /**
     * The same of a chained block. What is shown and depends on the raw key: the number of key
     * errors, and the rounds without a click at either end, which include key rounds. The number of
     * lost test rounds follows from outcomes that are published and no part of the raw key; it is
     * counted nonetheless. Test and key rounds are counts of settings.
     */
    private static final int SHOWN_COUNTS_CHAINED = 4;

    /**
     * Key errors, and the rounds without a click at either end: the score is of public outcomes.
     */
    private static final int SHOWN_COUNTS_SELF_TEST = 3;

    /** A threshold that every block passes. */
    private static final double ANY_WIN_RATIO = -1e9;

    /** Of a block whose settings are not yet drawn. */
    static BlockLayout expected(SessionParameters p, double epsilonAuthentication) {
        return switch (p.protocol()) {
            case Protocol.Chsh chsh -> chsh(p, chsh, epsilonAuthentication);
            case GeneralisedProtocol generalised ->
                    uncertified(p, generalised.rounds(), epsilonAuthentication);
            case TwoBasesProtocol twoBases ->
                    uncertified(p, twoBases.rounds(), epsilonAuthentication);
            case SelfTestProtocol selfTest ->
                    selfTest(
                            p,
                            selfTest,
                            epsilonAuthentication,
                            (long) (p.blockRounds() * p.testProbability()));
            case Protocol.Chained chained -> {
                double gamma = p.testProbability();
                yield chained(
                        p,
                        chained,
                        epsilonAuthentication,
                        (long) (p.blockRounds() * (2 * gamma * gamma / chained.settings())),
                        (long) (p.blockRounds() * ((1 - gamma) * (1 - gamma))));
            }
        };
    }

    private static BlockLayout chsh(
            SessionParameters p, Protocol.Chsh chsh, double epsilonAuthentication) {
        if (p.blockRounds() % chsh.boxPairs() != 0) {
            throw new IllegalArgumentException(
                    "blockRounds: %d; limit a multiple of boxPairs = %d"
                            .formatted(p.blockRounds(), chsh.boxPairs()));
        }
        long rounds = p.pairRounds();
        double tests = p.testShare();
        CodeParameters code =
                CodeSelection.choose(rounds, chsh.noise().classes(tests, p.droppedShare()));
        var block =
                new BlockParameters(
                        rounds,
                        p.testProbability(),
                        BlockParameters.winThreshold(
                                rounds, tests, chsh.expectedChsh(), chsh.thresholdSigmas()),
                        leakedBits(code, SHOWN_COUNTS, p.blockRounds()),
                        epsilon(p, epsilonAuthentication, p.blockRounds()),
                        chsh.flipProbability(),
                        chsh.independentChoice(),
                        chsh.boxPairs());
        return new BlockLayout(code, block, (long) (rounds * tests * chsh.expectedTestFlip()));
    }

    /** The score decides, not the lost rounds: as many as there are may be lost. */
    private static BlockLayout uncertified(
            SessionParameters p, Protocol.Chsh rounds, double epsilonAuthentication) {
        double gamma = p.testProbability();
        CodeParameters code =
                CodeSelection.choose(p.blockRounds(), rounds.noise().classes(gamma, 0));
        var block =
                new BlockParameters(
                        p.blockRounds(),
                        gamma,
                        ANY_WIN_RATIO,
                        leakedBits(code, SHOWN_COUNTS, p.blockRounds()),
                        epsilon(p, epsilonAuthentication, p.blockRounds()),
                        rounds.flipProbability(),
                        false,
                        1);
        return new BlockLayout(code, block, 0);
    }

    /** Of a block of the d-outcome protocol with so many test rounds. */
    static BlockLayout selfTest(
            SessionParameters p,
            SelfTestProtocol selfTest,
            double epsilonAuthentication,
            long testRounds) {
        long keyRounds = p.blockRounds() - testRounds;
        CodeParameters code =
                CodeSelection.choose(Math.max(1, keyRounds * selfTest.digits()), selfTest.noise());
        var block =
                new SelfTestBlock(
                        selfTest.levels(),
                        testRounds,
                        keyRounds,
                        leakedBits(code, SHOWN_COUNTS_SELF_TEST, p.blockRounds()),
                        epsilon(p, epsilonAuthentication, p.blockRounds() * selfTest.digits()));
        return new BlockLayout(code, block, 0);
    }

    /** Of a chained block with these counts. */
    static BlockLayout chained(
            SessionParameters p,
            Protocol.Chained chained,
            double epsilonAuthentication,
            long estimationPairs,
            long rawKeyBits) {
        CodeParameters code =
                CodeSelection.choose(
                        Math.max(1, rawKeyBits),
                        List.of(new NoiseClass(1, chained.expectedNoise() / 2)));
        double w = chained.expectedLossRatio();
        double lost = estimationPairs * w;
        double limit = lost + chained.thresholdSigmas() * Math.sqrt(lost * (1 - w));
        var block =
                new NoSignalBlock(
                        chained.settings(),
                        p.blockRounds(),
                        estimationPairs,
                        rawKeyBits,
                        (long) Math.min(limit, estimationPairs),
                        leakedBits(code, SHOWN_COUNTS_CHAINED, p.blockRounds()),
                        epsilon(p, epsilonAuthentication, p.blockRounds()));
        return new BlockLayout(code, block, (long) lost);
    }

    private static long leakedBits(CodeParameters code, int shownCounts, long rounds) {
        return code.syndromeBits()
                + Verification.tagBits()
                + FLAG_BITS
                + AUTHENTICATION_TAG_BITS
                + (long) shownCounts * bitsOfCount(rounds);
    }

    private static EpsilonBudget epsilon(
            SessionParameters p, double epsilonAuthentication, long mostRawKeyBits) {
        return EpsilonBudget.ofSoundness(
                p.epsilonSoundness(),
                Verification.failureBound(mostRawKeyBits),
                epsilonAuthentication);
    }

    /** A count is one of 0 to {@code rounds}. */
    private static int bitsOfCount(long rounds) {
        return Long.SIZE - Long.numberOfLeadingZeros(rounds);
    }
}

package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.Theorem;
import io.bellwether.verification.Verification;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything about a block that is fixed before its first round.
 *
 * @param code of the error correction
 * @param block what the theorem is asked about: rounds, threshold, every published bit that depends
 *     on the raw key, and the epsilon budget
 * @param freeParameters of the theorem, chosen on the honest model
 * @param shortest key length of an accepted block; the only one unless the theorem's length varies
 * @param longest key length of an accepted block
 */
public record BlockPlan(
        SessionParameters parameters,
        CodeParameters code,
        BlockParameters block,
        ChosenParameters freeParameters,
        KeyLength shortest,
        KeyLength longest) {

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

    /** Keys are divided in whole bytes. */
    public static final int LEAST_KEY_BITS = 16;

    /**
     * The plan of the node that proposes: the free parameters are optimised on the honest model.
     *
     * @param epsilonAuthentication bound on the probability that any seal of a block is forged
     * @throws IllegalArgumentException if a parameter is outside the theorem's limits
     */
    public static BlockPlan proposed(SessionParameters parameters, double epsilonAuthentication) {
        CodeParameters code = code(parameters);
        BlockParameters block = block(parameters, code, epsilonAuthentication);
        return of(
                parameters,
                code,
                block,
                parameters.theorem().optimise(block, parameters.expectedLostTestRounds()));
    }

    /**
     * The plan of the node that checks a proposal: same honest model, the proposer's free
     * parameters.
     *
     * @throws IllegalArgumentException if the free parameters are another theorem's or do not fit
     *     the epsilon budget
     */
    public static BlockPlan recomputed(
            SessionParameters parameters, double epsilonAuthentication, ChosenParameters free) {
        CodeParameters code = code(parameters);
        return of(parameters, code, block(parameters, code, epsilonAuthentication), free);
    }

    private static BlockPlan of(
            SessionParameters parameters,
            CodeParameters code,
            BlockParameters block,
            ChosenParameters free) {
        Theorem theorem = parameters.theorem();
        return new BlockPlan(
                parameters,
                code,
                block,
                free,
                keyLength(theorem, block, free, block.maxLostTestRounds()),
                keyLength(theorem, block, free, 0));
    }

    private static KeyLength keyLength(
            Theorem theorem, BlockParameters block, ChosenParameters free, long lostTestRounds) {
        return divisible(
                theorem.keyLength(
                        block,
                        free,
                        theorem.variableLength()
                                ? OptionalLong.of(lostTestRounds)
                                : OptionalLong.empty()));
    }

    private static CodeParameters code(SessionParameters p) {
        return CodeSelection.choose(
                p.blockRounds(),
                List.of(
                        new NoiseClass(1 - p.testProbability(), p.expectedQber()),
                        new NoiseClass(p.testProbability(), p.expectedTestFlip())));
    }

    private static BlockParameters block(
            SessionParameters p, CodeParameters code, double epsilonAuthentication) {
        long leakedBits =
                code.syndromeBits()
                        + Verification.tagBits()
                        + FLAG_BITS
                        + AUTHENTICATION_TAG_BITS
                        + SHOWN_COUNTS * bitsOfCount(p.blockRounds());
        return new BlockParameters(
                p.blockRounds(),
                p.testProbability(),
                BlockParameters.winThreshold(
                        p.blockRounds(),
                        p.testProbability(),
                        p.expectedChsh(),
                        p.thresholdSigmas()),
                leakedBits,
                EpsilonBudget.ofSoundness(
                        p.epsilonSoundness(),
                        Verification.failureBound(p.blockRounds()),
                        epsilonAuthentication));
    }

    /** A count is one of 0 to {@code rounds}. */
    private static int bitsOfCount(long rounds) {
        return Long.SIZE - Long.numberOfLeadingZeros(rounds);
    }

    /** The block is accepted if no more test rounds than this are lost. */
    public long maxLostTestRounds() {
        return block.maxLostTestRounds();
    }

    /** Every published bit that depends on the raw key. */
    public long leakedBits() {
        return block.leakedBits();
    }

    /**
     * The key length of a block that was accepted.
     *
     * @throws IllegalArgumentException if the number of lost test rounds was announced though the
     *     theorem keeps it private, or the other way round
     */
    public KeyLength keyLength(AcceptedEstimate estimate) {
        return divisible(
                parameters
                        .theorem()
                        .keyLength(block, freeParameters, estimate.announcedLostTestRounds()));
    }

    /** Key bits of the shortest key, 0 if the theorem gives none. */
    public long keyBits() {
        return bitsOf(shortest);
    }

    /** Key bits of the longest key, 0 if the theorem gives none: the seed is for as many. */
    public long longestKeyBits() {
        return bitsOf(longest);
    }

    /** Key bits of a block that loses as many test rounds as an honest one does on average. */
    public long expectedKeyBits() {
        return bitsOf(
                keyLength(
                        parameters.theorem(),
                        block,
                        freeParameters,
                        parameters.expectedLostTestRounds()));
    }

    /** Why no accepted block gives a key, if none does. */
    public Optional<String> noKeyReason() {
        return longest instanceof KeyLength.None none
                ? Optional.of(none.reason())
                : Optional.empty();
    }

    private static KeyLength divisible(KeyLength length) {
        return length instanceof KeyLength.Certified certified
                        && certified.keyBits() < LEAST_KEY_BITS
                ? new KeyLength.None(
                        certified.claimId(),
                        "no key because %d bits are less than a byte for each end"
                                .formatted(certified.keyBits()))
                : length;
    }

    private static long bitsOf(KeyLength length) {
        return length instanceof KeyLength.Certified certified ? certified.keyBits() : 0;
    }

    /** The most that a block's key may add to the pool: agreed before its length is known. */
    public long maxRefillBits() {
        return KeyPartition.maxRefillBits(keyBits(), parameters.refillShare());
    }

    /** How a key is divided if {@code refillBits} of it go to the pool. */
    public KeyPartition partition(long keyBits, long refillBits) {
        return KeyPartition.of(keyBits, refillBits, parameters.aliceShare());
    }
}

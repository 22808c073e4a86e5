package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;
import io.bellwether.privacyamplification.LaboratoryResult;
import io.bellwether.securityproof.AsymptoticLength;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.BlockTerms;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.SelfTestBlock;
import io.bellwether.securityproof.Theorem;
import io.bellwether.verification.VerifiedKey;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything about a block that is fixed before its first round.
 *
 * @param code of the error correction, of each pair of boxes
 * @param block what the theorem is asked about: counts, threshold, every published bit that depends
 *     on the raw key, and the epsilon budget
 * @param freeParameters of the theorem, chosen on the honest model
 * @param expectedLostTestRounds how many an honest pair of boxes loses on average
 * @param shortest key length of an accepted block; the only one unless the theorem's length varies
 * @param longest key length of an accepted block
 */
public record BlockPlan(
        SessionParameters parameters,
        CodeParameters code,
        BlockTerms block,
        ChosenParameters freeParameters,
        long expectedLostTestRounds,
        KeyLength shortest,
        KeyLength longest) {

    /** Keys are divided in whole bytes. */
    public static final int LEAST_KEY_BITS = 16;

    /**
     * The plan of the node that proposes: the free parameters are optimised on the honest model.
     *
     * @param epsilonAuthentication bound on the probability that any seal of a block is forged
     * @throws IllegalArgumentException if a parameter is outside the theorem's limits
     */
    public static BlockPlan proposed(SessionParameters parameters, double epsilonAuthentication) {
        BlockLayout layout = BlockLayout.expected(parameters, epsilonAuthentication);
        return of(
                parameters,
                layout,
                parameters.theorem().optimise(layout.block(), layout.expectedLostTestRounds()));
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
        return of(parameters, BlockLayout.expected(parameters, epsilonAuthentication), free);
    }

    /** The plan with the counts that the announced settings have fixed. */
    BlockPlan settled(BlockLayout layout) {
        return of(parameters, layout, freeParameters);
    }

    /**
     * A settled plan, computed again from the counts that were announced.
     *
     * @param estimationRounds rounds that count for the score
     * @param rawKeyBits bits of the raw key
     * @throws IllegalArgumentException if the protocol keeps every round, and the counts say that
     *     it did not; or as {@link #recomputed}
     */
    public static BlockPlan settled(
            SessionParameters parameters,
            double epsilonAuthentication,
            ChosenParameters free,
            long estimationRounds,
            long rawKeyBits) {
        return switch (parameters.protocol()) {
            case Protocol.Chsh chsh -> recomputed(parameters, epsilonAuthentication, free);
            case GeneralisedProtocol generalised ->
                    recomputed(parameters, epsilonAuthentication, free);
            case TwoBasesProtocol twoBases -> recomputed(parameters, epsilonAuthentication, free);
            case SelfTestProtocol selfTest ->
                    of(
                            parameters,
                            BlockLayout.selfTest(
                                    parameters, selfTest, epsilonAuthentication, estimationRounds),
                            free);
            case Protocol.Chained chained ->
                    of(
                            parameters,
                            BlockLayout.chained(
                                    parameters,
                                    chained,
                                    epsilonAuthentication,
                                    estimationRounds,
                                    rawKeyBits),
                            free);
        };
    }

    private static BlockPlan of(
            SessionParameters parameters, BlockLayout layout, ChosenParameters free) {
        Theorem theorem = parameters.theorem();
        BlockTerms block = layout.block();
        return new BlockPlan(
                parameters,
                layout.code(),
                block,
                free,
                layout.expectedLostTestRounds(),
                keyLength(theorem, block, free, block.maxLostTestRounds()),
                keyLength(theorem, block, free, 0));
    }

    private static KeyLength keyLength(
            Theorem theorem, BlockTerms block, ChosenParameters free, long lostTestRounds) {
        return divisible(
                theorem.keyLength(
                        block,
                        free,
                        theorem.variableLength()
                                ? OptionalLong.of(lostTestRounds)
                                : OptionalLong.empty()));
    }

    /** The error correction of the whole block. */
    PairCode correction() {
        return new PairCode(code, parameters.protocol().boxPairs());
    }

    /** The block is accepted if no pair of boxes loses more test rounds than this. */
    public long maxLostTestRounds() {
        return block.maxLostTestRounds();
    }

    /** Every published bit that depends on the raw key, of one pair of boxes. */
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

    /** The key length of a block that loses as many test rounds as an honest one on average. */
    private KeyLength expected() {
        return keyLength(parameters.theorem(), block, freeParameters, expectedLostTestRounds);
    }

    /** Key bits of a block that loses so many test rounds, at most the threshold; 0 if none. */
    public long keyBitsFor(long lostTestRounds) {
        return bitsOf(keyLength(parameters.theorem(), block, freeParameters, lostTestRounds));
    }

    /** Key bits of a block that loses as many test rounds as an honest one does on average. */
    public long expectedKeyBits() {
        return bitsOf(expected());
    }

    /**
     * Why it is no use to begin: a protocol that is run for nothing but its key gives none with
     * honest devices. A CHSH block is worth its score, so it is always begun.
     */
    public Optional<String> refusal() {
        return parameters.protocol() instanceof Protocol.Chained
                        && expected() instanceof KeyLength.None none
                ? Optional.of(none.reason())
                : Optional.empty();
    }

    /** What an uncertified block ends with, if there is no finite-size theorem for it. */
    public Optional<AsymptoticLength> laboratoryLength() {
        return switch (parameters.protocol()) {
            case GeneralisedProtocol generalised when block instanceof BlockParameters chsh ->
                    Optional.of(
                            AsymptoticLength.of(
                                    chsh,
                                    generalised.weights(),
                                    generalised.leastScore(
                                            parameters.blockRounds()
                                                    * parameters.testProbability())));
            case TwoBasesProtocol twoBases when block instanceof BlockParameters chsh ->
                    Optional.of(
                            AsymptoticLength.ofTwoBases(
                                    chsh,
                                    twoBases.leastChsh(
                                            parameters.blockRounds()
                                                    * parameters.testProbability())));
            case SelfTestProtocol selfTest
                    when selfTest.noiseless() && block instanceof SelfTestBlock levels ->
                    Optional.of(AsymptoticLength.ofSelfTest(levels));
            default -> Optional.empty();
        };
    }

    /** Amplifies and forgets, if there is no finite-size theorem; empty if there is. */
    Optional<LaboratoryResult> uncertified(
            VerifiedKey key, AcceptedEstimate estimate, BitArray seed, Workers workers) {
        return laboratoryLength()
                .map(length -> LaboratoryResult.of(key, estimate, length, seed, workers));
    }

    /** Bits that the seed of the amplification must be enough for. */
    long amplifiedBits() {
        return laboratoryLength().map(AsymptoticLength::bits).orElseGet(this::longestKeyBits);
    }

    /** Why no accepted block gives a key or a laboratory result, if none does. */
    public Optional<String> noKeyReason() {
        if (laboratoryLength().isPresent()) {
            return laboratoryLength().get().bits() > 0
                    ? Optional.empty()
                    : Optional.of(
                            "no uncertified key because the asymptotic rate of the expected score"
                                    + " leaves none");
        }
        if (parameters.protocol() instanceof SelfTestProtocol selfTest) {
            return Optional.of(
                    "no uncertified key because the asymptotic rate is that of the maximal score"
                            + " only: expectedVisibility %s; limit 1"
                                    .formatted(selfTest.expectedVisibility()));
        }
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

    /**
     * How a key is divided if {@code refillBits} of it go to the pool; fewer do if the key came out
     * so short that they would be more than the agreed share.
     */
    public KeyPartition partition(long keyBits, long refillBits) {
        long most = KeyPartition.maxRefillBits(keyBits, parameters.refillShare());
        return KeyPartition.of(keyBits, Math.min(refillBits, most), parameters.aliceShare());
    }
}

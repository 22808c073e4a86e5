package io.bellwether.securityproof;

import io.bellwether.bell.GeneralisedChsh;

/**
 * How long the key of a block would be in the limit of infinitely many independent and identical
 * rounds: <b>uncertified</b>. It is no {@link KeyLength}, and nothing that stores or delivers keys
 * takes one; what is made with it is shown by its digest, in the laboratory, and nowhere kept.
 */
public final class AsymptoticLength {
    /**
     * Rates are computed in double precision that may differ in its last digits between machines;
     * both ends cut to this many parts of a bit per round.
     */
    private static final double PARTS = 1e6;

    private final long bits;
    private final String claimId;
    private final BlockTerms block;

    private AsymptoticLength(long bits, String claimId, BlockTerms block) {
        this.bits = bits;
        this.claimId = claimId;
        this.block = block;
    }

    /**
     * RATE-CHSH-ASYMMETRIC at a = alpha/beta: n (1 - gamma) H(A|E) less what is published.
     *
     * @param weights alpha and beta, both above 0
     * @param value of alpha (E00 + E01) + beta (E10 - E11), at most the quantum bound
     */
    public static AsymptoticLength of(
            BlockParameters block, GeneralisedChsh weights, double value) {
        double entropy =
                AsymptoticRates.asymmetricChsh(
                                        weights.alpha() / weights.beta(),
                                        Math.min(value, weights.quantumBound()) / weights.beta(),
                                        0,
                                        block.flipProbability())
                                .bitsPerRound()
                        + ShannonEntropy.binary(block.flipProbability());
        return of(block, entropy, AsymptoticRates.ASYMMETRIC_CLAIM_ID);
    }

    /**
     * RATE-TWO-BASES: n (1 - gamma) H(A|E) less what is published; every key round has matching
     * bases.
     *
     * @param chsh S, at most the quantum bound
     */
    public static AsymptoticLength ofTwoBases(BlockParameters block, double chsh) {
        double entropy =
                AsymptoticRates.twoBases(chsh, 0, block.flipProbability()).bitsPerRound()
                        + ShannonEntropy.binary(block.flipProbability());
        return of(block, entropy, AsymptoticRates.TWO_BASES_CLAIM_ID);
    }

    private static AsymptoticLength of(BlockParameters block, double entropy, String claimId) {
        double keyRounds = block.rounds() * (1 - block.testProbability());
        long bits = (long) Math.floor(keyRounds * floored(entropy)) - block.leakedBits();
        return new AsymptoticLength(Math.max(0, bits), claimId, block);
    }

    /**
     * RATE-SELF-TEST: log2 d for every key round, less what is published. That is the rate at the
     * maximal value d - 1, for which the block's score is evidence and no proof.
     */
    public static AsymptoticLength ofSelfTest(SelfTestBlock block) {
        double perRound = floored(AsymptoticRates.selfTest(block.levels()).bitsPerRound());
        long bits = (long) Math.floor(block.keyRounds() * perRound) - block.leakedBits();
        return new AsymptoticLength(Math.max(0, bits), AsymptoticRates.SELF_TEST_CLAIM_ID, block);
    }

    private static double floored(double bitsPerRound) {
        return Math.floor(Math.max(0, bitsPerRound) * PARTS) / PARTS;
    }

    /** 0 if there is none. */
    public long bits() {
        return bits;
    }

    /** The asymptotic claim that was asked. */
    public String claimId() {
        return claimId;
    }

    /** The block that the length is for. */
    public BlockTerms block() {
        return block;
    }

    @Override
    public String toString() {
        return bits + " uncertified bits (" + claimId + ", asymptotic)";
    }
}

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
        double perRound = floored(entropy);
        double keyRounds = block.rounds() * (1 - block.testProbability());
        long bits = (long) Math.floor(keyRounds * perRound) - block.leakedBits();
        return new AsymptoticLength(Math.max(0, bits), AsymptoticRates.ASYMMETRIC_CLAIM_ID, block);
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

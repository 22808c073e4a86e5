package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

import java.util.OptionalLong;

/**
 * KEYLEN-RENYI: finite-size key length by Renyi entropy accumulation for CHSH, proved step by step
 * in {@code doc/keylen-renyi.md}. The same kind of statement as Arqand, Hahn and Tan
 * (arXiv:2405.05912) and Hahn, Philip, Tan and Brown (arXiv:2507.07365); <b>not peer reviewed in
 * this form</b>. The protocol is that of {@link KeylenEatOxford}, optionally with noisy
 * preprocessing: in key rounds Alice flips her outcome with probability p; and optionally with
 * settings that each side draws alone (RENYI-SIFT).
 *
 * <p>Fixed length, accepted iff at most N0max test rounds are lost: l = floor(n kappa - phi N0max -
 * leak - (alpha/(alpha - 1)) log 1/eps_PA + 2). Variable length, with N0 lost test rounds
 * announced: the same with N0 for N0max, less the logarithm of the number of distinct lengths.
 * Sound for eps_PA (the secrecy part of the budget) and the correctness and authentication parts.
 * Both nodes compute the same certified lower bound, on any machine.
 */
public final class KeylenRenyi {
    /** The ID in {@code claims/} of the fixed-length form. */
    public static final String CLAIM_ID = "KEYLEN-RENYI";

    /** The ID in {@code claims/} of the variable-length form. */
    public static final String VARIABLE_CLAIM_ID = "KEYLEN-RENYI-VARIABLE";

    /** What has to hold, in words. */
    public static final String ASSUMPTIONS =
            KeylenEatOxford.ASSUMPTIONS + " The proof of this theorem is not peer reviewed.";

    /** Noisy preprocessing beyond this leaves no key in floating point. */
    private static final double MAX_FLIP_PROBABILITY = 0.5;

    private KeylenRenyi() {}

    /**
     * The parameters of the theorem that may be chosen at will before the run, on the honest model,
     * never on the data of the run.
     *
     * @param alphaMinusOne alpha - 1, in [1e-12, 1]
     * @param lossShare s, in (0, 1): weight of a lost test round in Bob's private score
     * @param lossPenaltyBits phi, key bits given up per lost test round, in (0, 1e12)
     */
    public record FreeParameters(double alphaMinusOne, double lossShare, double lossPenaltyBits)
            implements ChosenParameters {
        /** Below this the interval arithmetic has no digits left; far below any useful value. */
        private static final double MIN_ALPHA_MINUS_ONE = 1e-12;

        /**
         * @throws IllegalArgumentException when a parameter is outside its range
         */
        public FreeParameters {
            if (!(alphaMinusOne >= MIN_ALPHA_MINUS_ONE && alphaMinusOne <= 1)) {
                throw new IllegalArgumentException(
                        "alphaMinusOne = %s is outside [%s, 1]"
                                .formatted(alphaMinusOne, MIN_ALPHA_MINUS_ONE));
            }
            Parameters.requireOpenUnit("lossShare", lossShare);
            Parameters.requireBetween("lossPenaltyBits", lossPenaltyBits, 0, 1e12);
        }
    }

    /**
     * Chooses the free parameters for the longest fixed-length key of an accepted block.
     *
     * @param flipProbability p of the noisy preprocessing in key rounds, in [0, 1/2)
     */
    public static FreeParameters optimise(BlockParameters block, double flipProbability) {
        return optimise(block, flipProbability, block.maxLostTestRounds());
    }

    /**
     * Chooses the free parameters for the longest key of a block that loses this many test rounds:
     * for the variable-length form, the number an honest device is expected to lose.
     */
    public static FreeParameters optimise(
            BlockParameters block, double flipProbability, long expectedLostTestRounds) {
        requireFlipProbability(flipProbability);
        return RenyiOptimiser.optimise(block, flipProbability, expectedLostTestRounds);
    }

    /**
     * The fixed key length of a block that was accepted, i.e. lost at most {@link
     * BlockParameters#maxLostTestRounds()} test rounds.
     *
     * @return a certified length, or none with the reason
     */
    public static KeyLength keyLength(
            BlockParameters block, double flipProbability, FreeParameters free) {
        requireFlipProbability(flipProbability);
        if (block.winThreshold() <= ChshGame.W_LOCAL) {
            return localThreshold(CLAIM_ID, block);
        }
        double bits = keyBits(block, flipProbability, free, block.maxLostTestRounds());
        return outcome(CLAIM_ID, block, OptionalLong.empty(), bits);
    }

    /**
     * The key length of a block that lost {@code lostTestRounds} test rounds, when this number is
     * announced and the length follows it. Blocks above {@link BlockParameters#maxLostTestRounds()}
     * give no key; that limit bounds the number of distinct lengths.
     *
     * @return a certified length, or none with the reason
     */
    public static KeyLength variableKeyLength(
            BlockParameters block,
            double flipProbability,
            FreeParameters free,
            long lostTestRounds) {
        requireFlipProbability(flipProbability);
        Parameters.requireAtLeast("lostTestRounds", lostTestRounds, 0);
        long limit = block.maxLostTestRounds();
        if (lostTestRounds > limit) {
            return new KeyLength.None(
                    VARIABLE_CLAIM_ID,
                    "no key because %d test rounds were lost, more than the limit of %d"
                            .formatted(lostTestRounds, limit));
        }
        double bits =
                keyBits(block, flipProbability, free, lostTestRounds) - distinctLengthBits(limit);
        return outcome(
                VARIABLE_CLAIM_ID, block, OptionalLong.of(lostTestRounds), Math.nextDown(bits));
    }

    /** log2 of the number of values 0 .. limit that the length can depend on, rounded up. */
    private static double distinctLengthBits(long limit) {
        return Interval.exactly(limit).plus(Interval.ONE).log2().upper();
    }

    private static double keyBits(
            BlockParameters block, double flipProbability, FreeParameters free, long lost) {
        double kappa = RenyiBound.of(block, flipProbability, free).kappa(1.0 / block.rounds());
        return keyBits(block, free, lost, kappa);
    }

    /** n kappa - phi N0 - leak - (alpha/d) log 1/eps_PA + 2, rounded down. */
    static double keyBits(
            BlockParameters block, FreeParameters free, long lostTestRounds, double kappa) {
        Interval d = Interval.exactly(free.alphaMinusOne());
        Interval hashing =
                Interval.ONE
                        .plus(d)
                        .over(d)
                        .times(Interval.exactly(block.epsilon().secrecy()).log2().negated());
        return Interval.exactly(block.rounds())
                .times(kappa)
                .minus(Interval.exactly(free.lossPenaltyBits()).times(lostTestRounds))
                .minus(Interval.exactly(block.leakedBits()))
                .minus(hashing)
                .plus(Interval.exactly(2))
                .lower();
    }

    private static KeyLength outcome(
            String claimId, BlockParameters block, OptionalLong announced, double bits) {
        if (bits < 1) {
            return new KeyLength.None(
                    claimId,
                    ("no key because after %d rounds the certified entropy falls %.0f bits short of"
                                    + " what was leaked and what finite statistics cost; more"
                                    + " rounds, a higher CHSH value or less leakage would help")
                            .formatted(block.rounds(), Math.ceil(1 - bits)));
        }
        // With hardly a round lost the formula passes the raw key's length; hashing cannot.
        long keyBits = Math.min((long) Math.floor(bits), block.rounds());
        return new KeyLength.Certified(keyBits, claimId, ASSUMPTIONS, block, announced);
    }

    private static KeyLength localThreshold(String claimId, BlockParameters block) {
        return new KeyLength.None(
                claimId,
                "no key because the accepted win ratio %.6f is not above 3/4: a local box reaches it"
                        .formatted(block.winThreshold()));
    }

    private static void requireFlipProbability(double flipProbability) {
        if (!(flipProbability >= 0 && flipProbability < MAX_FLIP_PROBABILITY)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + flipProbability + " is outside [0, 0.5)");
        }
    }
}

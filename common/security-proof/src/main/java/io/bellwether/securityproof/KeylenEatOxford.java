package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

import java.math.BigDecimal;

/**
 * KEYLEN-EAT-OXFORD: the finite-size key length of Nadlinger et al., Nature 607, 682 (2022),
 * supplement, Proposition 2, Eqs (61) to (73), by entropy accumulation, with two-universal hashing
 * in place of Trevisan's extractor as in Tan et al. (arXiv:2012.08714).
 *
 * <p>The protocol it covers: n rounds; in a test round (probability gamma) x and y are uniform
 * bits, in a key round x = 0 and y = 2; the raw key is Alice's outcomes of all rounds; Bob computes
 * the number of lost test rounds from his corrected copy and his own outcomes, keeps it private,
 * and accepts iff it is at most n gamma (1 - winThreshold).
 *
 * <p>The length is a lower bound to the last bit: every term is computed in outward-rounded
 * interval arithmetic on {@link StrictMath}, the infimum over w is bounded by convexity, and the
 * result is the same on every machine.
 */
public final class KeylenEatOxford {
    /** The ID in {@code claims/}. */
    public static final String CLAIM_ID = "KEYLEN-EAT-OXFORD";

    /** What has to hold, in words. */
    public static final String ASSUMPTIONS =
            "Quantum theory is correct; messages are authenticated with a short pre-shared secret;"
                + " settings and test choices are random, fresh and independent of the devices; the"
                + " nodes' own computers are honest; nothing unwanted leaves a laboratory and a"
                + " round's test choice does not influence the state measured in it; rounds are"
                + " sequential, devices may remember earlier rounds; all parameters were fixed"
                + " before the run; devices that hold earlier raw keys are not reused.";

    private KeylenEatOxford() {}

    /**
     * The parameters of the theorem that may be chosen at will before the run. Both nodes have to
     * use the same ones; {@link Double#toString(double)} and the binary form restore each exactly.
     *
     * @param t tangent point of eta, in (3/4, (2 + sqrt 2)/4)
     * @param alphaPrimeMinusOne a' - 1, in (0, 1)
     * @param alphaDoublePrimeMinusOne a'' - 1, in (0, 1/log2 5)
     * @param epsilonSmoothing es, with eps_PA + 2 es at most the secrecy budget
     * @param epsilonSmoothingPrime es', with es' + 2 es'' below es
     * @param epsilonSmoothingDoublePrime es''
     * @param epsilonPrivacyAmplification eps_PA
     */
    public record FreeParameters(
            double t,
            double alphaPrimeMinusOne,
            double alphaDoublePrimeMinusOne,
            double epsilonSmoothing,
            double epsilonSmoothingPrime,
            double epsilonSmoothingDoublePrime,
            double epsilonPrivacyAmplification)
            implements ChosenParameters {
        /** "1 < alpha'' < 1 + 1/log 5" (Eq. 62), rounded down. */
        static final double MAX_ALPHA_DOUBLE_PRIME_MINUS_ONE = 0.4306765580733930;

        /**
         * @throws IllegalArgumentException when a parameter is outside its range; the comparison of
         *     sums is exact
         */
        public FreeParameters {
            Parameters.requireBetween("t", t, ChshGame.W_LOCAL, ChshGame.W_MAX);
            Parameters.requireOpenUnit("alphaPrimeMinusOne", alphaPrimeMinusOne);
            Parameters.requireBetween(
                    "alphaDoublePrimeMinusOne",
                    alphaDoublePrimeMinusOne,
                    0,
                    MAX_ALPHA_DOUBLE_PRIME_MINUS_ONE);
            Parameters.requireOpenUnit("epsilonSmoothing", epsilonSmoothing);
            Parameters.requireOpenUnit("epsilonSmoothingPrime", epsilonSmoothingPrime);
            Parameters.requireOpenUnit("epsilonSmoothingDoublePrime", epsilonSmoothingDoublePrime);
            Parameters.requireOpenUnit("epsilonPrivacyAmplification", epsilonPrivacyAmplification);
            BigDecimal spent = sum(epsilonSmoothingPrime, epsilonSmoothingDoublePrime);
            if (spent.compareTo(new BigDecimal(epsilonSmoothing)) >= 0) {
                throw new IllegalArgumentException(
                        "epsilonSmoothingPrime + 2 epsilonSmoothingDoublePrime = %s is not below epsilonSmoothing = %s"
                                .formatted(spent.doubleValue(), epsilonSmoothing));
            }
        }

        /** eps_PA + 2 es, exactly. */
        BigDecimal secrecySpent() {
            return sum(epsilonPrivacyAmplification, epsilonSmoothing);
        }

        private static BigDecimal sum(double once, double twice) {
            return new BigDecimal(once).add(new BigDecimal(twice).multiply(BigDecimal.TWO));
        }
    }

    /**
     * Chooses the free parameters for the longest key of an accepted block. Deterministic; takes a
     * fraction of a second. Any choice is sound, so a poor optimum costs key, never security.
     */
    public static FreeParameters optimise(BlockParameters block) {
        return EatOxfordOptimiser.optimise(block, EatOxfordBound.Extractor.TWO_UNIVERSAL);
    }

    /**
     * The key length of a block that was accepted.
     *
     * @return a certified length, or none with the reason
     * @throws IllegalArgumentException when eps_PA + 2 es exceeds the secrecy part of the budget
     */
    public static KeyLength keyLength(BlockParameters block, FreeParameters free) {
        requireWithinBudget(block, free);
        if (block.winThreshold() <= ChshGame.W_LOCAL) {
            return new KeyLength.None(
                    CLAIM_ID,
                    "no key because the accepted win ratio %.6f is not above 3/4: a local box reaches it"
                            .formatted(block.winThreshold()));
        }
        double bound = EatOxfordBound.keyBits(block, free, EatOxfordBound.Extractor.TWO_UNIVERSAL);
        if (bound < 1) {
            return new KeyLength.None(
                    CLAIM_ID,
                    ("no key because after %d rounds the certified entropy at win ratio %.6f falls"
                                    + " %.0f bits short of what was leaked and what finite"
                                    + " statistics cost; more rounds, a higher CHSH value or less"
                                    + " leakage would help")
                            .formatted(block.rounds(), block.winThreshold(), Math.ceil(1 - bound)));
        }
        return new KeyLength.Certified((long) Math.floor(bound), CLAIM_ID, ASSUMPTIONS, block);
    }

    /**
     * The length as published, with Trevisan's extractor and parameters optimised for it. It can be
     * compared, not delivered: the product hashes with Toeplitz matrices.
     */
    public static PublishedLength asPublished(BlockParameters block) {
        FreeParameters free = EatOxfordOptimiser.optimise(block, EatOxfordBound.Extractor.TREVISAN);
        return new PublishedLength(
                Math.max(
                        0,
                        Math.floor(
                                EatOxfordBound.keyBits(
                                        block, free, EatOxfordBound.Extractor.TREVISAN))));
    }

    /**
     * A key length for comparison with the paper.
     *
     * @param bits whole bits, 0 when there is no key
     */
    public record PublishedLength(double bits) {}

    private static void requireWithinBudget(BlockParameters block, FreeParameters free) {
        double budget = block.epsilon().secrecy();
        if (free.secrecySpent().compareTo(new BigDecimal(budget)) > 0) {
            throw new IllegalArgumentException(
                    "epsilonPrivacyAmplification + 2 epsilonSmoothing = %s is above epsilonSecrecy = %s"
                            .formatted(free.secrecySpent().doubleValue(), budget));
        }
    }
}

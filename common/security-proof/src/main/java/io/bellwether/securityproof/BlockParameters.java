package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What both nodes agree on before a block is measured, as far as the key length depends on it.
 *
 * @param rounds n, all rounds, key and test rounds; with redundant boxes those of one pair
 * @param testProbability gamma, the probability that a round is a test round; with independent
 *     choice, the probability with which each side alone draws a test
 * @param winThreshold the block is accepted iff the number of lost test rounds is at most n {@link
 *     #testShare} (1 - winThreshold)
 * @param leakedBits public bits that depend on the raw key: syndrome, verification hash, tags and
 *     flags
 * @param epsilon the failure probabilities that the key may have
 * @param flipProbability p of the noisy preprocessing: Alice flips each outcome of a key round with
 *     this probability, privately, before anything is made of it
 * @param independentChoice each side draws alone whether it tests: a round is a test round if both
 *     do, a key round if neither does, and dropped otherwise, by settings alone
 * @param boxPairs pairs of boxes that have as many rounds each, and whose keys are added up; the
 *     other parameters are about each of them, and the length is that of one (REDUNDANT-BOXES)
 */
public record BlockParameters(
        long rounds,
        double testProbability,
        double winThreshold,
        long leakedBits,
        EpsilonBudget epsilon,
        double flipProbability,
        boolean independentChoice,
        int boxPairs)
        implements BlockTerms {
    /** Up to here every number of rounds is exactly a double. */
    private static final long MAX_ROUNDS = 1L << 53;

    /**
     * @throws IllegalArgumentException when rounds is not in [1, 2^53], testProbability not in (0,
     *     1), winThreshold above the quantum maximum (2 + sqrt 2)/4, leakedBits below 0 or above
     *     2^53, flipProbability not in [0, 1/2), or boxPairs below 1
     */
    public BlockParameters {
        Parameters.requireAtLeast("rounds", rounds, 1);
        Parameters.requireAtMost("rounds", rounds, MAX_ROUNDS);
        Parameters.requireOpenUnit("testProbability", testProbability);
        if (Double.isInfinite(winThreshold)) {
            throw new IllegalArgumentException(
                    "winThreshold = " + winThreshold + " is not a finite number");
        }
        Parameters.requireAtMost("winThreshold", winThreshold, ChshGame.W_MAX);
        Parameters.requireAtLeast("leakedBits", leakedBits, 0);
        Parameters.requireAtMost("leakedBits", leakedBits, MAX_ROUNDS);
        Parameters.requireAtLeast("boxPairs", boxPairs, 1);
        if (!(flipProbability >= 0 && flipProbability < 0.5)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + flipProbability + " is outside [0, 0.5)");
        }
    }

    /** Without noisy preprocessing. */
    public BlockParameters(
            long rounds,
            double testProbability,
            double winThreshold,
            long leakedBits,
            EpsilonBudget epsilon) {
        this(rounds, testProbability, winThreshold, leakedBits, epsilon, 0, false, 1);
    }

    /** The probability that a round counts for the score: gamma, or gamma^2. */
    public double testShare() {
        return testShare(testProbability, independentChoice);
    }

    /** The same for a block that is not yet laid out. */
    public static double testShare(double testProbability, boolean independentChoice) {
        return independentChoice ? testProbability * testProbability : testProbability;
    }

    /** All rounds: test outcomes are part of the raw key, and a dropped round is a constant 0. */
    @Override
    public long rawKeyBits() {
        return rounds * boxPairs;
    }

    /**
     * The threshold that an honest device of this CHSH value misses with a probability of {@code
     * sigmas} standard deviations: the accepted fraction of lost test rounds is q + sigmas sqrt(q
     * (1 - q)/n) with q = gamma (1 - w), as in Nadlinger et al. 2022 (there sigmas = 3).
     *
     * @return a win ratio; for few rounds it can lie below 3/4, where no key exists
     * @throws IllegalArgumentException when expectedChsh is outside [-2 sqrt 2, 2 sqrt 2], sigmas
     *     negative, or the other parameters outside the limits of a block
     */
    public static double winThreshold(
            long rounds, double testProbability, double expectedChsh, double sigmas) {
        Parameters.requireAtLeast("rounds", rounds, 1);
        Parameters.requireOpenUnit("testProbability", testProbability);
        requireQuantum(expectedChsh);
        if (!(sigmas >= 0 && sigmas < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sigmas = " + sigmas + " is below 0 or not finite");
        }
        double lost = testProbability * (1 - ChshGame.winRatioOf(expectedChsh));
        double accepted = lost + sigmas * Math.sqrt(lost * (1 - lost) / rounds);
        return Math.min(ChshGame.W_MAX, 1 - accepted / testProbability);
    }

    private static void requireQuantum(double chsh) {
        if (!(Math.abs(chsh) <= ChshGame.QUANTUM_BOUND)) {
            throw new IllegalArgumentException(
                    "chsh = %s is outside [-2 sqrt 2, 2 sqrt 2], no quantum behaviour reaches it"
                            .formatted(chsh));
        }
    }

    /**
     * The largest number of lost test rounds at which the block is accepted: the floor of n gamma
     * (1 - winThreshold), with gamma^2 where both sides draw, computed exactly; at least 0 and at
     * most n.
     */
    @Override
    public long maxLostTestRounds() {
        var gamma = new BigDecimal(testProbability);
        BigDecimal limit =
                new BigDecimal(rounds)
                        .multiply(independentChoice ? gamma.multiply(gamma) : gamma)
                        .multiply(BigDecimal.ONE.subtract(new BigDecimal(winThreshold)));
        return limit.min(new BigDecimal(rounds)).setScale(0, RoundingMode.FLOOR).longValueExact();
    }
}

package io.bellwether.bell;

/**
 * How probable it is at most that local devices score as well as was observed. All hold without
 * independent rounds: the devices may remember every earlier setting and outcome, as long as each
 * round's settings are fresh, i.e. independent of the past and of the devices. Small values speak
 * against locality; no key length depends on them.
 */
public final class PValues {
    private PValues() {}

    /**
     * Probability that local devices win at least this many of the rounds. Given the past, each
     * round is won with probability at most the bound, so the number of wins is stochastically
     * dominated by the binomial distribution, whose exact tail this is (Bierhorst, J. Phys. A 48,
     * 195302 (2015); Elkouss and Wehner, npj Quantum Inf. 2, 16026 (2016)). The number of rounds
     * has to be fixed before the run; otherwise use {@link #atAnyTime}.
     *
     * @param wins rounds won, in [0, rounds]
     * @param rounds rounds played; none give 1
     * @param localWinBound largest probability of a win by a local strategy, in (0, 1), for CHSH
     *     {@link ChshGame#localWinBound}
     * @throws IllegalArgumentException when an argument is out of its range, by name
     */
    public static double againstLocalRealism(long wins, long rounds, double localWinBound) {
        requireCounts(wins, rounds, localWinBound);
        return Binomial.upperTail(wins, rounds, localWinBound);
    }

    /**
     * The same for an experiment that may stop whenever it likes, e.g. at the first small value. A
     * gambler who is paid (u/b)^wins ((1-u)/(1-b))^losses, u uniform on (b, 1), has capital 1 on
     * average or less while local devices win with probability at most b in each round: it is a
     * supermartingale, and by Ville's inequality (1939) it ever reaches c with probability at most
     * 1/c.
     */
    public static double atAnyTime(long wins, long rounds, double localWinBound) {
        requireCounts(wins, rounds, localWinBound);
        double b = localWinBound;
        // integral over (b, 1) of u^k (1-u)^(n-k) du = P(at most k of n+1) k! (n-k)!/(n+1)!
        double lnIntegral =
                StrictMath.log(Binomial.lowerTail(wins, rounds + 1, b))
                        - StrictMath.log(rounds + 1);
        double lnCapital = lnIntegral - Binomial.lnMass(wins, rounds, b) - StrictMath.log(1 - b);
        return Math.min(1, StrictMath.exp(-lnCapital));
    }

    /**
     * For scores that are not just won or lost, e.g. the terms of a Bell inequality: probability
     * that local devices reach this mean, at most exp(-n D(m||b)) with both scaled to [0, 1]
     * (Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963), Theorem 1, which holds for martingales).
     *
     * @param meanScore observed mean of the scores of all rounds, in [low, high]
     * @param rounds rounds played
     * @param low smallest score of a round
     * @param high largest score of a round
     * @param localBound largest expected score of a local strategy, in (low, high)
     */
    public static double ofMeanScore(
            double meanScore, long rounds, double low, double high, double localBound) {
        if (!(low < localBound && localBound < high)) {
            throw new IllegalArgumentException(
                    "localBound = %s is outside (%s, %s)".formatted(localBound, low, high));
        }
        if (!(meanScore >= low && meanScore <= high)) {
            throw new IllegalArgumentException(
                    "meanScore = %s is outside [%s, %s]".formatted(meanScore, low, high));
        }
        requireRounds(rounds);
        double m = (meanScore - low) / (high - low);
        double b = (localBound - low) / (high - low);
        return m <= b ? 1 : StrictMath.exp(-rounds * (part(m, b) + part(1 - m, 1 - b)));
    }

    private static double part(double m, double b) {
        return m <= 0 ? 0 : m * StrictMath.log(m / b);
    }

    private static void requireCounts(long wins, long rounds, double localWinBound) {
        requireRounds(rounds);
        if (wins < 0 || wins > rounds) {
            throw new IllegalArgumentException(
                    "wins = %d is outside [0, rounds = %d]".formatted(wins, rounds));
        }
        if (!(localWinBound > 0 && localWinBound < 1)) {
            throw new IllegalArgumentException(
                    "localWinBound = " + localWinBound + " is outside (0, 1)");
        }
    }

    private static void requireRounds(long rounds) {
        if (rounds < 0) {
            throw new IllegalArgumentException("rounds = " + rounds + " is below 0");
        }
    }
}

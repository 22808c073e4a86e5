package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.Parameters;
import io.bellwether.securityproof.SimplexSearch;

import java.util.OptionalLong;

/**
 * Chooses how to run: for a theorem, the test probability, the preprocessing and the free
 * parameters that give the longest key of an honest device. Deterministic; the search is heuristic,
 * so a plan may be beaten, but the length it names is certified at the parameters it names.
 */
public final class Planner {
    /** Rounds up to here are exact and far beyond any run. */
    private static final double MOST_ROUNDS = 1e15;

    /** The search stops when a step changes the length of the block by less than this. */
    private static final double TOLERANCE_BITS = 0.01;

    /** {@link SimplexSearch} stops at 1e-5 bits of the block it is told of. */
    private static final double SEARCH_TOLERANCE_BITS = 1e-5;

    /** Preprocessing costs randomness and error correction: planned from this gain on. */
    private static final double WORTHWHILE_GAIN = 1e-3;

    private static final int MOST_ITERATIONS = 14;

    /** Steps of half a percent from an estimate to a number of rounds that is certified. */
    private static final int MOST_CORRECTIONS = 40;

    private Planner() {}

    /**
     * The best block of this many rounds under this theorem.
     *
     * @throws IllegalArgumentException when rounds is outside [1, 1e15]
     */
    public static Plan plan(PlanTheorem theorem, Setup setup, long rounds) {
        Parameters.requireAtLeast("rounds", rounds, 1);
        Parameters.requireAtMost("rounds", rounds, MOST_ROUNDS);
        Found found = search(theorem, setup, rounds);
        return found.space().plan(found.point());
    }

    /**
     * Estimated key bits per round at the best parameters, for curves; negative where there is no
     * key.
     */
    public static double ratePerRound(PlanTheorem theorem, Setup setup, double rounds) {
        return search(theorem, setup, rounds).bitsPerRound();
    }

    /**
     * The smallest block, to three digits and rounded up, that gives a key of this many bits;
     * certified. Empty when no block up to 1e15 rounds does.
     *
     * @param targetBits at least 1
     */
    public static OptionalLong roundsFor(PlanTheorem theorem, Setup setup, long targetBits) {
        Parameters.requireAtLeast("targetBits", targetBits, 1);
        double limit = ratePerRound(theorem, setup, MOST_ROUNDS);
        if (limit <= 0 || limit * MOST_ROUNDS < targetBits) {
            return OptionalLong.empty();
        }
        double rounds = estimatedRoundsFor(theorem, setup, targetBits, limit);
        for (int i = 0; i < MOST_CORRECTIONS && rounds <= MOST_ROUNDS; i++) {
            long whole = roundedUp(rounds);
            if (plan(theorem, setup, whole).keyBits() >= targetBits) {
                return OptionalLong.of(whole);
            }
            rounds = whole * 1.005;
        }
        return OptionalLong.empty();
    }

    /**
     * Solves bits(n) = limit n - cost(n) = target. The cost of finite statistics is nearly a power
     * of n, which the last two points give.
     */
    private static double estimatedRoundsFor(
            PlanTheorem theorem, Setup setup, long targetBits, double limit) {
        double rounds = Math.max(1e5, targetBits / limit);
        double exponent = 0.6;
        double previousRounds = 0;
        double previousCost = 0;
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double rate = ratePerRound(theorem, setup, rounds);
            double cost = Math.max(1, (limit - rate) * rounds);
            if (i > 0 && Math.abs(rounds / previousRounds - 1) > 1e-9) {
                double slope =
                        StrictMath.log(cost / previousCost)
                                / StrictMath.log(rounds / previousRounds);
                exponent = Math.min(0.95, Math.max(0.2, slope));
            }
            double next = solve(limit, cost, rounds, exponent, targetBits);
            if (Math.abs(next / rounds - 1) < 1e-4) {
                return next;
            }
            previousRounds = rounds;
            previousCost = cost;
            rounds = Math.min(MOST_ROUNDS, Math.max(1, next));
        }
        return rounds;
    }

    /** The n with limit n - cost (n/at)^exponent = target, by bisection on its logarithm. */
    private static double solve(
            double limit, double cost, double at, double exponent, double target) {
        double low = 0;
        double high = StrictMath.log(MOST_ROUNDS);
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            double n = StrictMath.exp(middle);
            if (limit * n - cost * StrictMath.pow(n / at, exponent) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StrictMath.exp(high);
    }

    /** The next larger number with three significant digits. */
    private static long roundedUp(double rounds) {
        double unit = StrictMath.pow(10, Math.floor(StrictMath.log10(rounds)) - 2);
        return Math.max(1, Math.round(Math.ceil(rounds / unit - 1e-9) * unit));
    }

    private record Found(SearchSpace space, double[] point, double bitsPerRound) {}

    private static Found search(PlanTheorem theorem, Setup setup, double rounds) {
        return switch (theorem) {
            case EAT_OXFORD -> best(new EatOxfordSearch(setup, rounds), rounds);
            case RENYI -> renyi(setup, rounds, false);
            case RENYI_VARIABLE -> renyi(setup, rounds, true);
        };
    }

    /** Preprocessing helps or it does not: the best with none, or the best with some. */
    private static Found renyi(Setup setup, double rounds, boolean variableLength) {
        Found without = best(new RenyiSearch(setup, rounds, variableLength, false), rounds);
        if (setup.flipProbability().isPresent()) {
            return without;
        }
        Found with = best(new RenyiSearch(setup, rounds, variableLength, true), rounds);
        double gain = with.bitsPerRound() - without.bitsPerRound();
        return gain > WORTHWHILE_GAIN * Math.abs(without.bitsPerRound()) ? with : without;
    }

    private static Found best(SearchSpace space, double rounds) {
        long told = (long) Math.max(1, rounds * SEARCH_TOLERANCE_BITS / TOLERANCE_BITS);
        double[] point = SimplexSearch.maximise(space::bitsPerRound, space.starts(), told);
        return new Found(space, point, space.bitsPerRound(point));
    }
}

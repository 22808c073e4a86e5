package io.bellwether.bell;

import java.util.OptionalDouble;

/**
 * What was counted in a block for B_d (see {@link BdInequality}), whose settings were drawn
 * uniformly: B_d is estimated by 2 d^2 times the mean term of a test round.
 *
 * @param levels d
 * @param localBound largest local value of B_d, which depends on the bases
 * @param termSum of {@link BdInequality#term} over the test rounds
 * @param squaredTermSum of its squares
 * @param keyErrors key rounds with different outcomes
 */
public record BdStatistics(
        int levels,
        double localBound,
        long testRounds,
        double termSum,
        double squaredTermSum,
        long keyRounds,
        long keyErrors)
        implements BlockStatistics {
    /**
     * @throws IllegalArgumentException when there are fewer than two levels or a count is outside
     *     its range, by name
     */
    public BdStatistics {
        if (levels < 2) {
            throw new IllegalArgumentException("levels = " + levels + " is below 2");
        }
        if (testRounds < 0) {
            throw new IllegalArgumentException("testRounds = " + testRounds + " is below 0");
        }
        if (keyErrors < 0 || keyErrors > keyRounds) {
            throw new IllegalArgumentException(
                    "keyErrors = %d is outside [0, %d]".formatted(keyErrors, keyRounds));
        }
    }

    /** 2 d^2, the pairs of settings of the two sides. */
    private double pairsOfSettings() {
        return 2.0 * levels * levels;
    }

    @Override
    public String scoreName() {
        return "B_d";
    }

    @Override
    public OptionalDouble score() {
        return testRounds == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(pairsOfSettings() * termSum / testRounds);
    }

    @Override
    public OptionalDouble scoreStandardError() {
        if (testRounds == 0) {
            return OptionalDouble.empty();
        }
        double mean = termSum / testRounds;
        double variance = Math.max(0, squaredTermSum / testRounds - mean * mean);
        return OptionalDouble.of(pairsOfSettings() * Math.sqrt(variance / testRounds));
    }

    @Override
    public double quantumBound() {
        return levels - 1;
    }

    /** None: a term has a size, and no round is won or lost. */
    @Override
    public long lostTestRounds() {
        return 0;
    }

    @Override
    public boolean countsLosses() {
        return false;
    }
}

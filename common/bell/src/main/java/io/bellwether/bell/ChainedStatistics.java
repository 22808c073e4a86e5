package io.bellwether.bell;

import java.util.OptionalDouble;

/**
 * What was counted in a run of the chained protocol: the loss ratio W over the neighbouring pairs
 * of settings, which is 1/(2M) for local and sin^2(pi/(4M)) for quantum devices at best.
 *
 * @param settings M
 * @param testRounds rounds in which both sides tested with neighbouring settings
 * @param lostTestRounds those that lost the chained game
 * @param keyRounds rounds in which both sides measured for the key
 * @param keyErrors key rounds with different outcomes
 */
public record ChainedStatistics(
        int settings, long testRounds, long lostTestRounds, long keyRounds, long keyErrors)
        implements BlockStatistics {
    /**
     * @throws IllegalArgumentException when there are fewer than two settings or a part exceeds its
     *     whole
     */
    public ChainedStatistics {
        if (settings < 2) {
            throw new IllegalArgumentException("settings = " + settings + " is below 2");
        }
        requirePart("lostTestRounds", lostTestRounds, testRounds);
        requirePart("keyErrors", keyErrors, keyRounds);
    }

    private static void requirePart(String name, long part, long whole) {
        if (part < 0 || part > whole) {
            throw new IllegalArgumentException(
                    "%s = %d is outside [0, %d]".formatted(name, part, whole));
        }
    }

    @Override
    public String scoreName() {
        return "W";
    }

    @Override
    public OptionalDouble score() {
        return testRounds == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) lostTestRounds / testRounds);
    }

    @Override
    public OptionalDouble scoreStandardError() {
        if (testRounds == 0) {
            return OptionalDouble.empty();
        }
        double w = (double) lostTestRounds / testRounds;
        return OptionalDouble.of(Math.sqrt(w * (1 - w) / testRounds));
    }

    @Override
    public double localBound() {
        return 0.5 / settings;
    }

    @Override
    public double quantumBound() {
        return 1 - new ChainedGame(settings).quantumWinBound();
    }
}

package io.bellwether.bell;

import java.util.OptionalDouble;

/**
 * The counts of a CHSH block under a generalised score s = alpha (E00 + E01) + beta (E10 - E11).
 *
 * @param score with its weights
 * @param counts of the block
 */
public record GeneralisedStatistics(GeneralisedChsh weights, ChshStatistics counts)
        implements BlockStatistics {
    @Override
    public String scoreName() {
        return "s";
    }

    @Override
    public OptionalDouble score() {
        return counts.chsh().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        weights.value(
                                correlator(0, 0) + correlator(0, 1),
                                correlator(1, 0) - correlator(1, 1)));
    }

    /**
     * Under independent rounds: the root of the sum of weight^2 (1 - E^2)/n over the four cells.
     */
    @Override
    public OptionalDouble scoreStandardError() {
        if (counts.chsh().isEmpty()) {
            return OptionalDouble.empty();
        }
        double variance = 0;
        for (int x = 0; x < 2; x++) {
            double weight = x == 0 ? weights.alpha() : weights.beta();
            for (int y = 0; y < 2; y++) {
                double e = correlator(x, y);
                variance += weight * weight * (1 - e * e) / counts.testRounds(x, y);
            }
        }
        return OptionalDouble.of(Math.sqrt(variance));
    }

    private double correlator(int x, int y) {
        return counts.correlator(x, y).orElseThrow();
    }

    @Override
    public double localBound() {
        return weights.localBound();
    }

    @Override
    public double quantumBound() {
        return weights.quantumBound();
    }

    @Override
    public long testRounds() {
        return counts.testRounds();
    }

    @Override
    public long lostTestRounds() {
        return counts.lostTestRounds();
    }

    @Override
    public long keyRounds() {
        return counts.keyRounds();
    }

    @Override
    public long keyErrors() {
        return counts.keyErrors();
    }
}

package io.bellwether.testkit;

import io.bellwether.bell.Behaviour;

/** Draws the outcomes of one round after the other from a behaviour, given both settings. */
final class PairSampler {
    private static final int OUTCOMES = 2;

    private final SeededEntropy dice;
    private final double[][][] cumulative;

    /**
     * @throws IllegalArgumentException if a side has not exactly two outcomes
     */
    PairSampler(Behaviour behaviour, SeededEntropy dice) {
        if (behaviour.aliceOutcomes() != OUTCOMES || behaviour.bobOutcomes() != OUTCOMES) {
            throw new IllegalArgumentException(
                    "outcomes: %d and %d; limit exactly 2 on each side"
                            .formatted(behaviour.aliceOutcomes(), behaviour.bobOutcomes()));
        }
        this.dice = dice;
        cumulative = new double[behaviour.aliceSettings()][behaviour.bobSettings()][3];
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            for (int y = 0; y < behaviour.bobSettings(); y++) {
                double sum = 0;
                for (int pair = 0; pair < 3; pair++) {
                    sum += behaviour.probability(pair >> 1, pair & 1, x, y);
                    cumulative[x][y][pair] = sum;
                }
            }
        }
    }

    /**
     * Plays the rounds of a chunk.
     *
     * @param x Alice's settings
     * @param y Bob's settings, as many
     */
    Chunk play(byte[] x, byte[] y) {
        var chunk = new Chunk(new byte[x.length], new byte[x.length]);
        for (int i = 0; i < x.length; i++) {
            double u = (dice.next() >>> 11) * 0x1p-53;
            double[] bounds = cumulative[x[i]][y[i]];
            int pair = u < bounds[0] ? 0 : u < bounds[1] ? 1 : u < bounds[2] ? 2 : 3;
            chunk.alice()[i] = (byte) (pair >> 1);
            chunk.bob()[i] = (byte) (pair & 1);
        }
        return chunk;
    }

    /** One outcome per round on each side. */
    record Chunk(byte[] alice, byte[] bob) {}
}

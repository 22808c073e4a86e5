package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

/**
 * A score that is linear in the behaviour, with the value that a formula predicts for it. Losses
 * are mapped to outcome 0 before the score is taken, as the nodes do.
 *
 * @param name S, QBER, W (lost chained rounds) or B_d
 * @param predicted by the closed form, not by the matrices that the box samples from
 * @param weight of p(ab|xy) in the score
 */
public record Score(String name, double predicted, Weight weight) {
    /** The weight of one probability. */
    @FunctionalInterface
    public interface Weight {
        double of(int a, int b, int x, int y);
    }

    /** S = E00 + E01 + E10 - E11 of two-outcome boxes. */
    static Score chsh(double predicted) {
        return new Score(
                "S",
                predicted,
                (a, b, x, y) ->
                        x > 1 || y > 1 ? 0 : (mapped(a) == mapped(b)) == (x * y == 0) ? 1 : -1);
    }

    /** P(a != b) at Alice's setting 0 and Bob's key setting. */
    static Score qber(int keySetting, double predicted) {
        return keyError(0, keySetting, predicted, 2);
    }

    /** P(a != b) at a pair of key settings, outcome {@code noClick} counting as 0. */
    static Score keyError(int keyX, int keyY, double predicted, int noClick) {
        return new Score(
                "QBER",
                predicted,
                (a, b, x, y) -> x == keyX && y == keyY && a % noClick != b % noClick ? 1 : 0);
    }

    private static int mapped(int outcome) {
        return outcome == 1 ? 1 : 0;
    }

    /** The score of a behaviour with losses as its last outcome. */
    public double of(Behaviour behaviour) {
        double sum = 0;
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            for (int y = 0; y < behaviour.bobSettings(); y++) {
                sum += mean(behaviour, x, y, 1);
            }
        }
        return sum;
    }

    /**
     * The standard error of the score when each pair of settings was played {@code rounds} times.
     */
    public double standardError(Behaviour behaviour, double rounds) {
        double variance = 0;
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            for (int y = 0; y < behaviour.bobSettings(); y++) {
                double mean = mean(behaviour, x, y, 1);
                variance += (mean(behaviour, x, y, 2) - mean * mean) / rounds;
            }
        }
        return Math.sqrt(Math.max(0, variance));
    }

    private double mean(Behaviour behaviour, int x, int y, int power) {
        double sum = 0;
        for (int a = 0; a < behaviour.aliceOutcomes(); a++) {
            for (int b = 0; b < behaviour.bobOutcomes(); b++) {
                double value = weight.of(a, b, x, y);
                sum += behaviour.probability(a, b, x, y) * (power == 1 ? value : value * value);
            }
        }
        return sum;
    }
}

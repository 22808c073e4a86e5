package io.bellwether.node.simulation;

import io.bellwether.foundation.EntropySource;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is left to chance in one simulated history, and also what its nodes take for entropy. A
 * predictable generator on purpose: a seed must replay the history. No real key ever comes of it.
 */
final class Dice implements EntropySource {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of their own, so that what one part throws does not change what another part gets. */
    Dice split() {
        return new Dice(random.split());
    }

    /** 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** How many trials until the first success, of this mean. */
    int waiting(double mean) {
        return 1 + (int) (-mean * StrictMath.log(1 - random.nextDouble()));
    }

    <T> T pick(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    @Override
    public void fill(long[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = random.nextLong();
        }
    }
}

package io.bellwether.errorcorrection;

/**
 * A part of a block whose bits are expected to be equally noisy, for example its key rounds.
 *
 * @param fraction the part of the block, 0 to 1
 * @param flipProbability the expected probability that Bob's reference bit differs from Alice's, 0
 *     to 1
 */
public record NoiseClass(double fraction, double flipProbability) {
    public NoiseClass {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction: " + fraction + "; limit 0 to 1");
        }
        if (!(flipProbability >= 0 && flipProbability <= 1)) {
            throw new IllegalArgumentException(
                    "flipProbability: " + flipProbability + "; limit 0 to 1");
        }
    }
}

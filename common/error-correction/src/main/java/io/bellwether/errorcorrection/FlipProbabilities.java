package io.bellwether.errorcorrection;

/**
 * What the decoder is told about each bit before it sees the syndrome. Asked by several threads at
 * once where the decoder has several {@link io.bellwether.foundation.Workers}.
 */
public interface FlipProbabilities {
    /**
     * The probability that Bob's reference bit differs from Alice's.
     *
     * @param bit the position in the block
     * @return 0 to 1; 0.5 says that the reference bit means nothing
     */
    double at(long bit);
}

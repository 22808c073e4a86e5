package io.bellwether.device;

import io.bellwether.foundation.BlockId;

/**
 * A block of rounds, as a box is told about it; the same at both halves.
 *
 * @param block tells the source which two halves belong together
 * @param rounds the number of rounds, 1 or more
 */
public record BlockSpecification(BlockId block, long rounds) {
    public BlockSpecification {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: %d; at least 1".formatted(rounds));
        }
    }
}

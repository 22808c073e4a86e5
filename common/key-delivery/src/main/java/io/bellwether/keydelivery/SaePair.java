package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;

/** Two SAEs that may share keys, whichever of them asks; the order means nothing. */
public record SaePair(SaeId one, SaeId other) {
    /**
     * @throws IllegalArgumentException if both are the same
     */
    public SaePair {
        if (one.equals(other)) {
            throw new IllegalArgumentException(
                    "pair: %s with itself; limit two different SAEs".formatted(one));
        }
    }

    /** Whether it is the pair of these two, in either order. */
    public boolean joins(SaeId first, SaeId second) {
        return one.equals(first) && other.equals(second)
                || one.equals(second) && other.equals(first);
    }
}

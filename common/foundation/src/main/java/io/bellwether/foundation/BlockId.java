package io.bellwether.foundation;

import java.util.UUID;

/**
 * The identity of a block of rounds, drawn by Alice when she proposes it, the same at both ends.
 */
public record BlockId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}

package io.bellwether.node.loopback;

import io.bellwether.channel.Direction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Bits of the authentication pool that were given out once.
 *
 * @param fromBits the first of them, counted in the direction
 * @param toBits the first one behind them
 */
public record PoolUse(Direction direction, long fromBits, long toBits) {
    /** How many bits the uses took beyond the first time, in whatever order they happened. */
    public static long bitsTwice(Collection<PoolUse> uses) {
        long twice = 0;
        for (Direction direction : Direction.values()) {
            List<PoolUse> sorted =
                    new ArrayList<>(
                            uses.stream().filter(use -> use.direction == direction).toList());
            sorted.sort(Comparator.comparingLong(PoolUse::fromBits));
            long reached = 0;
            for (PoolUse use : sorted) {
                twice += Math.max(0, Math.min(reached, use.toBits) - use.fromBits);
                reached = Math.max(reached, use.toBits);
            }
        }
        return twice;
    }
}

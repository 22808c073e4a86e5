package io.bellwether.channel;

/**
 * When a pool is said to be low and when it stops, for each direction.
 *
 * @param lowWaterBits with fewer bits left the ledger says {@link PoolLevel#LOW}; not below the
 *     floor
 * @param floorBits bits that a reservation must leave; at least zero
 */
public record LedgerLimits(long lowWaterBits, long floorBits) {
    public LedgerLimits {
        if (floorBits < 0) {
            throw new IllegalArgumentException(
                    "floorBits: %d; limit 0 or more".formatted(floorBits));
        }
        if (lowWaterBits < floorBits) {
            throw new IllegalArgumentException(
                    "lowWaterBits: %d; limit floorBits = %d or more"
                            .formatted(lowWaterBits, floorBits));
        }
    }
}

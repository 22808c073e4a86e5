package io.bellwether.channel;

/** How full one direction's pool is. */
public enum PoolLevel {
    SUFFICIENT,
    /** Below the low-water mark: the operator is told. */
    LOW,
    /** The next tag would go below the floor: no block can start. */
    AT_FLOOR
}

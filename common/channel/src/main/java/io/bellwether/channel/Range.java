package io.bellwether.channel;

/**
 * A range of one direction's pool. It holds no secret: the sender tells it to the peer.
 *
 * @param direction whose pool
 * @param offsetBits counted from the beginning of that direction's pool, over all refills; a
 *     multiple of {@link AuthenticationLedger#GRANULE_BITS}
 * @param bits its length, a positive multiple of {@link AuthenticationLedger#GRANULE_BITS}
 */
public record Range(Direction direction, long offsetBits, int bits) {
    /** The offset of the first bit after the range. */
    public long endBits() {
        return offsetBits + bits;
    }
}

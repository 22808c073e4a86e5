package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;

/** The bits {@code [offsetBits, offsetBits + lengthBits)} of a block's secret key: one key. */
public record KeyRange(BlockId blockId, long offsetBits, int lengthBits) {
    /**
     * @throws IllegalArgumentException if the offset is negative or the length not positive
     */
    public KeyRange {
        if (offsetBits < 0 || offsetBits > Long.MAX_VALUE - lengthBits) {
            throw new IllegalArgumentException(
                    "offsetBits: %d; limit at least 0".formatted(offsetBits));
        }
        if (lengthBits < 1) {
            throw new IllegalArgumentException(
                    "lengthBits: %d; limit at least 1".formatted(lengthBits));
        }
    }

    /** First bit after the range. */
    public long endBits() {
        return offsetBits + lengthBits;
    }
}

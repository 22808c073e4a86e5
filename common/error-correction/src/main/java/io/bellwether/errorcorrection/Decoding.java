package io.bellwether.errorcorrection;

import io.bellwether.foundation.SecretBits;

/**
 * How a decoding ended. A corrected key has Alice's syndrome; only verification shows it is hers.
 */
public sealed interface Decoding {
    /**
     * A key with the published syndrome was found.
     *
     * @param key Bob's corrected copy
     * @param iterations the largest number over the sub-blocks
     */
    record Corrected(SecretBits key, int iterations) implements Decoding {}

    /** The bound on iterations was reached in some sub-block. */
    record NotConverged(int iterations) implements Decoding {}
}

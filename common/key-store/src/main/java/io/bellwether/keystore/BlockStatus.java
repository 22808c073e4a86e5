package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;

/**
 * What the two ends exchange about a block on reconnect; no key bits.
 *
 * @param lengthBits length of the secret key, 0 if the block was discarded before it was stored
 * @param transcriptDigest empty if the block was discarded before it was stored
 */
public record BlockStatus(
        BlockId id, BlockState state, long lengthBits, long splitBits, byte[] transcriptDigest) {
    public BlockStatus {
        transcriptDigest = transcriptDigest.clone();
    }

    @Override
    public byte[] transcriptDigest() {
        return transcriptDigest.clone();
    }
}

package io.bellwether.keystore;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.SecretBits;

/**
 * The secret key of one block, ready to be stored.
 *
 * @param key the bits; the store copies them, the caller still owns and erases them
 * @param refill bits of the same block that are for the authentication pool, whole bytes, possibly
 *     none; kept until {@link KeyStore#forgetRefill}
 * @param transcriptDigest names the transcript that the key came from, the same at both ends
 * @param splitBits bits {@code [0, splitBits)} are for requests made at Alice's end, {@code
 *     [splitBits, length)} for requests made at Bob's
 */
public record StoredBlock(
        BlockId id, SecretBits key, SecretBits refill, byte[] transcriptDigest, long splitBits) {
    /** Longest digest that is stored, in bytes: SHA-512. */
    public static final int MAX_DIGEST_BYTES = 64;

    /**
     * @throws IllegalArgumentException if the key is empty, the refill is not whole bytes, the
     *     split is outside the key, or the digest is empty or longer than {@link #MAX_DIGEST_BYTES}
     */
    public StoredBlock {
        if (key.length() < 1) {
            throw new IllegalArgumentException("key: no bits; limit at least 1");
        }
        if (refill.length() % 8 != 0) {
            throw new IllegalArgumentException(
                    "refill: %d bits; limit whole bytes".formatted(refill.length()));
        }
        if (splitBits < 0 || splitBits > key.length()) {
            throw new IllegalArgumentException(
                    "splitBits: %d; limit 0 to the key's length %d"
                            .formatted(splitBits, key.length()));
        }
        if (transcriptDigest.length < 1 || transcriptDigest.length > MAX_DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "transcriptDigest: %d bytes; limit 1 to %d"
                            .formatted(transcriptDigest.length, MAX_DIGEST_BYTES));
        }
        transcriptDigest = transcriptDigest.clone();
    }

    /** A block without bits for the authentication pool. */
    public StoredBlock(BlockId id, SecretBits key, byte[] transcriptDigest, long splitBits) {
        this(id, key, new SecretBits(BitArray.ofLength(0)), transcriptDigest, splitBits);
    }

    @Override
    public byte[] transcriptDigest() {
        return transcriptDigest.clone();
    }
}

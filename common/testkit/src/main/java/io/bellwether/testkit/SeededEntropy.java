package io.bellwether.testkit;

import io.bellwether.foundation.EntropySource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Randomness that anybody who knows the seed can repeat: SHA-256 over seed, purpose and a counter.
 * For simulations and replays, never for a key that is used.
 */
public final class SeededEntropy implements EntropySource {
    private static final int WORDS_PER_DIGEST = 4;

    private final MessageDigest sha256;
    private final byte[] prefix;
    private long counter;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /**
     * @param purpose separates the streams of one seed, for example {@code "alice"}
     */
    public SeededEntropy(long seed, String purpose) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        prefix = ByteBuffer.allocate(8 + name.length).putLong(seed).put(name).array();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void fill(long[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = next();
        }
    }

    /** The next 64 bits. */
    public long next() {
        if (!rest.hasRemaining()) {
            sha256.update(prefix);
            byte[] digest = sha256.digest(ByteBuffer.allocate(8).putLong(counter++).array());
            rest = ByteBuffer.wrap(digest, 0, WORDS_PER_DIGEST * Long.BYTES);
        }
        return rest.getLong();
    }
}

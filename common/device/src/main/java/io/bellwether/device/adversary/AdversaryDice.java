package io.bellwether.device.adversary;

import io.bellwether.foundation.EntropySource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The adversary's randomness: SHA-256 over seed, purpose and a counter, so that a seed replays an
 * attack. Whoever knows the seed knows every draw; no node draws anything from it.
 */
public final class AdversaryDice implements EntropySource {
    private static final int DIGEST_BYTES = 32;

    private final byte[] prefix;
    private final MessageDigest sha256;
    private long counter;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /**
     * @param purpose separates the streams of one seed
     */
    public AdversaryDice(long seed, String purpose) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        prefix = ByteBuffer.allocate(Long.BYTES + name.length).putLong(seed).put(name).array();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The next 64 bits. */
    public long next() {
        if (!rest.hasRemaining()) {
            sha256.update(prefix);
            byte[] block = ByteBuffer.allocate(Long.BYTES).putLong(counter++).array();
            rest = ByteBuffer.wrap(sha256.digest(block), 0, DIGEST_BYTES);
        }
        return rest.getLong();
    }

    /** A number of [0, 1). */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** A fair bit. */
    public int bit() {
        return (int) (next() & 1);
    }

    @Override
    public void fill(long[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = next();
        }
    }
}

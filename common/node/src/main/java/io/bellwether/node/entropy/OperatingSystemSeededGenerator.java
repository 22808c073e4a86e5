package io.bellwether.node.entropy;

import io.bellwether.foundation.EntropySource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DrbgParameters;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The JDK's deterministic random bit generator of NIST SP 800-90A at 256 bits of strength, seeded
 * by the operating system. Its output is computationally, not information-theoretically, random:
 * the assumption "local randomness is good" of the security claim includes it.
 */
final class OperatingSystemSeededGenerator implements EntropySource {
    private static final int STRENGTH_BITS = 256;

    private final SecureRandom generator;

    OperatingSystemSeededGenerator() {
        try {
            generator =
                    SecureRandom.getInstance(
                            "DRBG",
                            DrbgParameters.instantiation(
                                    STRENGTH_BITS,
                                    DrbgParameters.Capability.RESEED_ONLY,
                                    "io.bellwether.node".getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "this Java runtime has no DRBG of 256 bits strength (SP 800-90A)", missing);
        }
    }

    @Override
    public void fill(long[] target) {
        byte[] bytes = new byte[Math.multiplyExact(target.length, Long.BYTES)];
        generator.nextBytes(bytes);
        ByteBuffer.wrap(bytes).asLongBuffer().get(target);
        Arrays.fill(bytes, (byte) 0);
    }
}

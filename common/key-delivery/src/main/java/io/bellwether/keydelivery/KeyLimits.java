package io.bellwether.keydelivery;

/**
 * What a KME advertises in its status and holds requests to.
 *
 * @param keySizeBits size of a key when the request names none
 * @param maxKeyCount most keys that the status reports as stored
 * @param maxAdditionalSlaves most SAEs in {@code additional_slave_SAE_IDs}; 0 for no multicast
 */
public record KeyLimits(
        int keySizeBits,
        int minKeySizeBits,
        int maxKeySizeBits,
        int maxKeysPerRequest,
        int maxKeyCount,
        int maxAdditionalSlaves) {
    /**
     * @throws IllegalArgumentException if sizes are not multiples of 8 in ascending order, or a
     *     number is out of range
     */
    public KeyLimits {
        requireBytes("minKeySizeBits", minKeySizeBits);
        requireBytes("keySizeBits", keySizeBits);
        requireBytes("maxKeySizeBits", maxKeySizeBits);
        if (minKeySizeBits > keySizeBits || keySizeBits > maxKeySizeBits) {
            throw new IllegalArgumentException(
                    "keySizeBits: %d; limit minKeySizeBits %d to maxKeySizeBits %d"
                            .formatted(keySizeBits, minKeySizeBits, maxKeySizeBits));
        }
        requireAtLeast("maxKeysPerRequest", maxKeysPerRequest, 1);
        requireAtLeast("maxKeyCount", maxKeyCount, 0);
        requireAtLeast("maxAdditionalSlaves", maxAdditionalSlaves, 0);
    }

    /** Keys of 256 bits, 64 to 16384 on request, up to 128 in one request, 8 further slaves. */
    public static KeyLimits defaults() {
        return new KeyLimits(256, 64, 16_384, 128, 1_000_000, 8);
    }

    /** With another default size, or the nearest that is allowed. */
    KeyLimits withKeySizeBits(int bits) {
        return new KeyLimits(
                Math.clamp(bits, minKeySizeBits, maxKeySizeBits),
                minKeySizeBits,
                maxKeySizeBits,
                maxKeysPerRequest,
                maxKeyCount,
                maxAdditionalSlaves);
    }

    private static void requireBytes(String name, int bits) {
        if (bits < 8 || bits % 8 != 0) {
            throw new IllegalArgumentException(
                    "%s: %d; limit a positive multiple of 8".formatted(name, bits));
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s: %d; limit at least %d".formatted(name, value, least));
        }
    }
}

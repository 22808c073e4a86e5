package io.bellwether.keydelivery;

import java.util.Optional;

/**
 * What one SAE is held to beside the limits of its KME.
 *
 * @param keySizeBits size of a key when its request names none
 * @param requestsPerSecond requests of any kind in the long run; twice as many at once
 * @param keysPerDay keys that it may ask for as a master from midnight to midnight, UTC
 */
public record SaeLimits(
        Optional<Integer> keySizeBits,
        Optional<Double> requestsPerSecond,
        Optional<Long> keysPerDay) {
    /** Nothing beside the KME's. */
    public static final SaeLimits NONE =
            new SaeLimits(Optional.empty(), Optional.empty(), Optional.empty());

    /** Least rate: one request in 17 minutes. */
    public static final double LEAST_REQUESTS_PER_SECOND = 0.001;

    /** Highest rate. */
    public static final double MOST_REQUESTS_PER_SECOND = 1e6;

    /**
     * @throws IllegalArgumentException naming the limit that is out of range
     */
    public SaeLimits {
        keySizeBits.ifPresent(bits -> {
            if (bits < 8 || bits % 8 != 0) {
                throw new IllegalArgumentException(
                        "keySizeBits: %d; limit a positive multiple of 8".formatted(bits));
            }
        });
        requestsPerSecond.ifPresent(rate -> {
            if (!(rate >= LEAST_REQUESTS_PER_SECOND && rate <= MOST_REQUESTS_PER_SECOND)) {
                throw new IllegalArgumentException(
                        "requestsPerSecond: %s; limit %s to %s"
                                .formatted(
                                        rate, LEAST_REQUESTS_PER_SECOND, MOST_REQUESTS_PER_SECOND));
            }
        });
        keysPerDay.ifPresent(keys -> {
            if (keys < 0) {
                throw new IllegalArgumentException(
                        "keysPerDay: %d; limit at least 0".formatted(keys));
            }
        });
    }
}

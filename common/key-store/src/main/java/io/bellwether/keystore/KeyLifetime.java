package io.bellwether.keystore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long keys may be handed out after their block was stored, and the clock that says so. Both
 * ends should have the same lifetime and clocks that agree to within seconds. A key that was
 * reserved carries its expiry to the other end, so that both refuse it from the same moment on.
 *
 * @param keys empty if keys do not expire
 */
public record KeyLifetime(InstantSource clock, Optional<Duration> keys) {
    /**
     * Bits that the peer has not reserved are kept that much longer than their lifetime here: its
     * block may have been stored later.
     */
    static final Duration PEER_GRACE = Duration.ofHours(24);

    /** A reservation of another process is taken up when it was not answered for so long. */
    static final Duration RESERVATION_LEASE = Duration.ofMinutes(10);

    /**
     * @throws IllegalArgumentException if the lifetime is not positive
     */
    public KeyLifetime {
        keys.ifPresent(lifetime -> {
            if (lifetime.isNegative() || lifetime.isZero()) {
                throw new IllegalArgumentException(
                        "key lifetime: %s; limit above zero".formatted(lifetime));
            }
        });
    }

    /** Keys that do not expire, and the system's clock. */
    public static KeyLifetime unlimited() {
        return new KeyLifetime(InstantSource.system(), Optional.empty());
    }

    long nowMillis() {
        return clock.millis();
    }

    /** When a block that is stored now expires. */
    long expiryMillis() {
        return keys.map(lifetime -> nowMillis() + lifetime.toMillis()).orElse(Reservation.NEVER);
    }
}

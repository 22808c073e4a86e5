package io.bellwether.keydelivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a key-delivery server may do beside the standard.
 *
 * @param redeliveryWindow how long a slave may fetch the same keys again with the same certificate,
 *     in case the answer was lost; zero for never
 * @param requestsPerSecond what an SAE is held to that has no limit of its own
 * @param idleTime how long a connection may be silent before it is closed
 * @param quotas what the SAEs have used of their daily quotas; closed by whoever made it
 * @param audit where deliveries that are repeated are noted
 * @param supply what is known of the pool
 * @param answered told of every request, of SKIP and streams, too, as its answer leaves; must not
 *     wait
 */
public record DeliveryOptions(
        Duration redeliveryWindow,
        Optional<Double> requestsPerSecond,
        Duration idleTime,
        Quotas quotas,
        AuditTrail audit,
        Supplier<Optional<KeySupply>> supply,
        Consumer<AnsweredRequest> answered) {
    /** Longest window: it holds keys in memory that are erased on disk. */
    public static final Duration MAX_REDELIVERY_WINDOW = Duration.ofSeconds(60);

    public static final Duration DEFAULT_IDLE_TIME = Duration.ofSeconds(60);

    /**
     * @throws IllegalArgumentException if the window is negative or too long
     */
    public DeliveryOptions {
        if (redeliveryWindow.isNegative()
                || redeliveryWindow.compareTo(MAX_REDELIVERY_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "redeliveryWindow: %s; limit 0 to %s"
                            .formatted(redeliveryWindow, MAX_REDELIVERY_WINDOW));
        }
    }

    /** None of it. */
    public static DeliveryOptions none() {
        return new DeliveryOptions(
                Duration.ZERO,
                Optional.empty(),
                DEFAULT_IDLE_TIME,
                Quotas.inMemory(),
                AuditTrail.none(),
                Optional::empty,
                request -> {});
    }
}

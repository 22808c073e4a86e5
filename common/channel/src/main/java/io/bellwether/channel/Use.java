package io.bellwether.channel;

import java.util.UUID;

/**
 * What pool bits are taken for: for the audit listing only, without any secret.
 *
 * @param exchange the block or the reconciliation, or {@link #NOBODY} where there is none
 */
public record Use(Purpose purpose, UUID exchange) {
    private static final UUID NOBODY = new UUID(0, 0);

    /** Not stated. */
    public static final Use UNSTATED = new Use(Purpose.UNSTATED, NOBODY);

    /** Reservations of keys. */
    public static final Use RESERVATION = new Use(Purpose.RESERVATION, NOBODY);

    /** In the order of their codes in the journal. */
    public enum Purpose {
        UNSTATED,
        BLOCK,
        RECONCILIATION,
        RESERVATION
    }

    /** Whether the use belongs to an exchange that has an id. */
    public boolean hasExchange() {
        return !exchange.equals(NOBODY);
    }
}

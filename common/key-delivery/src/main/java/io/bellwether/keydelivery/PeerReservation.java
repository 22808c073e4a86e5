package io.bellwether.keydelivery;

import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.Reservation;

import java.util.List;

/** The way to the other end's store, as key delivery needs it. */
public interface PeerReservation {
    /**
     * Tells the other end which keys were reserved here and waits for its answer. {@code Recorded}
     * means that they are durable there. Announcing the same reservations again is harmless.
     *
     * @throws PeerUnavailableException if there is no answer; the other end may or may not have
     *     recorded them
     */
    RecordOutcome announce(List<Reservation> reservations) throws PeerUnavailableException;
}

package io.bellwether.node.keys;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.PeerUnavailableException;
import io.bellwether.keystore.KeyRange;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.RelayAnswer;
import io.bellwether.keystore.Reservation;
import io.bellwether.link.KeyReservation;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.link.ReservationVerdict;
import io.bellwether.node.engine.CurrentLink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reservations of keys between the two stores: what is asked for at one end is durable at the other
 * first.
 */
public final class PeerKeys implements PeerReservation {
    private static final Logger log = LoggerFactory.getLogger(PeerKeys.class);

    private final KeyStore store;
    private final CurrentLink links;
    private final Supplier<Set<SaeId>> saesHere;
    private final Duration patience;

    /**
     * @param saesHere the applications that fetch at this end, now
     * @param patience how long the peer may take to answer
     */
    public PeerKeys(
            KeyStore store, CurrentLink links, Supplier<Set<SaeId>> saesHere, Duration patience) {
        this.store = store;
        this.links = links;
        this.saesHere = saesHere;
        this.patience = patience;
    }

    @Override
    public RecordOutcome announce(List<Reservation> reservations) throws PeerUnavailableException {
        PeerLink link =
                links.get().orElseThrow(() -> new PeerUnavailableException("no link to the peer"));
        List<KeyReservation> wire = reservations.stream().map(PeerKeys::toLink).toList();
        try {
            return switch (link.announce(wire, patience)) {
                case ReservationVerdict.Recorded r -> new RecordOutcome.Recorded();
                case ReservationVerdict.Refused(var keyId, var reason) ->
                        new RecordOutcome.Refused(keyId, RecordOutcome.Reason.valueOf(reason));
            };
        } catch (LinkException e) {
            throw new PeerUnavailableException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PeerUnavailableException("the peer refused for an unknown reason", e);
        }
    }

    /** As {@link #announce}, for a delivery front end in another process. */
    public RelayAnswer relay(List<Reservation> reservations) {
        try {
            return switch (announce(reservations)) {
                case RecordOutcome.Recorded() -> new RelayAnswer.Recorded();
                case RecordOutcome.Refused(var keyId, var reason) ->
                        new RelayAnswer.Refused(keyId, reason);
            };
        } catch (PeerUnavailableException e) {
            return new RelayAnswer.Unavailable(e.getMessage());
        }
    }

    /** Records what the peer has reserved, durably, or says why not. */
    public ReservationVerdict record(List<KeyReservation> reservations) {
        RecordOutcome outcome =
                store.recordPeerReservations(
                        reservations.stream().map(PeerKeys::toStore).toList(), saesHere.get());
        return switch (outcome) {
            case RecordOutcome.Recorded r -> new ReservationVerdict.Recorded();
            case RecordOutcome.Refused(var keyId, var reason) -> {
                log.atWarn()
                        .addKeyValue("key", keyId)
                        .addKeyValue("reason", reason)
                        .log("keys.peer-reservation-refused");
                yield new ReservationVerdict.Refused(keyId, reason.name());
            }
        };
    }

    private static KeyReservation toLink(Reservation reservation) {
        KeyRange range = reservation.range();
        return new KeyReservation(
                reservation.keyId(),
                range.blockId(),
                range.offsetBits(),
                range.lengthBits(),
                reservation.master(),
                reservation.slaves(),
                reservation.expiresMillis());
    }

    private static Reservation toStore(KeyReservation reservation) {
        return new Reservation(
                reservation.keyId(),
                new KeyRange(
                        reservation.block(), reservation.offsetBits(), reservation.lengthBits()),
                reservation.master(),
                reservation.slaves(),
                reservation.expiresMillis());
    }
}

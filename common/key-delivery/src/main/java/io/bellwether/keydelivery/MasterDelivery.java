package io.bellwether.keydelivery;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.Reservation;
import io.bellwether.keystore.ReservationRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a master gets keys: they are reserved here, recorded at the peer, and only then handed out,
 * so that an id that a master holds is never unknown at the other end.
 */
public final class MasterDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(MasterDelivery.class);

    private final KeyStore store;
    private final PeerReservation peer;

    public MasterDelivery(KeyStore store, PeerReservation peer) {
        this.store = store;
        this.peer = peer;
    }

    /** What becomes of a request. */
    public sealed interface Outcome {
        record Delivered(List<DeliveredKey> keys) implements Outcome {}

        /** Fewer keys are stored than were asked for; nothing has changed. */
        record TooFewKeys() implements Outcome {}

        /** The keys wait, under their ids, for the next request of the same kind. */
        record PeerUnreachable() implements Outcome {}

        /** The keys are burnt. */
        record PeerRefused() implements Outcome {}
    }

    /** Keys on their way to a master. */
    sealed interface Announced {
        /** The peer has them; {@link KeyStore#takeForMaster} hands them out. */
        record Recorded(List<KeyId> keyIds) implements Announced {}

        /** There is nothing to hand out. */
        record Failed(Outcome outcome) implements Announced {}
    }

    /** Reserves, announces and delivers; blocks until the peer has answered. */
    public Outcome deliver(ReservationRequest request) {
        return handOut(request.master(), announce(request));
    }

    /** Reserves keys and has the peer record them; blocks until it has answered. */
    Announced announce(ReservationRequest request) {
        return store.reserve(request)
                .map(this::announce)
                .orElseGet(() -> new Announced.Failed(new Outcome.TooFewKeys()));
    }

    /**
     * As {@link #deliver}, under ids that the caller has derived; those that both ends know already
     * are left out of the answer.
     *
     * @param lifetime how long the keys may be fetched
     */
    public Outcome deliverNamed(ReservationRequest request, List<KeyId> ids, Duration lifetime) {
        Optional<List<Reservation>> reserved = store.reserveNamed(request, ids, lifetime);
        if (reserved.isEmpty()) {
            return new Outcome.TooFewKeys();
        }
        return reserved.get().isEmpty()
                ? new Outcome.Delivered(List.of())
                : handOut(request.master(), announce(reserved.get()));
    }

    private Outcome handOut(SaeId master, Announced announced) {
        return switch (announced) {
            case Announced.Recorded(List<KeyId> ids) ->
                    new Outcome.Delivered(store.takeForMaster(master, ids));
            case Announced.Failed(Outcome outcome) -> outcome;
        };
    }

    private Announced announce(List<Reservation> reserved) {
        List<KeyId> ids = reserved.stream().map(Reservation::keyId).toList();
        RecordOutcome outcome;
        try {
            outcome = peer.announce(reserved);
        } catch (PeerUnavailableException e) {
            store.abandon(ids);
            LOG.debug("peer unavailable, {} keys wait for it: {}", ids.size(), e.getMessage());
            return new Announced.Failed(new Outcome.PeerUnreachable());
        } catch (RuntimeException e) {
            store.abandon(ids);
            throw e;
        }
        return switch (outcome) {
            case RecordOutcome.Recorded() -> new Announced.Recorded(ids);
            case RecordOutcome.Refused(KeyId keyId, RecordOutcome.Reason reason) -> {
                store.cancel(ids);
                LOG.warn("peer refused key {}: {}; {} keys burnt", keyId, reason, ids.size());
                yield new Announced.Failed(new Outcome.PeerRefused());
            }
        };
    }
}

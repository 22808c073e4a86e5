package io.bellwether.node.keys;

import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.PeerUnavailableException;
import io.bellwether.keystore.EngineRelay;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.RelayAnswer;
import io.bellwether.keystore.Reservation;

import java.time.Duration;
import java.util.List;

/** A delivery front end's way to the peer: the engine announces what it has reserved. */
public final class RelayedPeer implements PeerReservation {
    private final EngineRelay relay;
    private final Duration patience;

    /**
     * @param patience how long engine and peer may take to answer
     */
    public RelayedPeer(EngineRelay relay, Duration patience) {
        this.relay = relay;
        this.patience = patience;
    }

    @Override
    public RecordOutcome announce(List<Reservation> reservations) throws PeerUnavailableException {
        return switch (relay.ask(
                reservations.stream().map(Reservation::keyId).toList(), patience)) {
            case RelayAnswer.Recorded() -> new RecordOutcome.Recorded();
            case RelayAnswer.Refused(var keyId, var reason) ->
                    new RecordOutcome.Refused(keyId, reason);
            case RelayAnswer.Unavailable(String why) -> throw new PeerUnavailableException(why);
        };
    }
}

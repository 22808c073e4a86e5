package io.bellwether.node.simulation;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.PeerUnavailableException;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.Reservation;
import io.bellwether.keystore.StoredBlock;
import io.bellwether.link.Exchange;

import java.util.List;
import java.util.Set;

/** What stands in for a call while a bug is planted: the same, but later than it must be. */
public final class Plants {
    private Plants() {}

    /** Does not wait for the peer's answer. */
    public static RecordOutcome announceLater(
            PeerReservation peer, List<Reservation> reservations) {
        later(() -> {
            try {
                peer.announce(reservations);
            } catch (PeerUnavailableException e) {
                SimulatedProcess.point("an announcement came too late: " + e.getMessage());
            }
        });
        return new RecordOutcome.Recorded();
    }

    /** Answers the peer before the reservations are on disk. */
    public static RecordOutcome recordLater(
            KeyStore store, List<Reservation> reservations, Set<SaeId> saesHere) {
        later(() -> store.recordPeerReservations(reservations, saesHere));
        return new RecordOutcome.Recorded();
    }

    /** At Bob: lets the block be accepted before it is on disk. */
    public static BlockState storeLater(KeyStore store, StoredBlock block) {
        if (store.localEnd() == End.ALICE) {
            return store.storeBlock(block);
        }
        var copy =
                new StoredBlock(
                        block.id(),
                        copy(block.key()),
                        copy(block.refill()),
                        block.transcriptDigest(),
                        block.splitBits());
        later(() -> store.storeBlock(copy));
        return BlockState.STORED;
    }

    /** Lets the end of the link end nothing. */
    public static Exchange.Waiting waitOn(Exchange exchange, Runnable onEnd) {
        return () -> {};
    }

    private static SecretBits copy(SecretBits bits) {
        BitArray copied = bits.read(SecretAccess.to("plant a bug")).copy();
        return new SecretBits(copied);
    }

    private static void later(Runnable work) {
        SimulatedProcess process = SimulatedProcess.current();
        process.afterAWhile(work);
    }
}

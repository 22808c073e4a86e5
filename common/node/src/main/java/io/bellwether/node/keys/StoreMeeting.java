package io.bellwether.node.keys;

import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.StoreProgress;
import io.bellwether.keystore.StoreSuspendedException;
import io.bellwether.keystore.Suspension;
import io.bellwether.link.Greeting;
import io.bellwether.link.LinkException;
import io.bellwether.link.StoreMarks;

import java.util.Optional;

/** Lets the two key stores recognise one that was put back to an older state. */
public final class StoreMeeting {
    private final KeyStore store;

    public StoreMeeting(KeyStore store) {
        this.store = store;
    }

    /**
     * What this end tells the peer.
     *
     * @throws LinkException if the store was put back: no link is made until its keys are given up
     */
    public StoreMarks marks() throws LinkException {
        if (store.suspension().filter(why -> why == Suspension.PUT_BACK).isPresent()) {
            throw new LinkException(
                    LinkException.Cause.DIFFERENT,
                    StoreSuspendedException.explanation(Suspension.PUT_BACK));
        }
        return new StoreMarks(toLink(store.progress()), toLink(store.rememberedOfPeer()));
    }

    /**
     * Compares what both ends said.
     *
     * @throws LinkException if one of the stores was put back
     */
    public void compare(Greeting own, Greeting peer) throws LinkException {
        Optional<String> problem =
                store.meetPeer(
                        toStore(own.storeMarks().own()),
                        toStore(peer.storeMarks().own()),
                        toStore(peer.storeMarks().remembered()));
        if (problem.isPresent()) {
            throw new LinkException(LinkException.Cause.DIFFERENT, problem.get());
        }
    }

    private static StoreMarks.Counts toLink(StoreProgress progress) {
        return new StoreMarks.Counts(
                progress.reservedKeys(),
                progress.confirmedKeys(),
                progress.recordedKeys(),
                progress.fetchedKeys());
    }

    private static StoreProgress toStore(StoreMarks.Counts counts) {
        return new StoreProgress(
                counts.reservedKeys(),
                counts.confirmedKeys(),
                counts.recordedKeys(),
                counts.fetchedKeys());
    }
}

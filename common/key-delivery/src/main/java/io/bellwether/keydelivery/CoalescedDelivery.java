package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.MasterDelivery.Outcome;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.ReservationRequest;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Requests of one kind (same master, slave and size) that come at the same time share reservations,
 * announcements and the commit that hands their keys out: while some are under way, keys for the
 * next ones are reserved here and recorded at the peer already. So under load a request costs a
 * share of one commit instead of two of its own, and waits for no answer from the peer.
 *
 * <p>A request that comes alone reserves exactly what it asks for. Nothing is handed out that is
 * not durable at the peer, and nothing is answered before its handing out is durable here.
 */
@Singleton
final class CoalescedDelivery implements AutoCloseable {
    private final KeyStore store;
    private final MasterDelivery delivery;
    private final Map<Kind, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

    private record Kind(SaeId master, SaeId slave, int keySizeBits) {}

    CoalescedDelivery(KeyStore store, PeerReservation peer) {
        this.store = store;
        this.delivery = new MasterDelivery(store, peer);
    }

    /**
     * As {@link MasterDelivery#deliver}, without waiting. The outcome comes from a thread that
     * serves others, too: what is done with it must not wait either.
     *
     * @param usual whether many requests of this kind may be expected; keys are reserved ahead for
     *     no others, as what is reserved ahead waits for the next request of its kind
     */
    CompletableFuture<Outcome> deliver(ReservationRequest request, boolean usual) {
        if (!usual
                || request.slaves().size() > 1
                || request.count() > Lane.MOST_KEYS_OF_A_REQUEST) {
            return CompletableFuture.supplyAsync(() -> delivery.deliver(request), background);
        }
        Kind kind = kind(request.master(), request.slaves(), request.keySizeBits());
        Lane lane =
                lanes.compute(
                        kind,
                        (same, known) ->
                                (known == null ? new Lane(store, delivery, background) : known)
                                        .entered(request.count()));
        return lane.deliver(request)
                .whenComplete((outcome, failure) ->
                        lanes.compute(
                                kind, (same, known) -> lane.left(request.count()) ? null : lane));
    }

    /** How many keys are ready for the next requests of a kind. */
    int ready(SaeId master, SaeId slave, int keySizeBits) {
        Lane lane = lanes.get(new Kind(master, slave, keySizeBits));
        return lane == null ? 0 : lane.ready();
    }

    private static Kind kind(SaeId master, List<SaeId> slaves, int keySizeBits) {
        return new Kind(master, slaves.getFirst(), keySizeBits);
    }

    @PreDestroy
    @Override
    public void close() {
        background.shutdownNow();
        background.close();
    }
}

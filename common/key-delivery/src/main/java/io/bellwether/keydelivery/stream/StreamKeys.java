package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.MasterDelivery;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KnownKey;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.keystore.SlaveFetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The store as streams use it: keys under derived ids, and marks, which are keys of eight bits. */
final class StreamKeys {
    /** A mark only has to be there: the smallest key that every store cuts. */
    private static final int MARK_BITS = 8;

    private final KeyStore store;
    private final MasterDelivery delivery;
    private final Applications applications;

    StreamKeys(KeyStore store, PeerReservation peer, Applications applications) {
        this.store = store;
        this.delivery = new MasterDelivery(store, peer);
        this.applications = applications;
    }

    Optional<KnownKey> find(KeyId id) {
        return store.find(id);
    }

    Set<SaeId> saesHere() {
        return applications.registry().at(store.localEnd());
    }

    boolean mayShareKeys(SaeId one, SaeId other) {
        return applications.registry().mayShareKeys(one, other);
    }

    /**
     * Reserves chunks at both ends; each application fetches them by itself. They count as keys of
     * the stream's source.
     *
     * @return how it went, as GET_KEY puts it
     */
    StreamStatus reserveChunks(StreamName name, StreamQos qos, List<KeyId> ids) {
        if (!applications.takeOfQuota(name.source(), ids.size())) {
            return StreamStatus.INSUFFICIENT_KEY;
        }
        int reserved = 0;
        try {
            Reserved outcome =
                    reserve(
                            name.source(),
                            List.of(name.destination(), name.source()),
                            qos.chunkBits(),
                            ids,
                            Duration.ofSeconds(qos.ttlSeconds()));
            reserved = outcome.keys;
            return outcome.status;
        } finally {
            applications.giveBack(name.source(), ids.size() - reserved);
        }
    }

    /** Tells the other end something of one bit: that this application has come, or gone. */
    StreamStatus mark(StreamName name, SaeId by, KeyId mark, StreamQos qos) {
        Duration lifetime = Duration.ofSeconds(qos.ttlSeconds());
        return reserve(by, List.of(name.partnerOf(by)), MARK_BITS, List.of(mark), lifetime).status;
    }

    /** How a reservation went, and how many keys are new. */
    private record Reserved(StreamStatus status, int keys) {}

    private Reserved reserve(
            SaeId master, List<SaeId> slaves, int sizeBits, List<KeyId> ids, Duration lifetime) {
        Set<SaeId> here = saesHere();
        var request =
                new ReservationRequest(
                        ids.size(),
                        sizeBits,
                        master,
                        slaves,
                        slaves.stream().filter(here::contains).collect(Collectors.toSet()));
        return switch (delivery.deliverNamed(request, ids, lifetime)) {
            case MasterDelivery.Outcome.Delivered(List<DeliveredKey> keys) -> {
                keys.forEach(key -> key.bits().erase());
                yield new Reserved(StreamStatus.SUCCESSFUL, keys.size());
            }
            case MasterDelivery.Outcome.TooFewKeys() ->
                    new Reserved(StreamStatus.INSUFFICIENT_KEY, 0);
            case MasterDelivery.Outcome.PeerUnreachable() ->
                    new Reserved(StreamStatus.NO_QKD_CONNECTION, 0);
            // burnt: that chunk will never come, and the next one may
            case MasterDelivery.Outcome.PeerRefused() -> new Reserved(StreamStatus.SUCCESSFUL, 0);
        };
    }

    /** Whether the other application has set a mark; its bits are erased when it is seen. */
    boolean marked(StreamName name, SaeId by, KeyId mark) {
        Optional<KnownKey> known = store.find(mark).filter(KnownKey::confirmed);
        SaeId reader = name.partnerOf(by);
        if (known.isPresent() && known.get().waiting().contains(reader)) {
            fetch(by, reader, mark).ifPresent(key -> key.bits().erase());
        }
        return known.isPresent();
    }

    /** A chunk, once for each application; the caller erases the bits. */
    Optional<DeliveredKey> fetchChunk(StreamName name, SaeId caller, KeyId chunk) {
        return fetch(name.source(), caller, chunk);
    }

    private Optional<DeliveredKey> fetch(SaeId master, SaeId slave, KeyId id) {
        return store.takeForSlave(master, slave, List.of(id))
                        instanceof SlaveFetch.Delivered(List<DeliveredKey> keys)
                ? Optional.of(keys.getFirst())
                : Optional.empty();
    }
}

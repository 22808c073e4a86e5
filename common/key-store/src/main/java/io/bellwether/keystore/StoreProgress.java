package io.bellwether.keystore;

import java.util.Optional;

/**
 * How far an end's store has come. Each number only grows; what is counted here is durable before
 * the peer can know of it, so that a store that is behind what its peer knows was put back.
 *
 * @param reservedKeys keys ever reserved for requests made at this end
 * @param confirmedKeys those of them that the peer has answered for
 * @param recordedKeys keys ever recorded for the peer
 * @param fetchedKeys keys ever handed to slaves at this end
 */
public record StoreProgress(
        long reservedKeys, long confirmedKeys, long recordedKeys, long fetchedKeys) {
    /** Of a new store, and what is remembered of a peer that was never met. */
    public static final StoreProgress NONE = new StoreProgress(0, 0, 0, 0);

    /** The larger of each. */
    public StoreProgress atLeast(StoreProgress other) {
        return new StoreProgress(
                Math.max(reservedKeys, other.reservedKeys),
                Math.max(confirmedKeys, other.confirmedKeys),
                Math.max(recordedKeys, other.recordedKeys),
                Math.max(fetchedKeys, other.fetchedKeys));
    }

    /** The sum of each. */
    StoreProgress plus(StoreProgress other) {
        return new StoreProgress(
                reservedKeys + other.reservedKeys,
                confirmedKeys + other.confirmedKeys,
                recordedKeys + other.recordedKeys,
                fetchedKeys + other.fetchedKeys);
    }

    /**
     * The least that a store has come to whose peer has come to {@code peer} and remembers {@code
     * memory} of it: the peer records only what was reserved, and confirms only what was recorded.
     */
    static StoreProgress provedBy(StoreProgress peer, StoreProgress memory) {
        return memory.atLeast(new StoreProgress(peer.recordedKeys, 0, peer.confirmedKeys, 0));
    }

    /** In which number this falls short of what is proved, in words. */
    Optional<String> behind(StoreProgress proved) {
        if (reservedKeys < proved.reservedKeys) {
            return Optional.of(
                    "%d keys were reserved, and %d are known to have been"
                            .formatted(reservedKeys, proved.reservedKeys));
        }
        if (confirmedKeys < proved.confirmedKeys) {
            return Optional.of(
                    "%d keys were handed to masters, and %d are known to have been"
                            .formatted(confirmedKeys, proved.confirmedKeys));
        }
        if (recordedKeys < proved.recordedKeys) {
            return Optional.of(
                    "%d keys were recorded for the peer, and %d are known to have been"
                            .formatted(recordedKeys, proved.recordedKeys));
        }
        return fetchedKeys < proved.fetchedKeys
                ? Optional.of(
                        "%d keys were handed to slaves, and %d are known to have been"
                                .formatted(fetchedKeys, proved.fetchedKeys))
                : Optional.empty();
    }
}

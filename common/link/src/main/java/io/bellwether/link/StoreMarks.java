package io.bellwether.link;

import io.bellwether.proto.link.v1.StoreProgress;

/**
 * How far the key stores of both ends have come, as one end sees it.
 *
 * @param own of the end that says it
 * @param remembered what it remembers of the other end
 */
public record StoreMarks(Counts own, Counts remembered) {
    /** Of stores that never had a key. */
    public static final StoreMarks NONE =
            new StoreMarks(new Counts(0, 0, 0, 0), new Counts(0, 0, 0, 0));

    /**
     * Keys counted since a store was made.
     *
     * @param reservedKeys for requests made at its end
     * @param confirmedKeys of those, answered for by the peer
     * @param recordedKeys for the peer
     * @param fetchedKeys by slaves at its end
     */
    public record Counts(
            long reservedKeys, long confirmedKeys, long recordedKeys, long fetchedKeys) {
        StoreProgress toWire() {
            return StoreProgress.newBuilder()
                    .setReservedKeys(reservedKeys)
                    .setConfirmedKeys(confirmedKeys)
                    .setRecordedKeys(recordedKeys)
                    .setFetchedKeys(fetchedKeys)
                    .build();
        }

        /** A million keys a second for 35 years; nothing is ever added up beyond it. */
        private static final long MOST_KEYS = 1L << 50;

        /**
         * @throws IllegalArgumentException if a number is one that no store can have reached
         */
        static Counts fromWire(StoreProgress wire) {
            return new Counts(
                    possible("reservedKeys", wire.getReservedKeys()),
                    possible("confirmedKeys", wire.getConfirmedKeys()),
                    possible("recordedKeys", wire.getRecordedKeys()),
                    possible("fetchedKeys", wire.getFetchedKeys()));
        }

        private static long possible(String name, long keys) {
            if (keys < 0 || keys > MOST_KEYS) {
                throw new IllegalArgumentException(
                        "%s: %d; limit 0 to %d".formatted(name, keys, MOST_KEYS));
            }
            return keys;
        }
    }
}

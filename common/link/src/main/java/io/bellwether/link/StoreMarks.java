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

        static Counts fromWire(StoreProgress wire) {
            return new Counts(
                    wire.getReservedKeys(),
                    wire.getConfirmedKeys(),
                    wire.getRecordedKeys(),
                    wire.getFetchedKeys());
        }
    }
}

package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

/** What became of reservations that the peer announced. */
public sealed interface RecordOutcome {
    /** All of them are durable here, now or already before. */
    record Recorded() implements RecordOutcome {}

    /** None of them was recorded by this call, because of {@code keyId}. */
    record Refused(KeyId keyId, Reason reason) implements RecordOutcome {}

    /** Why a reservation is refused: a fixed set, fit to be told to the peer. */
    enum Reason {
        UNKNOWN_BLOCK,
        BLOCK_DISCARDED,
        /**
         * Alice holds the block as stored only, so Bob cannot have been told that he may deliver.
         */
        BLOCK_NOT_DELIVERABLE,
        /** The range is not within the stream of requests made at the peer's end. */
        OUTSIDE_PEER_STREAM,
        OVERLAPS_ANOTHER_KEY,
        /** The id is known here with another range or other SAEs. */
        KEY_ID_IN_USE,
        /** The key was cancelled here. */
        CANCELLED,
        /** The key, or here its block, is past its lifetime. */
        EXPIRED
    }
}

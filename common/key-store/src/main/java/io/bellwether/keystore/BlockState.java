package io.bellwether.keystore;

/**
 * What the store knows of a block. A state never goes back: {@code STORED} becomes {@code
 * DELIVERABLE} or {@code DISCARDED}, {@code DELIVERABLE} becomes {@code EXHAUSTED}.
 */
public enum BlockState {
    /** Durable here; the peer is not known to hold it. No key may leave. */
    STORED,
    /** Durable at both ends; keys may be cut from it. */
    DELIVERABLE,
    /** Every bit was delivered, or burnt, and is erased. */
    EXHAUSTED,
    /**
     * Given up before it was deliverable; its bits are erased, and it can never be stored again.
     */
    DISCARDED
}

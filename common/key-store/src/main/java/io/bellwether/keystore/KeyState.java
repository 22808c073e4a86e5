package io.bellwether.keystore;

/** Where a key stands at this end. */
enum KeyState {
    /** Asked for here; the announcement to the peer is under way. */
    RESERVED,
    /** Asked for here; the peer's answer never came, and nobody was told the id. */
    UNCONFIRMED,
    /** Durable at both ends; the SAEs that are pending may fetch it. */
    CONFIRMED,
    /** Every SAE at this end had it; the bits are erased. */
    DELIVERED,
    /** Cancelled; the bits are erased and never used for another key. */
    BURNT
}

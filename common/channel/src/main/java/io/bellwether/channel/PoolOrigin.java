package io.bellwether.channel;

/** Where the first bits of a pool come from; it decides what authentication rests on. */
public enum PoolOrigin {
    /** Carried to both ends: authentication rests on no computational assumption. */
    PRE_SHARED("pre-shared; information-theoretic"),
    /**
     * Agreed over a network: whoever breaks both ML-KEM and the expansion reads the pool, and
     * whoever breaks ML-DSA <em>before</em> the handshake ends can sit between the ends.
     */
    POST_QUANTUM_HANDSHAKE("post-quantum handshake; COMPUTATIONAL");

    private final String label;

    PoolOrigin(String label) {
        this.label = label;
    }

    /** For the operator. */
    public String label() {
        return label;
    }
}

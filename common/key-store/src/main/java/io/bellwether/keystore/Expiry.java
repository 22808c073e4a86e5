package io.bellwether.keystore;

/** What is over at a moment. */
record Expiry(long nowMillis) {
    /** Bounds one transaction; the rest is burnt the next time and not handed out meanwhile. */
    static final int KEYS_AT_A_TIME = 1000;

    /** Whether a block's lifetime and the grace for the peer's requests have passed. */
    boolean isOver(BlockRow block) {
        return isOver(block, nowMillis);
    }

    static boolean isOver(BlockRow block, long nowMillis) {
        return block.expiresMillis() <= nowMillis - KeyLifetime.PEER_GRACE.toMillis();
    }
}

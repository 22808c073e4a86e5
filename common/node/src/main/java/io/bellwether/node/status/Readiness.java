package io.bellwether.node.status;

import java.util.Optional;

/**
 * Whether the node can do its work now, and if not, for lack of what.
 *
 * @param peer whether it is connected
 * @param box whether it has not failed; it is first heard of in the first block
 * @param store whether it answers and hands keys out
 * @param pool whether it is above its floor
 * @param lastBlockSeconds since the last block ended, whatever became of it; absent before the
 *     first
 */
public record Readiness(
        boolean ready,
        Check peer,
        Check box,
        Check store,
        Check pool,
        Optional<Double> lastBlockSeconds) {
    /** One thing that the node needs. */
    public record Check(boolean ok, String detail) {}

    public static Readiness of(
            Check peer, Check box, Check store, Check pool, Optional<Double> lastBlockSeconds) {
        return new Readiness(
                peer.ok && box.ok && store.ok && pool.ok, peer, box, store, pool, lastBlockSeconds);
    }
}

package io.bellwether.keystore;

import io.bellwether.foundation.SaeId;

import java.util.Set;

/**
 * A key's reservation, and how far it has come at this end.
 *
 * @param confirmed whether the peer is known to have recorded it, or reserved it
 * @param waiting the SAEs at this end that may fetch it now
 */
public record KnownKey(Reservation reservation, boolean confirmed, Set<SaeId> waiting) {
    static KnownKey of(KeyRow row, long nowMillis) {
        boolean alive = row.state() == KeyState.CONFIRMED && row.aliveAt(nowMillis);
        return new KnownKey(
                row.reservation(),
                !row.waitsForPeer(),
                alive ? Set.copyOf(row.slavesPending()) : Set.of());
    }
}

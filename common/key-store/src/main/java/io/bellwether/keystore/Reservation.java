package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.util.List;

/**
 * One key, bound to its range and its SAEs: what the end that was asked tells the other end, and
 * what both record before anybody holds the key's id.
 *
 * @param master the SAE that asked for the key
 * @param slaves the SAEs that it named, each fetches the key once
 */
public record Reservation(KeyId keyId, KeyRange range, SaeId master, List<SaeId> slaves) {
    public Reservation {
        slaves = SaeLists.distinct(slaves);
    }
}

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
 * @param expiresMillis from then on neither end hands the key out, each by its own clock;
 *     milliseconds since 1970-01-01T00:00Z, or {@link #NEVER}
 */
public record Reservation(
        KeyId keyId, KeyRange range, SaeId master, List<SaeId> slaves, long expiresMillis) {
    /** The expiry of keys that do not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    public Reservation {
        slaves = SaeLists.distinct(slaves);
    }

    /** A key that does not expire. */
    public Reservation(KeyId keyId, KeyRange range, SaeId master, List<SaeId> slaves) {
        this(keyId, range, master, slaves, NEVER);
    }
}

package io.bellwether.keystore;

import io.bellwether.foundation.SaeId;

import java.util.List;
import java.util.Set;

/**
 * A request for keys, made at this end.
 *
 * @param count number of keys
 * @param keySizeBits length of each key
 * @param master the SAE that asks; it fetches here
 * @param slaves the SAEs that it names, at either end
 * @param slavesHere those of the slaves that fetch at this end; a key's bits are erased when the
 *     master and these have had it
 */
public record ReservationRequest(
        int count, int keySizeBits, SaeId master, List<SaeId> slaves, Set<SaeId> slavesHere) {
    /**
     * @throws IllegalArgumentException if a number is not positive, a slave is named twice, or a
     *     slave of this end is not among the slaves
     */
    public ReservationRequest {
        if (count < 1) {
            throw new IllegalArgumentException("count: %d; limit at least 1".formatted(count));
        }
        if (keySizeBits < 1) {
            throw new IllegalArgumentException(
                    "keySizeBits: %d; limit at least 1".formatted(keySizeBits));
        }
        slaves = SaeLists.distinct(slaves);
        slavesHere = Set.copyOf(slavesHere);
        if (!slaves.containsAll(slavesHere)) {
            throw new IllegalArgumentException("slavesHere: names an SAE that is not a slave");
        }
    }
}

package io.bellwether.keystore;

import io.bellwether.foundation.SaeId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param lifetime how long from now the keys may be handed out at most, at either end; empty for as
 *     long as their blocks
 */
public record ReservationRequest(
        int count,
        int keySizeBits,
        SaeId master,
        List<SaeId> slaves,
        Set<SaeId> slavesHere,
        Optional<Duration> lifetime) {
    /** Keys that may be handed out as long as their blocks. */
    public ReservationRequest(
            int count, int keySizeBits, SaeId master, List<SaeId> slaves, Set<SaeId> slavesHere) {
        this(count, keySizeBits, master, slaves, slavesHere, Optional.empty());
    }

    /**
     * @throws IllegalArgumentException if a number or the lifetime is not positive, a slave is
     *     named twice, or a slave of this end is not among the slaves
     */
    public ReservationRequest {
        if (count < 1) {
            throw new IllegalArgumentException("count: %d; limit at least 1".formatted(count));
        }
        if (keySizeBits < 1) {
            throw new IllegalArgumentException(
                    "keySizeBits: %d; limit at least 1".formatted(keySizeBits));
        }
        if (lifetime.filter(life -> life.isNegative() || life.isZero()).isPresent()) {
            throw new IllegalArgumentException(
                    "lifetime: %s; limit above zero".formatted(lifetime.get()));
        }
        slaves = SaeLists.distinct(slaves);
        slavesHere = Set.copyOf(slavesHere);
        if (!slaves.containsAll(slavesHere)) {
            throw new IllegalArgumentException("slavesHere: names an SAE that is not a slave");
        }
    }

    /** The latest moment at which the keys may be handed out, beside that of their blocks. */
    long latestMillis(long nowMillis) {
        return lifetime.map(life -> nowMillis + life.toMillis()).orElse(Reservation.NEVER);
    }
}

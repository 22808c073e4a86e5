package io.bellwether.keystore;

import java.util.List;

/** Outcome of a slave's request for keys by their ids: all of them, or none. */
public sealed interface SlaveFetch {
    /** The keys in the order of the request; this slave can never fetch them again. */
    record Delivered(List<DeliveredKey> keys) implements SlaveFetch {
        public Delivered {
            keys = List.copyOf(keys);
        }
    }

    /** An id is unknown, not yet deliverable, cancelled, or was fetched by this slave before. */
    record NotFound() implements SlaveFetch {}

    /**
     * The caller is not a slave of every known id, or the keys were asked for by another master.
     */
    record NotAuthorised() implements SlaveFetch {}
}

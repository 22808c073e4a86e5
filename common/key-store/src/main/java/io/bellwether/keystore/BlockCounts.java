package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

/** What is left in all blocks together. */
record BlockCounts(Handle handle) {
    static final String LOCAL_KEYS_OF_SIZE =
            """
            SELECT coalesce(sum(local_free_bits / ?), 0) FROM block
            WHERE state = 'DELIVERABLE' AND local_free_bits > 0 AND expires_millis > ?\
            """;

    static final String PEER_KEYS_OF_SIZE =
            """
            SELECT coalesce(sum(peer_free_bits / ?), 0) FROM block
            WHERE state = 'DELIVERABLE' AND peer_free_bits > 0 AND expires_millis > ?\
            """;

    static final String COUNTS =
            """
            SELECT count(*) FILTER (WHERE state = 'STORED') AS stored,
                count(*) FILTER (WHERE state = 'DELIVERABLE') AS deliverable,
                coalesce(sum(local_free_bits) FILTER (WHERE state = 'DELIVERABLE'), 0)
                    AS local_free,
                coalesce(sum(peer_free_bits) FILTER (WHERE state = 'DELIVERABLE'), 0)
                    AS peer_free,
                coalesce(sum(outstanding_keys), 0) AS outstanding
            FROM block WHERE state IN ('STORED', 'DELIVERABLE')\
            """;

    long keysOfSize(boolean local, int keySizeBits, long nowMillis) {
        return handle.select(local ? LOCAL_KEYS_OF_SIZE : PEER_KEYS_OF_SIZE, keySizeBits, nowMillis)
                .mapTo(Long.class)
                .one();
    }

    StoreCounts counts() {
        return handle.select(COUNTS)
                .map((row, context) ->
                        new StoreCounts(
                                row.getLong("stored"),
                                row.getLong("deliverable"),
                                row.getLong("local_free"),
                                row.getLong("peer_free"),
                                row.getLong("outstanding")))
                .one();
    }
}

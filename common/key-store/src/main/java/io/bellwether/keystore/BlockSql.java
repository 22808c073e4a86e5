package io.bellwether.keystore;

/** What {@link BlockTable} asks most often, for both databases. */
final class BlockSql {
    static final String FIRST_WITH_FREE =
            """
            SELECT * FROM block
            WHERE state = 'DELIVERABLE' AND local_free_bits > 0 AND local_free_bits >= ?
                AND expires_millis > ? AND block_number > ?
            ORDER BY block_number LIMIT 1\
            """;

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

    static final String FIND = "SELECT * FROM block WHERE block_id = ?";
    static final String GET = "SELECT * FROM block WHERE block_number = ?";

    static final String TAKE =
            """
            UPDATE block SET local_next_bit = local_next_bit + ?,
                local_free_bits = local_free_bits - ?, peer_free_bits = peer_free_bits - ?,
                outstanding_keys = outstanding_keys + ?
            WHERE block_number = ?\
            """;

    static final String IS_EXHAUSTED =
            """
            SELECT 1 FROM block
            WHERE block_number = ? AND local_free_bits = 0 AND peer_free_bits = 0
                AND outstanding_keys = 0 AND state = 'DELIVERABLE'
                AND NOT EXISTS (SELECT 1 FROM page
                    WHERE page.block_number = block.block_number AND page_number < 0)\
            """;

    private BlockSql() {}
}

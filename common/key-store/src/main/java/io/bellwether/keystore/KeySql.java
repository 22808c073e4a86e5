package io.bellwether.keystore;

/** What {@link KeyTable} asks and writes most often, for both databases. */
final class KeySql {
    static final String SELECT =
            "SELECT " + KeyRow.COLUMNS + " FROM key_range k JOIN block b USING (block_number) ";

    static final String FIND = SELECT + "WHERE key_id = ?";

    /** Of a database that knows arrays. */
    static final String FIND_ALL = SELECT + "WHERE key_id = ANY (?)";

    static final String WAITING_FOR_PEER =
            SELECT + "WHERE k.state IN ('RESERVED', 'UNCONFIRMED') ORDER BY key_number";

    static final String UNCONFIRMED_LIKE =
            SELECT
                    + """
                    WHERE k.state = 'UNCONFIRMED' AND master = ? AND k.length_bits = ?
                        AND slaves = ? AND slaves_pending = ? AND k.expires_millis > ?
                        AND k.expires_millis <= ?
                        AND (? < 9223372036854775807 OR k.expires_millis = b.expires_millis)
                    ORDER BY key_number LIMIT ?\
                    """;

    /** Ranges never overlap, so the last one that starts before the end decides. */
    static final String OVERLAPS =
            """
            SELECT offset_bits + length_bits > ? FROM key_range
            WHERE block_number = ? AND offset_bits < ?
            ORDER BY offset_bits DESC LIMIT 1\
            """;

    static final String ABANDON_RESERVED =
            """
            UPDATE key_range SET state = 'UNCONFIRMED'
            WHERE state IN ('RESERVED', 'UNCONFIRMED') AND lease_until_millis <= ?\
            """;

    static final String OPEN_AND_EXPIRED =
            SELECT
                    + """
                    WHERE k.state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED')
                        AND k.expires_millis <= ?
                    ORDER BY k.expires_millis LIMIT ?\
                    """;

    static final String ANY_UNCONFIRMED =
            "SELECT 1 FROM key_range WHERE state = 'UNCONFIRMED' LIMIT 1";

    private static final String COLUMNS =
            """
            key_range (key_id, block_number, offset_bits, length_bits, requested_at, state, master,
                slaves, master_pending, slaves_pending, expires_millis, lease_until_millis)\
            """;

    static final RowStatement INSERT =
            new RowStatement(
                    "INSERT INTO " + COLUMNS + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    "INSERT INTO "
                            + COLUMNS
                            + """
                            SELECT * FROM unnest(?::bytea[], ?::int8[], ?::int8[], ?::int4[],
                                ?::text[], ?::text[], ?::text[], ?::text[], ?::int4[], ?::text[],
                                ?::int8[], ?::int8[])\
                            """);

    static final RowStatement UPDATE =
            new RowStatement(
                    """
                    UPDATE key_range SET state = ?, master_pending = ?, slaves_pending = ?
                    WHERE key_number = ?\
                    """,
                    """
                    UPDATE key_range SET state = n.state, master_pending = n.master_pending,
                        slaves_pending = n.slaves_pending
                    FROM unnest(?::text[], ?::int4[], ?::text[], ?::int8[])
                        AS n (state, master_pending, slaves_pending, key_number)
                    WHERE key_range.key_number = n.key_number\
                    """);

    private KeySql() {}
}

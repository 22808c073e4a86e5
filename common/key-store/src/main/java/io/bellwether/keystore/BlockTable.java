package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/** Statements on the block table, within one transaction. */
record BlockTable(Handle handle) {
    static final String FIRST_WITH_FREE =
            """
            SELECT * FROM block
            WHERE state = 'DELIVERABLE' AND local_free_bits > 0 AND local_free_bits >= ?
                AND expires_millis > ?
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

    Optional<BlockRow> find(BlockId id) {
        return handle.select("SELECT * FROM block WHERE block_id = ?", Uuids.bytes(id.value()))
                .map((row, context) -> BlockRow.of(row))
                .findOne();
    }

    BlockRow get(long number) {
        return handle.select("SELECT * FROM block WHERE block_number = ?", number)
                .map((row, context) -> BlockRow.of(row))
                .one();
    }

    List<BlockStatus> inState(BlockState state) {
        return handle.select(
                        "SELECT * FROM block WHERE state = ? ORDER BY block_number", state.name())
                .map((row, context) -> BlockRow.of(row).status())
                .list();
    }

    /** Blocks that both ends hold and whose refill is not yet forgotten, oldest first. */
    List<BlockId> withRefill() {
        return handle.select(
                        """
                        SELECT block.* FROM block JOIN page USING (block_number)
                        WHERE page_number < 0 AND state = 'DELIVERABLE' ORDER BY block_number\
                        """)
                .map((row, context) -> BlockRow.of(row).id())
                .list();
    }

    /** Returns the new block's number. */
    long insert(BlockStatus block, byte[] wrappedKey, End localEnd, long expiresMillis) {
        long aliceBits = block.splitBits();
        long bobBits = block.lengthBits() - aliceBits;
        boolean alice = localEnd == End.ALICE;
        return handle.createUpdate(
                        """
                        INSERT INTO block (block_id, state, length_bits, split_bits,
                            transcript_digest, wrapped_key, local_next_bit, local_free_bits,
                            peer_free_bits, outstanding_keys, expires_millis)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)\
                        """)
                .bind(0, Uuids.bytes(block.id().value()))
                .bind(1, block.state().name())
                .bind(2, block.lengthBits())
                .bind(3, block.splitBits())
                .bind(4, block.transcriptDigest())
                .bind(5, wrappedKey)
                .bind(6, alice ? 0 : aliceBits)
                .bind(7, alice ? aliceBits : bobBits)
                .bind(8, alice ? bobBits : aliceBits)
                .bind(9, expiresMillis)
                .executeAndReturnGeneratedKeys("block_number")
                .mapTo(Long.class)
                .one();
    }

    /** Blocks that have a key, in order, the next {@code limit} after a number. */
    List<BlockRow> withKeyAfter(long number, int limit) {
        return handle.select(
                        """
                        SELECT * FROM block WHERE block_number > ? AND wrapped_key IS NOT NULL
                        ORDER BY block_number LIMIT ?\
                        """,
                        number,
                        limit)
                .map((row, context) -> BlockRow.of(row))
                .list();
    }

    void setWrappedKey(long number, byte[] wrappedKey) {
        handle.execute(
                "UPDATE block SET wrapped_key = ? WHERE block_number = ?", wrappedKey, number);
    }

    void setState(long number, BlockState state) {
        handle.execute("UPDATE block SET state = ? WHERE block_number = ?", state.name(), number);
    }

    /** Forgets the bits and the key of a block for good. */
    void erase(long number, BlockState state) {
        handle.execute("DELETE FROM page WHERE block_number = ?", number);
        handle.execute(
                """
                UPDATE block SET state = ?, wrapped_key = NULL, local_free_bits = 0,
                    peer_free_bits = 0
                WHERE block_number = ?\
                """,
                state.name(),
                number);
    }

    /** Erases a block with all its keys: a stored one is discarded, a deliverable one exhausted. */
    void abandon(long number, BlockState state) {
        erase(number, state == BlockState.STORED ? BlockState.DISCARDED : BlockState.EXHAUSTED);
        handle.execute("UPDATE block SET outstanding_keys = 0 WHERE block_number = ?", number);
    }

    /** Deliverable blocks that expired before a time, oldest first. */
    List<BlockRow> expiredBefore(long millis) {
        return handle.select(
                        """
                        SELECT * FROM block WHERE state = 'DELIVERABLE' AND expires_millis <= ?
                        ORDER BY block_number\
                        """,
                        millis)
                .map((row, context) -> BlockRow.of(row))
                .list();
    }

    /** Takes what no key has yet out of the part for requests made at this end. */
    void dropLocal(long number) {
        handle.execute("UPDATE block SET local_free_bits = 0 WHERE block_number = ?", number);
    }

    /** Takes what the peer has not reserved out of its part. */
    void dropPeer(long number) {
        handle.execute("UPDATE block SET peer_free_bits = 0 WHERE block_number = ?", number);
    }

    /** The first deliverable block whose part for this end has {@code keySizeBits} left. */
    Optional<BlockRow> firstWithFree(int keySizeBits, long nowMillis) {
        return handle.select(FIRST_WITH_FREE, keySizeBits, nowMillis)
                .map((row, context) -> BlockRow.of(row))
                .findOne();
    }

    void takeLocal(long number, long bits, int keys) {
        handle.execute(
                """
                UPDATE block SET local_next_bit = local_next_bit + ?,
                    local_free_bits = local_free_bits - ?, outstanding_keys = outstanding_keys + ?
                WHERE block_number = ?\
                """,
                bits,
                bits,
                keys,
                number);
    }

    void takePeer(long number, long bits, int outstandingKeys) {
        handle.execute(
                """
                UPDATE block SET peer_free_bits = peer_free_bits - ?,
                    outstanding_keys = outstanding_keys + ?
                WHERE block_number = ?\
                """,
                bits,
                outstandingKeys,
                number);
    }

    /** Counts a key as finished, and erases the block with the last of its bits. */
    void finishKey(long number) {
        handle.execute(
                "UPDATE block SET outstanding_keys = outstanding_keys - 1 WHERE block_number = ?",
                number);
    }

    void eraseIfExhausted(long number) {
        boolean exhausted =
                handle.select(
                                """
                                SELECT local_free_bits = 0 AND peer_free_bits = 0
                                    AND outstanding_keys = 0 AND state = 'DELIVERABLE'
                                    AND NOT EXISTS (SELECT 1 FROM page
                                        WHERE page.block_number = block.block_number
                                            AND page_number < 0)
                                FROM block WHERE block_number = ?\
                                """,
                                number)
                        .mapTo(Boolean.class)
                        .one();
        if (exhausted) {
            erase(number, BlockState.EXHAUSTED);
        }
    }

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

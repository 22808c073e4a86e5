package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.jdbi.v3.core.Handle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Statements on the block table, within one transaction. Rows that were read are remembered, and
 * what keys take of them is added up and written by {@link #flush}; whatever goes past these rows
 * writes first and forgets them.
 */
final class BlockTable {
    /** Smaller than any block's number. */
    static final long BEFORE_ALL = -1;

    private final Handle handle;
    private final Statements statements;

    /** As they are once what was taken is written. */
    private final Map<Long, BlockRow> rows = new HashMap<>();

    private final Map<BlockId, Long> numbers = new HashMap<>();

    /** By key size: blocks before this one have too little left. */
    private final Map<Integer, Long> firstWithFree = new HashMap<>();

    private final Map<Long, Taken> taken = new LinkedHashMap<>();
    private final Set<Long> mayBeExhausted = new LinkedHashSet<>();

    /** What keys have taken of a block, not yet written. */
    private record Taken(long localBits, long peerBits, long outstandingKeys) {
        Taken plus(Taken other) {
            return new Taken(
                    localBits + other.localBits,
                    peerBits + other.peerBits,
                    outstandingKeys + other.outstandingKeys);
        }
    }

    BlockTable(Handle handle) {
        this(handle, Statements.of(handle));
    }

    BlockTable(Handle handle, Statements statements) {
        this.handle = handle;
        this.statements = statements;
    }

    /** Writes what keys have taken. */
    void flush() {
        taken.forEach((number, sum) ->
                statements.run(
                        BlockSql.TAKE,
                        sum.localBits,
                        sum.localBits,
                        sum.peerBits,
                        sum.outstandingKeys,
                        number));
        taken.clear();
    }

    /** For statements that go past the remembered rows. */
    private Handle past() {
        flush();
        rows.clear();
        numbers.clear();
        firstWithFree.clear();
        return handle;
    }

    private BlockRow remember(BlockRow row) {
        rows.put(row.number(), row);
        numbers.put(row.id(), row.number());
        return row;
    }

    Optional<BlockRow> find(BlockId id) {
        BlockRow known = numbers.containsKey(id) ? rows.get(numbers.get(id)) : null;
        return known != null
                ? Optional.of(known)
                : statements
                        .first(BlockSql.FIND, BlockRow::of, Uuids.bytes(id.value()))
                        .map(this::remember);
    }

    BlockRow get(long number) {
        BlockRow known = rows.get(number);
        return known != null
                ? known
                : remember(
                        statements
                                .first(BlockSql.GET, BlockRow::of, number)
                                .orElseThrow(() ->
                                        new KeyStoreException(
                                                "block number %d is missing".formatted(number))));
    }

    List<BlockStatus> inState(BlockState state) {
        return past().select(
                        "SELECT * FROM block WHERE state = ? ORDER BY block_number", state.name())
                .map((row, context) -> BlockRow.of(row).status())
                .list();
    }

    /** Blocks that both ends hold and whose refill is not yet forgotten, oldest first. */
    List<BlockId> withRefill() {
        return past().select(
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
        return past().createUpdate(
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
        return past().select(
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
        past().execute(
                        "UPDATE block SET wrapped_key = ? WHERE block_number = ?",
                        wrappedKey,
                        number);
    }

    void setState(long number, BlockState state) {
        past().execute("UPDATE block SET state = ? WHERE block_number = ?", state.name(), number);
    }

    /** Forgets the bits and the key of a block for good. */
    void erase(long number, BlockState state) {
        past().execute("DELETE FROM page WHERE block_number = ?", number);
        past().execute(
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
        past().execute("UPDATE block SET outstanding_keys = 0 WHERE block_number = ?", number);
    }

    /** Deliverable blocks that expired before a time, oldest first. */
    List<BlockRow> expiredBefore(long millis) {
        return past().select(
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
        mayBeExhausted(number);
        past().execute("UPDATE block SET local_free_bits = 0 WHERE block_number = ?", number);
    }

    /** Takes what the peer has not reserved out of its part. */
    void dropPeer(long number) {
        mayBeExhausted(number);
        past().execute("UPDATE block SET peer_free_bits = 0 WHERE block_number = ?", number);
    }

    /**
     * The first deliverable block, of those numbered above {@code after}, whose part for this end
     * has {@code keySizeBits} left.
     */
    Optional<BlockRow> firstWithFree(int keySizeBits, long after, long nowMillis) {
        if (after == BEFORE_ALL && firstWithFree.containsKey(keySizeBits)) {
            BlockRow known = get(firstWithFree.get(keySizeBits));
            if (known.localFreeBits() >= keySizeBits && known.expiresMillis() > nowMillis) {
                return Optional.of(known);
            }
        }
        flush();
        Optional<BlockRow> found =
                statements
                        .first(
                                BlockSql.FIRST_WITH_FREE,
                                BlockRow::of,
                                keySizeBits,
                                nowMillis,
                                after)
                        .map(this::remember);
        if (after == BEFORE_ALL && found.isPresent()) {
            firstWithFree.put(keySizeBits, found.get().number());
        }
        return found;
    }

    void takeLocal(long number, long bits, int keys) {
        rows.computeIfPresent(number, (same, row) -> row.withLocalTaken(bits));
        taken.merge(number, new Taken(bits, 0, keys), Taken::plus);
    }

    void takePeer(long number, long bits, int outstandingKeys) {
        taken.merge(number, new Taken(0, bits, outstandingKeys), Taken::plus);
        mayBeExhausted(number);
    }

    /** Counts a key as finished; the block is erased with the last of its bits. */
    void finishKey(long number) {
        taken.merge(number, new Taken(0, 0, -1), Taken::plus);
        mayBeExhausted(number);
    }

    /** Has {@link #eraseExhausted} look at a block. */
    void mayBeExhausted(long number) {
        mayBeExhausted.add(number);
    }

    /** Erases blocks of which nothing is left to hand out, at the end of a transaction. */
    void eraseExhausted() {
        flush();
        for (long number : mayBeExhausted) {
            BlockRow known = rows.get(number);
            if ((known == null || known.localFreeBits() == 0)
                    && statements.first(BlockSql.IS_EXHAUSTED, row -> true, number).isPresent()) {
                erase(number, BlockState.EXHAUSTED);
            }
        }
        mayBeExhausted.clear();
    }

    long keysOfSize(boolean local, int keySizeBits, long nowMillis) {
        return past().select(
                        local ? BlockSql.LOCAL_KEYS_OF_SIZE : BlockSql.PEER_KEYS_OF_SIZE,
                        keySizeBits,
                        nowMillis)
                .mapTo(Long.class)
                .one();
    }

    StoreCounts counts() {
        return past().select(BlockSql.COUNTS)
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

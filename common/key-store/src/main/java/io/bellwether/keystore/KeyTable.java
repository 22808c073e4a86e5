package io.bellwether.keystore;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Statements on the key table, within one transaction. New and changed rows are written together,
 * by {@link #flush} or before anything looks at them.
 */
final class KeyTable {
    private final Handle handle;
    private final Statements statements;

    /** Keys whose rows are yet to be written. */
    private final Set<KeyId> queued = new HashSet<>();

    /** What was read before it is looked for; a row leaves with its first change. */
    private final Map<KeyId, Optional<KeyRow>> readAhead = new HashMap<>();

    /** Whether a key was unconfirmed when it was last looked for; empty if that may be outdated. */
    private Optional<Boolean> anyUnconfirmed = Optional.empty();

    KeyTable(Handle handle) {
        this(handle, Statements.of(handle));
    }

    KeyTable(Handle handle, Statements statements) {
        this.handle = handle;
        this.statements = statements;
    }

    /** Writes rows that are new or have changed. */
    void flush() {
        if (!queued.isEmpty()) {
            queued.clear();
            statements.runQueued(KeySql.INSERT);
            statements.runQueued(KeySql.UPDATE);
        }
    }

    /** For statements that look at many rows. */
    private Handle past() {
        flush();
        readAhead.clear();
        anyUnconfirmed = Optional.empty();
        return handle;
    }

    /** Reads what is about to be looked for in one statement. */
    void readAhead(Collection<KeyId> ids) {
        flush();
        byte[][] wanted = ids.stream().map(id -> Uuids.bytes(id.value())).toArray(byte[][]::new);
        ids.forEach(id -> readAhead.put(id, Optional.empty()));
        for (KeyRow row : statements.all(KeySql.FIND_ALL, KeyRow::of, (Object) wanted)) {
            readAhead.put(row.reservation().keyId(), Optional.of(row));
        }
    }

    Optional<KeyRow> find(KeyId id) {
        Optional<KeyRow> known = readAhead.get(id);
        if (known != null) {
            return known;
        }
        if (queued.contains(id)) {
            flush();
        }
        return statements.first(KeySql.FIND, KeyRow::of, Uuids.bytes(id.value()));
    }

    List<KeyRow> waitingForPeer() {
        return past().select(KeySql.WAITING_FOR_PEER).map((row, context) -> KeyRow.of(row)).list();
    }

    /**
     * Keys without a lifetime of their own serve only requests that name none; for one that names a
     * lifetime, at least half of it must be left.
     */
    List<KeyRow> unconfirmedLike(ReservationRequest request, long nowMillis) {
        if (anyUnconfirmed.isEmpty()) {
            flush();
            anyUnconfirmed =
                    Optional.of(statements.first(KeySql.ANY_UNCONFIRMED, row -> true).isPresent());
        }
        if (!anyUnconfirmed.get()) {
            return List.of();
        }
        flush();
        long latestMillis = request.latestMillis(nowMillis);
        long halfMillis = request.lifetime().map(life -> life.toMillis() / 2).orElse(0L);
        return statements.all(
                KeySql.UNCONFIRMED_LIKE,
                KeyRow::of,
                request.master().value(),
                request.keySizeBits(),
                SaeLists.join(request.slaves()),
                slavesHere(request.slaves(), request.slavesHere()),
                nowMillis + halfMillis,
                latestMillis,
                latestMillis,
                request.count());
    }

    /** Whether a key holds a bit of {@code range}. */
    boolean overlaps(long blockNumber, KeyRange range) {
        flush();
        return statements
                .first(
                        KeySql.OVERLAPS,
                        row -> row.getBoolean(1),
                        range.offsetBits(),
                        blockNumber,
                        range.endBits())
                .orElse(false);
    }

    void insert(
            long blockNumber,
            List<Reservation> keys,
            End requestedAt,
            KeyState state,
            Collection<SaeId> slavesHere,
            long leaseUntilMillis) {
        for (Reservation key : keys) {
            changes(key.keyId());
            statements.queue(
                    KeySql.INSERT,
                    Uuids.bytes(key.keyId().value()),
                    blockNumber,
                    key.range().offsetBits(),
                    key.range().lengthBits(),
                    requestedAt.name(),
                    state.name(),
                    key.master().value(),
                    SaeLists.join(key.slaves()),
                    state == KeyState.RESERVED ? 1 : 0,
                    state == KeyState.DELIVERED ? "" : slavesHere(key.slaves(), slavesHere),
                    key.expiresMillis(),
                    leaseUntilMillis);
        }
    }

    /** One change of a key at a time: many rows in one statement have no order. */
    private void changes(KeyId id) {
        if (!queued.add(id)) {
            flush();
            queued.add(id);
        }
        readAhead.remove(id);
    }

    void update(KeyRow key) {
        changes(key.reservation().keyId());
        statements.queue(
                KeySql.UPDATE,
                key.state().name(),
                key.masterPending() ? 1 : 0,
                SaeLists.join(key.slavesPending()),
                key.number());
    }

    /** Reserves an abandoned key anew. */
    void reserveAgain(KeyRow key, long leaseUntilMillis) {
        past().execute(
                        "UPDATE key_range SET state = 'RESERVED', lease_until_millis = ? WHERE"
                                + " key_number = ?",
                        leaseUntilMillis,
                        key.number());
    }

    void abandonReserved(KeyId id) {
        past().execute(
                        """
                        UPDATE key_range SET state = 'UNCONFIRMED'
                        WHERE state = 'RESERVED' AND key_id = ?\
                        """,
                        Uuids.bytes(id.value()));
    }

    /** Reservations whose lease ended by a time: nobody waits for the peer's answers any more. */
    void abandonLapsed(long untilMillis) {
        past().execute(KeySql.ABANDON_RESERVED, untilMillis);
    }

    /** Keys that somebody may still fetch and that expired by a time, some of them. */
    List<KeyRow> expired(long millis, int limit) {
        return past().select(KeySql.OPEN_AND_EXPIRED, millis, limit)
                .map((row, context) -> KeyRow.of(row))
                .list();
    }

    /** Keys of a block that somebody may still fetch. */
    List<KeyRow> openOf(long blockNumber) {
        return past().select(
                        KeySql.SELECT
                                + """
                                WHERE k.block_number = ?
                                    AND k.state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED')\
                                """,
                        blockNumber)
                .map((row, context) -> KeyRow.of(row))
                .list();
    }

    List<KeyRow> allOpen() {
        return past().select(
                        KeySql.SELECT + "WHERE k.state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED')")
                .map((row, context) -> KeyRow.of(row))
                .list();
    }

    /** Only the keys' own rows: the caller erases the block. */
    void burnAllOf(long blockNumber) {
        past().execute(
                        """
                        UPDATE key_range
                        SET state = 'BURNT', master_pending = 0, slaves_pending = ''
                        WHERE block_number = ? AND state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED')\
                        """,
                        blockNumber);
    }

    private static String slavesHere(List<SaeId> slaves, Collection<SaeId> here) {
        return SaeLists.join(slaves.stream().filter(here::contains));
    }
}

package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/**
 * Statements on the one row of how far both ends have come, within one transaction. Counts are
 * added up and written by {@link #flush}.
 */
final class ProgressTable {
    static final String TURN = "SELECT key_generation, suspended FROM store_progress";

    private static final String ADD =
            """
            UPDATE store_progress SET reserved_keys = reserved_keys + ?,
                confirmed_keys = confirmed_keys + ?, recorded_keys = recorded_keys + ?,
                fetched_keys = fetched_keys + ?\
            """;

    private final Handle handle;
    private final Statements statements;
    private StoreProgress added = StoreProgress.NONE;

    ProgressTable(Handle handle) {
        this(handle, Statements.of(handle));
    }

    ProgressTable(Handle handle, Statements statements) {
        this.handle = handle;
        this.statements = statements;
    }

    StoreProgress own() {
        return read("");
    }

    /** What was last known of the peer. */
    StoreProgress peer() {
        return read("peer_");
    }

    private StoreProgress read(String prefix) {
        flush();
        return handle.createQuery("SELECT * FROM store_progress")
                .map((row, context) ->
                        new StoreProgress(
                                row.getLong(prefix + "reserved_keys"),
                                row.getLong(prefix + "confirmed_keys"),
                                row.getLong(prefix + "recorded_keys"),
                                row.getLong(prefix + "fetched_keys")))
                .one();
    }

    void addReserved(long keys) {
        added = added.plus(new StoreProgress(keys, 0, 0, 0));
    }

    void addConfirmed(long keys) {
        added = added.plus(new StoreProgress(0, keys, 0, 0));
    }

    void addRecorded(long keys) {
        added = added.plus(new StoreProgress(0, 0, keys, 0));
    }

    void addFetched(long keys) {
        added = added.plus(new StoreProgress(0, 0, 0, keys));
    }

    void flush() {
        if (!added.equals(StoreProgress.NONE)) {
            StoreProgress written = added;
            added = StoreProgress.NONE;
            statements.run(
                    ADD,
                    written.reservedKeys(),
                    written.confirmedKeys(),
                    written.recordedKeys(),
                    written.fetchedKeys());
        }
    }

    void advanceOwn(StoreProgress to) {
        write("", own().atLeast(to));
    }

    void advancePeer(StoreProgress to) {
        write("peer_", peer().atLeast(to));
    }

    private void write(String prefix, StoreProgress progress) {
        handle.execute(
                """
                UPDATE store_progress SET %1$sreserved_keys = ?, %1$sconfirmed_keys = ?,
                    %1$srecorded_keys = ?, %1$sfetched_keys = ?\
                """
                        .formatted(prefix),
                progress.reservedKeys(),
                progress.confirmedKeys(),
                progress.recordedKeys(),
                progress.fetchedKeys());
    }

    long keyGeneration() {
        return handle.createQuery("SELECT key_generation FROM store_progress")
                .mapTo(Long.class)
                .one();
    }

    void nextKeyGeneration() {
        handle.execute("UPDATE store_progress SET key_generation = key_generation + 1");
    }

    Optional<Suspension> suspension() {
        String name =
                handle.createQuery("SELECT suspended FROM store_progress")
                        .mapTo(String.class)
                        .one();
        return suspension(name);
    }

    /** What the column says. */
    static Optional<Suspension> suspension(String column) {
        return column.isEmpty() ? Optional.empty() : Optional.of(Suspension.valueOf(column));
    }

    void suspend(Suspension why) {
        handle.execute("UPDATE store_progress SET suspended = ?", why.name());
    }

    void resume() {
        handle.execute("UPDATE store_progress SET suspended = ''");
    }
}

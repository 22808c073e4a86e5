package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/** Statements on the one row of how far both ends have come, within one transaction. */
record ProgressTable(Handle handle) {
    StoreProgress own() {
        return read("");
    }

    /** What was last known of the peer. */
    StoreProgress peer() {
        return read("peer_");
    }

    private StoreProgress read(String prefix) {
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
        handle.execute("UPDATE store_progress SET reserved_keys = reserved_keys + ?", keys);
    }

    void addConfirmed(long keys) {
        handle.execute("UPDATE store_progress SET confirmed_keys = confirmed_keys + ?", keys);
    }

    void addRecorded(long keys) {
        handle.execute("UPDATE store_progress SET recorded_keys = recorded_keys + ?", keys);
    }

    void addFetched(long keys) {
        handle.execute("UPDATE store_progress SET fetched_keys = fetched_keys + ?", keys);
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
        return name.isEmpty() ? Optional.empty() : Optional.of(Suspension.valueOf(name));
    }

    /**
     * @throws StoreSuspendedException if nothing may be handed out
     */
    void requireNotSuspended() {
        suspension()
                .ifPresent(why -> {
                    throw new StoreSuspendedException(why);
                });
    }

    void suspend(Suspension why) {
        handle.execute("UPDATE store_progress SET suspended = ?", why.name());
    }

    void resume() {
        handle.execute("UPDATE store_progress SET suspended = ''");
    }
}

package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;

import org.jdbi.v3.core.Handle;

import java.util.List;

/**
 * PostgreSQL. Writers of all processes take turns, by a lock on one row: a group of writes is one
 * transaction with one forced log, so turns cost less than conflicts would, and the store behaves
 * as if one process had it. A statement of a writer sees everything that was committed before it
 * began (READ COMMITTED), hence all that the writers before it did.
 */
record PostgresEngine(StoreLocation.PostgresServer location) implements DatabaseEngine {
    private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;

    @Override
    public String name() {
        return location.toString();
    }

    @Override
    public String folder() {
        return "io/bellwether/keystore/postgresql";
    }

    @Override
    public List<String> scripts() {
        return List.of("V1__blocks_pages_and_keys.sql", "V2__announcements_of_front_ends.sql");
    }

    @Override
    public HikariConfig connections(Access access) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.url());
        location.user().ifPresent(config::setUsername);
        location.password().ifPresent(config::setPassword);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.addDataSourceProperty("ApplicationName", "bellwether key store");
        // rows that are written together travel together
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // every statement has its index; a young table's statistics say that reading it through is
        // cheaper, and a plan made then is kept while the table grows
        config.setConnectionInitSql(
                "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");
        // several queries of a reader see one state of the store
        config.setTransactionIsolation(
                access == Access.WRITE
                        ? "TRANSACTION_READ_COMMITTED"
                        : "TRANSACTION_REPEATABLE_READ");
        return config;
    }

    @Override
    public void requireDurableCommits(Handle handle) {
        for (String setting : List.of("fsync", "synchronous_commit")) {
            String value = handle.createQuery("SHOW " + setting).mapTo(String.class).one();
            if (value.equals("off")) {
                throw new KeyStoreException(
                        "key database %s: %s = off; limit on, or a key could be handed out twice after a power failure"
                                .formatted(name(), setting));
            }
        }
    }

    @Override
    public Turn keepOthersFromWriting(Statements statements) {
        return statements.first(ProgressTable.TURN + " FOR UPDATE", Turn::of).orElseThrow();
    }

    @Override
    public boolean exclusive() {
        return false;
    }

    @Override
    public boolean distant() {
        return true;
    }

    @Override
    public void countOnAfterCopy(Handle handle) {
        countOn(handle, "block", "block_number");
        countOn(handle, "key_range", "key_number");
    }

    private static void countOn(Handle handle, String table, String column) {
        handle.createQuery(
                        "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), (SELECT coalesce(max(%2$s), 0) + 1 FROM %1$s), false)"
                                .formatted(table, column))
                .mapTo(Long.class)
                .one();
    }

    /** The server looks after its files itself. */
    @Override
    public void overwriteErased(Handle handle) {}

    @Override
    public void tidyUp(Handle handle) {}
}

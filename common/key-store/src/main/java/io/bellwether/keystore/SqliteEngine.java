package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Properties;

/** SQLite with a write-ahead log that is forced to disk at every commit. */
record SqliteEngine(StoreLocation.SqliteFile location) implements DatabaseEngine {
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /**
     * Pages of 4 KiB that the log may have before they are copied to the file. Copying them costs
     * two more forced writes; what lies there longer is copied when the store is maintained.
     */
    private static final int LOG_PAGES = 4000;

    @Override
    public String name() {
        return location.toString();
    }

    @Override
    public String folder() {
        return "io/bellwether/keystore/sqlite";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "V1__blocks_pages_and_keys.sql", "V2__lifetimes_progress_and_key_generation.sql");
    }

    @Override
    public HikariConfig connections(Access access) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + location.file().toAbsolutePath());
        Properties pragmas = new Properties();
        pragmas.setProperty("journal_mode", "WAL");
        pragmas.setProperty("synchronous", "FULL");
        pragmas.setProperty("foreign_keys", "true");
        pragmas.setProperty("wal_autocheckpoint", String.valueOf(LOG_PAGES));
        pragmas.setProperty("busy_timeout", String.valueOf(BUSY_TIMEOUT_MILLIS));
        pragmas.setProperty("transaction_mode", access == Access.WRITE ? "IMMEDIATE" : "DEFERRED");
        config.setDataSourceProperties(pragmas);
        // what is erased must be overwritten in the file, not only unlinked
        config.setConnectionInitSql("PRAGMA secure_delete = ON");
        // a file needs no keep-alive and its connections do not age; either would take the only
        // writer away for a moment, now and then
        config.setKeepaliveTime(0);
        config.setMaxLifetime(0);
        return config;
    }

    /** The connections' own settings say so. */
    @Override
    public void requireDurableCommits(Handle handle) {}

    /** A transaction of mode IMMEDIATE has the only write lock from its start. */
    @Override
    public Turn keepOthersFromWriting(Statements statements) {
        return statements.first(ProgressTable.TURN, Turn::of).orElseThrow();
    }

    @Override
    public boolean exclusive() {
        return true;
    }

    @Override
    public boolean distant() {
        return false;
    }

    /** SQLite itself goes on after the largest that was ever there. */
    @Override
    public void countOnAfterCopy(Handle handle) {}

    @Override
    public void overwriteErased(Handle handle) {
        handle.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    @Override
    public void tidyUp(Handle handle) {
        handle.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

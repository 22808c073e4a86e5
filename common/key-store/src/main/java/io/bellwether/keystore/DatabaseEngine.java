package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What differs between the databases that hold a store; the SQL of its tables is the same. */
sealed interface DatabaseEngine permits SqliteEngine, PostgresEngine {
    static DatabaseEngine of(StoreLocation location) {
        return switch (location) {
            case StoreLocation.SqliteFile file -> new SqliteEngine(file);
            case StoreLocation.PostgresServer server -> new PostgresEngine(server);
        };
    }

    /** Fit for messages: no secret. */
    String name();

    /** Folder of the scripts on the class path that make the tables. */
    String folder();

    /** All of them, in the order in which they are applied. */
    List<String> scripts();

    /** Settings of connections; url, user and durability, but neither name nor size. */
    HikariConfig connections(Access access);

    /**
     * @throws KeyStoreException if a commit would not survive a crash of the machine
     */
    void requireDurableCommits(Handle handle);

    /**
     * First in every transaction that writes: until it ends, no other process writes.
     *
     * @return how things stand now
     */
    Turn keepOthersFromWriting(Statements statements);

    /** Whether only one process has the store open at a time. */
    boolean exclusive();

    /** Whether each statement is a trip to a server, so that one for many rows pays. */
    boolean distant();

    /** Numbers that the database gives out go on after those that were copied in. */
    void countOnAfterCopy(Handle handle);

    /** Overwrites in the files what transactions have erased, as far as that is put off. */
    void overwriteErased(Handle handle);

    /** Last before the store is closed. */
    void tidyUp(Handle handle);

    /**
     * What a writer finds when its turn comes.
     *
     * @param keyGeneration of the master key that the store is sealed under
     */
    record Turn(long keyGeneration, Optional<Suspension> suspension) {
        static Turn of(ResultSet row) throws SQLException {
            return new Turn(
                    row.getLong("key_generation"),
                    ProgressTable.suspension(row.getString("suspended")));
        }
    }

    /** What a connection is for. */
    enum Access {
        READ,
        WRITE
    }
}

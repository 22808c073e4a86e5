package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;

import io.bellwether.foundation.KeyId;
import io.bellwether.keystore.DatabaseEngine.Access;

import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** One writer that commits in groups, and readers beside it. */
final class Database implements AutoCloseable {
    private static final int READERS = 4;

    private final DatabaseEngine engine;
    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final Jdbi writer;
    private final Jdbi reader;
    private final GroupCommit commits;

    private Database(
            DatabaseEngine engine,
            HikariDataSource writerPool,
            HikariDataSource readerPool,
            LongConsumer begin) {
        this.engine = engine;
        this.writerPool = writerPool;
        this.readerPool = readerPool;
        this.writer = Jdbi.create(writerPool);
        this.reader = Jdbi.create(readerPool);
        writer.setStatementBuilderFactory(KeptStatements::of);
        reader.setStatementBuilderFactory(KeptStatements::of);
        this.commits =
                new GroupCommit(
                        new WriterConnection(writer, engine.distant()),
                        open -> {
                            DatabaseEngine.Turn turn =
                                    engine.keepOthersFromWriting(open.statements());
                            begin.accept(turn.keyGeneration());
                            return new Transaction(
                                    open.handle(), open.statements(), turn.suspension());
                        });
    }

    /** Opens the database and brings its schema up to date. */
    static Database open(StoreLocation location) {
        return open(location, keyGeneration -> {});
    }

    /**
     * @param begin takes the generation of the master key, first in every transaction that writes
     */
    static Database open(StoreLocation location, LongConsumer begin) {
        DatabaseEngine engine = DatabaseEngine.of(location);
        HikariDataSource writerPool = null;
        HikariDataSource readerPool = null;
        try {
            readerPool = pool(engine, Access.READ, READERS);
            Schema.bringUpToDate(engine, readerPool);
            writerPool = pool(engine, Access.WRITE, 1);
            Jdbi.create(readerPool).useHandle(engine::requireDurableCommits);
            return new Database(engine, writerPool, readerPool, begin);
        } catch (KeyStoreException e) {
            close(writerPool, readerPool);
            throw e;
        } catch (FlywayException | PoolInitializationException | JdbiException e) {
            close(writerPool, readerPool);
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new KeyStoreException(
                    "key database %s cannot be opened: %s"
                            .formatted(engine.name(), cause.getMessage()),
                    e);
        }
    }

    private static void close(HikariDataSource... pools) {
        for (HikariDataSource pool : pools) {
            if (pool != null) {
                pool.close();
            }
        }
    }

    private static HikariDataSource pool(DatabaseEngine engine, Access access, int size) {
        HikariConfig config = engine.connections(access);
        config.setPoolName("key-store-" + access);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** Fit for messages: no secret. */
    String name() {
        return engine.name();
    }

    /** Whether only one process has the store open at a time. */
    boolean exclusive() {
        return engine.exclusive();
    }

    DatabaseEngine engine() {
        return engine;
    }

    /**
     * Runs {@code work} and returns once its changes are durable; if it throws, nothing changed.
     */
    <T> T change(Function<Transaction, T> work) {
        return change(List.of(), work);
    }

    /**
     * As {@link #change}.
     *
     * @param keys that {@code work} will look for
     */
    <T> T change(Collection<KeyId> keys, Function<Transaction, T> work) {
        return commits.run(keys, work);
    }

    /** As {@link #change}, for work that goes past the tables. */
    <T> T write(Function<Handle, T> work) {
        return change(transaction -> work.apply(transaction.handle()));
    }

    /** Grows with every write of this process. */
    long commits() {
        return commits.commits();
    }

    /** Runs {@code work}, which only reads, on a snapshot. */
    <T> T read(Function<Handle, T> work) {
        try {
            return reader.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    /** Makes the files follow what was committed: erased bits stay no longer in them. */
    void overwriteErased() {
        try {
            reader.useHandle(engine::overwriteErased);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    static KeyStoreException failure(JdbiException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new KeyStoreException("key database: " + cause.getMessage(), e);
    }

    @Override
    public void close() {
        commits.close(() -> {
            readerPool.close();
            try (writerPool) {
                if (!writerPool.isClosed()) {
                    writer.useHandle(engine::tidyUp);
                }
            }
        });
    }
}

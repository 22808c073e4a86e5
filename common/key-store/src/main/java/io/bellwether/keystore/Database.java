package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * SQLite with a write-ahead log that is forced to disk at every commit. Writers that wait for each
 * other share one commit: whoever gets the lock runs everything that is queued, each piece of work
 * under its own savepoint, and commits once. Nobody gets a result before it is durable.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /** Bounds the wait of the first in a group; a commit costs as much as some tens of updates. */
    private static final int MAX_GROUP = 64;

    private static final String SAVEPOINT = "queued_work";

    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final Jdbi writer;
    private final Jdbi reader;
    private final Queue<Queued<?>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    private Database(HikariDataSource writerPool, HikariDataSource readerPool) {
        this.writerPool = writerPool;
        this.readerPool = readerPool;
        this.writer = Jdbi.create(writerPool);
        this.reader = Jdbi.create(readerPool);
    }

    /** Opens or creates the file and brings its schema up to date. */
    static Database open(Path file) {
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        HikariDataSource writerPool = null;
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:io/bellwether/keystore/sqlite")
                    .loggers("slf4j")
                    .load()
                    .migrate();
            writerPool = pool(url, "key-store-writer", 1, "IMMEDIATE");
            return new Database(writerPool, pool(url, "key-store-reader", READERS, "DEFERRED"));
        } catch (FlywayException | PoolInitializationException e) {
            if (writerPool != null) {
                writerPool.close();
            }
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new KeyStoreException(
                    "key database %s cannot be opened: %s".formatted(file, cause.getMessage()), e);
        }
    }

    private static HikariDataSource pool(String url, String name, int size, String mode) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        Properties pragmas = new Properties();
        pragmas.setProperty("journal_mode", "WAL");
        pragmas.setProperty("synchronous", "FULL");
        pragmas.setProperty("foreign_keys", "true");
        pragmas.setProperty("busy_timeout", String.valueOf(BUSY_TIMEOUT_MILLIS));
        pragmas.setProperty("transaction_mode", mode);
        config.setDataSourceProperties(pragmas);
        // what is erased must be overwritten in the file, not only unlinked
        config.setConnectionInitSql("PRAGMA secure_delete = ON");
        return new HikariDataSource(config);
    }

    /**
     * Runs {@code work} and returns once its changes are durable; if it throws, nothing changed.
     */
    <T> T write(Function<Handle, T> work) {
        Queued<T> mine = new Queued<>(work);
        queue.add(mine);
        writing.lock();
        try {
            while (!mine.done) {
                commitGroup();
            }
        } finally {
            writing.unlock();
        }
        return mine.result();
    }

    /** Runs {@code work}, which only reads, on a snapshot. */
    <T> T read(Function<Handle, T> work) {
        try {
            return reader.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    private void commitGroup() {
        List<Queued<?>> group = new ArrayList<>();
        for (Queued<?> next = queue.poll(); next != null; next = queue.poll()) {
            group.add(next);
            if (group.size() == MAX_GROUP) {
                break;
            }
        }
        RuntimeException failure = new KeyStoreException("key database: the commit was broken off");
        try {
            writer.useTransaction(handle -> group.forEach(queued -> queued.run(handle)));
            failure = null;
        } catch (JdbiException e) {
            failure = failure(e);
        } finally {
            for (Queued<?> queued : group) {
                queued.finish(failure);
            }
        }
    }

    private static KeyStoreException failure(JdbiException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new KeyStoreException("key database: " + cause.getMessage(), e);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            readerPool.close();
            if (!writerPool.isClosed()) {
                writer.useHandle(handle -> handle.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
            }
            writerPool.close();
        } finally {
            writing.unlock();
        }
    }

    private static final class Queued<T> {
        private final Function<Handle, T> work;
        private T value;
        private RuntimeException failure;
        private boolean done;

        Queued(Function<Handle, T> work) {
            this.work = work;
        }

        void run(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                value = work.apply(handle);
                handle.releaseSavepoint(SAVEPOINT);
            } catch (RuntimeException e) {
                failure = e instanceof JdbiException database ? failure(database) : e;
                handle.rollbackToSavepoint(SAVEPOINT);
            }
        }

        void finish(RuntimeException groupFailure) {
            if (failure == null) {
                failure = groupFailure;
            }
            done = true;
        }

        T result() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }

        private static KeyStoreException failure(JdbiException e) {
            return Database.failure(e);
        }
    }
}

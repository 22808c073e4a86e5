package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Writers that wait for each other share one commit: whoever gets the lock runs everything that is
 * queued in one transaction and commits once. If one piece of work fails, the transaction is rolled
 * back and each is run in one of its own, so a piece may run twice and must not mind. Nobody gets a
 * result before it is durable.
 *
 * <p>Nobody waits in line for the lock: one who was served has no need of it, and a line of such
 * ones would let each writer of new work pass in front and commit alone.
 */
final class GroupCommit {
    /** Bounds the wait of the first in a group; a commit costs as much as some hundred updates. */
    private static final int MAX_GROUP = 256;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final WriterConnection connection;
    private final Function<WriterConnection.Open, Transaction> begin;
    private final Queue<Queued<?>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    /** Written by the one who has the lock. */
    private volatile long commits;

    /**
     * @param begin runs first in every transaction
     */
    GroupCommit(WriterConnection connection, Function<WriterConnection.Open, Transaction> begin) {
        this.connection = connection;
        this.begin = begin;
    }

    /**
     * @param keys that {@code work} will look for
     */
    <T> T run(Collection<KeyId> keys, Function<Transaction, T> work) {
        Queued<T> mine = new Queued<>(keys, work);
        queue.add(mine);
        boolean interrupted = false;
        while (!mine.done) {
            if (writing.tryLock()) {
                lead(mine);
            } else {
                // the one who has the lock serves this one or wakes it up
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.result();
    }

    private void lead(Queued<?> mine) {
        try {
            // those whom the last commit has just served may have more work: one commit for all
            Thread.yield();
            if (!mine.done) {
                commitGroup();
            }
        } finally {
            handOver();
        }
    }

    private void handOver() {
        writing.unlock();
        Queued<?> next = queue.peek();
        if (next != null) {
            LockSupport.unpark(next.owner);
        }
    }

    /** How many groups were committed so far: what was read before still holds while it stands. */
    long commits() {
        return commits;
    }

    /** Runs {@code last} while nothing is being written and the connection is in its pool. */
    void close(Runnable last) {
        writing.lock();
        try {
            try {
                connection.release();
            } finally {
                last.run();
            }
        } catch (JdbiException e) {
            throw Database.failure(e);
        } finally {
            handOver();
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
            if (!commit(group)) {
                group.forEach(queued -> commit(List.of(queued)));
            }
            failure = null;
        } catch (JdbiException e) {
            failure = Database.failure(e);
        } catch (KeyStoreException e) {
            failure = e;
        } finally {
            commits++;
            for (Queued<?> queued : group) {
                queued.finish(failure);
            }
        }
    }

    /**
     * Runs pieces of work in one transaction.
     *
     * @return false if one of several failed or was undone: nothing has changed, and each is to be
     *     run alone
     * @throws RuntimeException if the database failed: nothing was committed that is not settled
     */
    private boolean commit(List<Queued<?>> group) {
        WriterConnection.Open open = connection.take();
        boolean ended = false;
        try {
            open.handle().begin();
            boolean apart;
            try (Transaction transaction = begin.apply(open)) {
                apart = run(group, transaction);
            }
            if (apart) {
                open.handle().rollback();
            } else {
                open.handle().commit();
                group.forEach(queued -> queued.settled = true);
            }
            ended = true;
            return !apart || group.size() == 1;
        } finally {
            if (!ended) {
                giveUp(open.handle());
            }
        }
    }

    /** Whether the transaction must not be committed. */
    private static boolean run(List<Queued<?>> group, Transaction transaction) {
        try {
            transaction.readAhead(group.stream().flatMap(queued -> queued.keys.stream()).toList());
            for (Queued<?> queued : group) {
                queued.run(transaction);
                if (transaction.isUndone()) {
                    queued.settled = group.size() == 1;
                    return true;
                }
            }
            transaction.finish();
            return false;
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                group.getFirst().fail(e instanceof JdbiException jdbi ? Database.failure(jdbi) : e);
            }
            return true;
        }
    }

    /** The connection may be of no use any more; its pool will find out. */
    private void giveUp(Handle handle) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
            connection.release();
        } catch (JdbiException e) {
            // what broke the transaction is on its way to the callers already
            LOG.debug("the key database's connection could not be tidied up: {}", e.getMessage());
        }
    }

    private static final class Queued<T> {
        private final Collection<KeyId> keys;
        private final Function<Transaction, T> work;
        private final Thread owner = Thread.currentThread();
        private T value;
        private RuntimeException failure;

        /** Whether the result stands. */
        private boolean settled;

        private volatile boolean done;

        Queued(Collection<KeyId> keys, Function<Transaction, T> work) {
            this.keys = keys;
            this.work = work;
        }

        void run(Transaction transaction) {
            value = work.apply(transaction);
        }

        void fail(RuntimeException cause) {
            failure = cause;
            settled = true;
        }

        /**
         * @param groupFailure why there is no result, if there is none
         */
        void finish(RuntimeException groupFailure) {
            if (!settled) {
                failure = groupFailure;
            }
            done = true;
            LockSupport.unpark(owner);
        }

        T result() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}

package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writers that wait for each other share one commit: whoever gets the lock runs everything that is
 * queued, each piece of work under its own savepoint, and commits once. Nobody gets a result before
 * it is durable.
 *
 * <p>Nobody waits in line for the lock: one who was served has no need of it, and a line of such
 * ones would let each writer of new work pass in front and commit alone.
 */
final class GroupCommit {
    /** Bounds the wait of the first in a group; a commit costs as much as some tens of updates. */
    private static final int MAX_GROUP = 64;

    private static final String SAVEPOINT = "queued_work";

    private final Jdbi writer;
    private final Consumer<Handle> begin;
    private final Queue<Queued<?>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    /** Written by the one who has the lock. */
    private volatile long commits;

    /**
     * @param begin runs first in every transaction
     */
    GroupCommit(Jdbi writer, Consumer<Handle> begin) {
        this.writer = writer;
        this.begin = begin;
    }

    <T> T run(Function<Handle, T> work) {
        Queued<T> mine = new Queued<>(work);
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

    /** Runs {@code last} while nothing is being written. */
    void whileIdle(Runnable last) {
        writing.lock();
        try {
            last.run();
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
            writer.useTransaction(handle -> {
                begin.accept(handle);
                group.forEach(queued -> queued.run(handle));
            });
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

    private static final class Queued<T> {
        private final Function<Handle, T> work;
        private final Thread owner = Thread.currentThread();
        private T value;
        private RuntimeException failure;
        private volatile boolean done;

        Queued(Function<Handle, T> work) {
            this.work = work;
        }

        void run(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                value = work.apply(handle);
                handle.releaseSavepoint(SAVEPOINT);
            } catch (RuntimeException e) {
                failure = e instanceof JdbiException database ? Database.failure(database) : e;
                handle.rollbackToSavepoint(SAVEPOINT);
            }
        }

        void finish(RuntimeException groupFailure) {
            if (failure == null) {
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

package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;

/**
 * The writer's connection, kept from group to group while there is work, because what was prepared
 * on it would have to be prepared anew. One that lay idle, or was kept for a minute, goes back to
 * its pool, which looks whether it is still alive. Used by one thread at a time.
 */
final class WriterConnection {
    private static final long IDLE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();

    private final Jdbi writer;
    private final boolean distant;
    private Open open;
    private long borrowedNanos;
    private long usedNanos;

    /** A borrowed connection and what is prepared on it. */
    record Open(Handle handle, Statements statements) {}

    /**
     * @param distant whether each statement is a trip to a server
     */
    WriterConnection(Jdbi writer, boolean distant) {
        this.writer = writer;
        this.distant = distant;
    }

    /** The connection, for one transaction. */
    Open take() {
        long now = System.nanoTime();
        if (open != null && (now - usedNanos > IDLE_NANOS || now - borrowedNanos > KEPT_NANOS)) {
            release();
        }
        if (open == null) {
            Handle handle = writer.open();
            open = new Open(handle, Statements.of(handle, distant));
            borrowedNanos = now;
        }
        usedNanos = now;
        return open;
    }

    /** Gives the connection back to its pool. */
    void release() {
        if (open != null) {
            Handle handle = open.handle;
            open = null;
            handle.close();
        }
    }
}

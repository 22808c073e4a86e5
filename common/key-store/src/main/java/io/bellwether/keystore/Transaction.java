package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.Optional;

/**
 * One transaction of the writer, shared by a group of pieces of work. What several of them change
 * (counts, blocks, pages) is written once, by {@link #finish}; each sees what those before it did.
 */
final class Transaction implements AutoCloseable {
    private final Handle handle;
    private final Statements statements;
    private final BlockTable blocks;
    private final KeyTable keys;
    private final ProgressTable progress;
    private Pages pages;
    private Optional<Suspension> suspension;
    private boolean undone;

    /**
     * @param suspension as it stands at the beginning
     */
    Transaction(Handle handle, Statements statements, Optional<Suspension> suspension) {
        this.handle = handle;
        this.statements = statements;
        this.blocks = new BlockTable(handle, statements);
        this.keys = new KeyTable(handle, statements);
        this.progress = new ProgressTable(handle, statements);
        this.suspension = suspension;
    }

    /** For work that goes past the tables; it sees everything that was done before. */
    Handle handle() {
        write();
        return handle;
    }

    BlockTable blocks() {
        return blocks;
    }

    /** Keys that the pieces of work will look for. */
    void readAhead(Collection<KeyId> ids) {
        if (statements.distant() && ids.size() > 1) {
            keys.readAhead(ids);
        }
    }

    KeyTable keys() {
        return keys;
    }

    ProgressTable progress() {
        return progress;
    }

    /** The pages of all blocks: one that several pieces of work change is sealed once. */
    Pages pages(Sealing sealing) {
        if (pages == null) {
            pages = new Pages(statements, sealing);
        }
        return pages;
    }

    /**
     * @throws StoreSuspendedException if nothing may be handed out
     */
    void requireNotSuspended() {
        if (suspension.isPresent()) {
            throw new StoreSuspendedException(suspension.get());
        }
    }

    Optional<Suspension> suspension() {
        return suspension;
    }

    void suspend(Suspension why) {
        progress.suspend(why);
        suspension = Optional.of(why);
    }

    void resume() {
        progress.resume();
        suspension = Optional.empty();
    }

    /** Nothing that this piece of work changed is to stay; its answer stands all the same. */
    void undo() {
        undone = true;
    }

    boolean isUndone() {
        return undone;
    }

    /** Last, before the commit. */
    void finish() {
        statements.together(this::write);
        blocks.eraseExhausted();
    }

    private void write() {
        if (pages != null) {
            pages.flush();
        }
        keys.flush();
        blocks.flush();
        progress.flush();
    }

    /** Forgets the opened bits, and what was not written. */
    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        statements.dropQueued();
    }
}

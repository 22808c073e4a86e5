package io.bellwether.channel;

import io.bellwether.foundation.BlockId;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ledger's state together with its two files: every change is in the journal, durably, before
 * it shows here. After a write that failed nothing more is done, because nobody knows how much of
 * it is on the disk; opening the files again finds out.
 */
final class LedgerStore implements AutoCloseable {
    private final PoolFile pool;
    private final LedgerJournal journal;
    private final InstantSource clock;
    private final Set<BlockId> refilledBlocks = new HashSet<>();
    private LedgerState state;
    private boolean failed;

    private LedgerStore(PoolFile pool, LedgerJournal journal, InstantSource clock) {
        this.pool = pool;
        this.journal = journal;
        this.clock = clock;
        this.state = journal.startState();
    }

    static LedgerStore open(Path poolPath, Path journalPath, InstantSource clock)
            throws IOException {
        PoolFile pool = PoolFile.open(poolPath);
        LedgerJournal journal = null;
        try {
            journal = LedgerJournal.open(journalPath, pool.poolId());
            LedgerStore store = new LedgerStore(pool, journal, clock);
            store.recover();
            return store;
        } catch (IOException | RuntimeException e) {
            if (journal != null) {
                journal.close();
            }
            pool.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        for (AuditEntry entry : journal.entries()) {
            state = state.after(entry.event(), pool.capacityBits());
            remember(entry.event());
        }
        for (Direction direction : Direction.values()) {
            pool.erase(direction, state.endBits() - pool.capacityBits(), state.mark(direction));
            long mark = state.mark(direction);
            skip(direction, pool.afterLastErased(direction, mark, state.endBits()));
        }
    }

    PoolFile pool() {
        return pool;
    }

    LedgerState state() {
        return state;
    }

    boolean hasRefill(BlockId block) {
        return refilledBlocks.contains(block);
    }

    List<AuditEntry> entries() throws IOException {
        return journal.entries();
    }

    /** Gives up the unused bits before {@code markBits}, if there are any. */
    void skip(Direction direction, long markBits) throws IOException {
        long mark = state.mark(direction);
        if (markBits > mark) {
            apply(new LedgerEvent.Skipped(direction, mark, markBits));
            erase(direction, mark, markBits);
        }
    }

    void apply(LedgerEvent event) throws IOException {
        requireWorking();
        LedgerState next = state.after(event, pool.capacityBits());
        failed = true;
        journal.append(event, clock.instant());
        state = next;
        remember(event);
        if (journal.isLong()) {
            journal.compact(LedgerJournal.KEPT_RECORDS, pool.capacityBits());
            refilledBlocks.clear();
            journal.entries().forEach(entry -> remember(entry.event()));
        }
        failed = false;
    }

    void write(Direction direction, long offsetBits, byte[] bytes) throws IOException {
        requireWorking();
        failed = true;
        pool.write(direction, offsetBits, bytes);
        failed = false;
    }

    void erase(Direction direction, long fromBits, long toBits) throws IOException {
        requireWorking();
        failed = true;
        pool.erase(direction, fromBits, toBits);
        failed = false;
    }

    private void remember(LedgerEvent event) {
        if (event instanceof LedgerEvent.Refilled refill) {
            refilledBlocks.add(refill.block());
        }
    }

    private void requireWorking() throws IOException {
        if (failed) {
            throw new IOException("authentication pool: an earlier write failed; open it again");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            pool.close();
        }
    }
}

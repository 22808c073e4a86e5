package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ledger's state together with its two files: every change is in the journal, durably, before
 * it shows here. After a write that failed nothing more is done, because nobody knows how much of
 * it is on the disk; {@link #reopened} finds out.
 */
final class LedgerStore implements AutoCloseable {
    private final Path poolPath;
    private final Path journalPath;
    private final PoolFile pool;
    private final LedgerJournal journal;
    private final InstantSource clock;
    private final Set<BlockId> refilledBlocks = new HashSet<>();
    private LedgerState state;
    private boolean failed;

    private LedgerStore(
            Path poolPath,
            Path journalPath,
            PoolFile pool,
            LedgerJournal journal,
            InstantSource clock) {
        this.poolPath = poolPath;
        this.journalPath = journalPath;
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
            LedgerStore store = new LedgerStore(poolPath, journalPath, pool, journal, clock);
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

    /**
     * The same files opened again after a write that failed. Every record that is read counts as
     * used, and none of their bits were given out, because the call that wrote them threw. The
     * journal is rewritten, durably, because after a failed flush nobody knows which of what was
     * read is on the disk and which only in the operating system's memory.
     *
     * @throws IOException if the disk still fails: nothing is given out
     */
    LedgerStore reopened() throws IOException {
        close();
        LedgerStore again = open(poolPath, journalPath, clock);
        try {
            again.journal.compact(LedgerJournal.MAXIMUM_RECORDS, again.pool.capacityBits());
            return again;
        } catch (IOException | RuntimeException e) {
            again.close();
            throw e;
        }
    }

    boolean hasFailed() {
        return failed;
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

    /**
     * Skips to the peer's marks, at most {@code maximumSkipBits} in both directions together and
     * not beyond {@code limitBits}.
     */
    Alignment align(
            Direction own, long ownMark, long peersMark, long limitBits, long maximumSkipBits)
            throws IOException {
        LedgerState before = state;
        Direction peers = own.opposite();
        if (ownMark > Math.max(limitBits, before.mark(own))) {
            return new Alignment.BeyondPool(own, ownMark, limitBits);
        }
        if (peersMark > Math.max(limitBits, before.mark(peers))) {
            return new Alignment.BeyondPool(peers, peersMark, limitBits);
        }
        skip(own, Math.min(ownMark, before.mark(own) + maximumSkipBits));
        long ownSkipped = state.mark(own) - before.mark(own);
        skip(peers, Math.min(peersMark, before.mark(peers) + maximumSkipBits - ownSkipped));
        long peersSkipped = state.mark(peers) - before.mark(peers);
        long leftBits =
                Math.max(0, ownMark - state.mark(own)) + Math.max(0, peersMark - state.mark(peers));
        return leftBits > 0
                ? new Alignment.Partly(ownSkipped + peersSkipped, leftBits)
                : new Alignment.Aligned(ownSkipped, peersSkipped, ownMark > before.mark(own));
    }

    /** Marks the range used, durably, and gives out its bits. */
    Grant take(Range range, LedgerEvent event) throws IOException {
        long mark = state.mark(range.direction());
        requireWorking();
        failed = true;
        byte[] bytes = pool.read(range.direction(), range.offsetBits(), range.bits() / 8);
        failed = false;
        apply(event);
        erase(range.direction(), mark, range.endBits());
        SecretBits bits = new SecretBits(BitArray.fromBytes(bytes, range.bits()));
        Arrays.fill(bytes, (byte) 0);
        return new Grant.Granted(range, bits);
    }

    /** Appends the two halves of {@code all}, which is erased; there is room. */
    void refill(BlockId block, byte[] all) throws IOException {
        int shareBytes = all.length / 2;
        for (Direction direction : Direction.values()) {
            int from = direction.ordinal() * shareBytes;
            byte[] half = Arrays.copyOfRange(all, from, from + shareBytes);
            try {
                write(direction, state.endBits(), half);
            } finally {
                Arrays.fill(half, (byte) 0);
                Arrays.fill(all, from, from + shareBytes, (byte) 0);
            }
        }
        apply(new LedgerEvent.Refilled(block, state.endBits(), state.endBits() + shareBytes * 8L));
    }

    private void apply(LedgerEvent event) throws IOException {
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

    private void write(Direction direction, long offsetBits, byte[] bytes) throws IOException {
        requireWorking();
        failed = true;
        pool.write(direction, offsetBits, bytes);
        failed = false;
    }

    private void erase(Direction direction, long fromBits, long toBits) throws IOException {
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
            throw new IOException("authentication pool: an earlier write failed");
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

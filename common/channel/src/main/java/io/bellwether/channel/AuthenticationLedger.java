package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The pre-shared pool of authentication bits of one end, and the record of which are used. Both
 * ends hold the same bits, half of them for each direction; an end reserves in the direction it
 * sends, and claims what the peer names in the other one.
 *
 * <p>What is guaranteed: no bit is ever given out twice. A bit is marked used, durably, before it
 * is given out; a crash loses bits, never re-issues them; marks only move forward, whatever the
 * peer says. Used bits are overwritten on disk, and opening takes all bits before an overwritten
 * one as used, so that even a journal cut short re-issues nothing that was erased.
 *
 * <p>What is not: a copy of both files restored from a backup holds used bits again, and the nodes
 * do not compare their marks yet ({@link #skipForward} is what they would call). Never restore a
 * pool; make a fresh one. A copy in other hands cannot be seen from here.
 *
 * <p>After an {@link IOException} while writing, the ledger refuses to work until it is opened
 * again. All methods may be called from any thread; one process at a time can open a pool.
 */
public final class AuthenticationLedger implements AutoCloseable {
    /** Offsets and lengths are multiples of this number of bits. */
    public static final int GRANULE_BITS = 128;

    private final End end;
    private final LedgerLimits limits;
    private final LedgerStore store;

    private AuthenticationLedger(End end, LedgerLimits limits, LedgerStore store) {
        this.end = end;
        this.limits = limits;
        this.store = store;
    }

    /**
     * Creates a pool: the file {@code path} with the bits and {@code path.journal} beside it, both
     * readable by their owner only. The first half of the bits is for Alice's transcripts.
     *
     * @param poolId the same at both ends, drawn by whoever makes the pool
     * @param bits the same at both ends; a positive multiple of 2 {@link #GRANULE_BITS}
     * @throws IllegalArgumentException if the number of bits is not such a multiple
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     */
    public static void create(Path path, UUID poolId, SecretBits bits) throws IOException {
        if (bits.length() == 0 || bits.length() % (2 * GRANULE_BITS) != 0) {
            throw new IllegalArgumentException(
                    "pool: %d bits; limit a positive multiple of %d"
                            .formatted(bits.length(), 2 * GRANULE_BITS));
        }
        byte[] content = bits.read(SecretAccess.to("write the authentication pool")).toBytes();
        try {
            PoolFile.create(path, poolId, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
        LedgerJournal.create(
                journalPath(path), poolId, LedgerState.initial(poolId, bits.length() / 2));
    }

    /**
     * Opens a pool, ignores what a crash left unfinished and erases used bits it left behind.
     *
     * @param end which end this is
     * @param clock for the audit listing only
     * @throws LedgerDamagedException if the files are not a pool, do not belong together, are
     *     damaged in a way that no crash explains, or can be read by other users
     * @throws IOException if another process has the pool open
     */
    public static AuthenticationLedger open(
            Path path, End end, LedgerLimits limits, InstantSource clock) throws IOException {
        return new AuthenticationLedger(
                end, limits, LedgerStore.open(path, journalPath(path), clock));
    }

    /** The journal of the pool {@code path}. */
    public static Path journalPath(Path path) {
        return path.resolveSibling(path.getFileName() + ".journal");
    }

    /**
     * Takes the next bits for a transcript that this end sends.
     *
     * @param bits a positive multiple of {@link #GRANULE_BITS}
     * @return the bits, marked used durably, or a refusal when they would go below the floor
     */
    public synchronized Grant reserve(int bits) throws IOException {
        Direction direction = Direction.from(end);
        Range range = new Range(direction, store.state().mark(direction), bits);
        requireGranules(range);
        long limit = store.state().endBits() - limits.floorBits();
        if (range.endBits() > limit) {
            return new Grant.Refused(Grant.Reason.BELOW_FLOOR, range, limit);
        }
        return take(
                range, new LedgerEvent.Reserved(direction, range.offsetBits(), range.endBits()));
    }

    /**
     * Takes the bits that the peer names for a transcript it sends, and skips those before them.
     *
     * @param offsetBits as the peer's {@link #reserve} gave it, a multiple of {@link #GRANULE_BITS}
     * @param bits a positive multiple of {@link #GRANULE_BITS}
     * @return the bits, marked used durably, or a refusal when one of them was used or skipped
     *     before or lies beyond the pool
     */
    public synchronized Grant claim(long offsetBits, int bits) throws IOException {
        Direction direction = Direction.from(end.other());
        Range range = new Range(direction, offsetBits, bits);
        requireGranules(range);
        if (offsetBits < store.state().mark(direction)) {
            return new Grant.Refused(
                    Grant.Reason.ALREADY_USED, range, store.state().mark(direction));
        }
        if (offsetBits > store.state().endBits() - bits) {
            return new Grant.Refused(Grant.Reason.BEYOND_POOL, range, store.state().endBits());
        }
        return take(range, new LedgerEvent.Claimed(direction, offsetBits, range.endBits()));
    }

    private Grant take(Range range, LedgerEvent event) throws IOException {
        long mark = store.state().mark(range.direction());
        byte[] bytes = store.pool().read(range.direction(), range.offsetBits(), range.bits() / 8);
        store.apply(event);
        store.erase(range.direction(), mark, range.endBits());
        SecretBits bits = new SecretBits(BitArray.fromBytes(bytes, range.bits()));
        Arrays.fill(bytes, (byte) 0);
        return new Grant.Granted(range, bits);
    }

    /**
     * Gives up unused bits, so that a mark which the peer reports is not behind ours. Used when the
     * two ends compare their marks after a connection: the lower one follows.
     *
     * @param offsetBits the peer's mark, a multiple of {@link #GRANULE_BITS}
     * @return whether the mark is now at {@code offsetBits} or further; false, and nothing is
     *     changed, when that lies beyond the pool
     */
    public synchronized boolean skipForward(Direction direction, long offsetBits)
            throws IOException {
        if (offsetBits % GRANULE_BITS != 0) {
            throw new IllegalArgumentException(
                    "offsetBits: %d; limit a multiple of %d".formatted(offsetBits, GRANULE_BITS));
        }
        if (offsetBits > store.state().endBits()) {
            return false;
        }
        store.skip(direction, offsetBits);
        return true;
    }

    /**
     * Appends bits of a finished block, half to each direction, the first half to Alice's. Both
     * ends must do it with the same blocks in the same order ({@link #lineage} shows whether they
     * have). When the pool has no room, its oldest unused bits make room.
     *
     * <p>A block that is already in the journal (at least the last {@value
     * LedgerJournal#KEPT_RECORDS} records) is not added again.
     *
     * @param bits erased before this returns; at most what the pool holds; what remains after the
     *     largest multiple of 2 {@link #GRANULE_BITS} is dropped
     * @return the bits added to each direction; zero when the block had been added before
     */
    public synchronized long refill(BlockId block, SecretBits bits) throws IOException {
        long share = bits.length() / (2 * GRANULE_BITS) * GRANULE_BITS;
        if (share > store.pool().capacityBits()) {
            throw new IllegalArgumentException(
                    "refill: %d bits; limit %d"
                            .formatted(bits.length(), 2 * store.pool().capacityBits()));
        }
        if (share == 0 || store.hasRefill(block)) {
            bits.erase();
            return 0;
        }
        long newEnd = store.state().endBits() + share;
        for (Direction direction : Direction.values()) {
            store.skip(direction, newEnd - store.pool().capacityBits());
        }
        byte[] all = bits.read(SecretAccess.to("refill the authentication pool")).toBytes();
        bits.erase();
        int shareBytes = Math.toIntExact(share / 8);
        for (Direction direction : Direction.values()) {
            int from = direction.ordinal() * shareBytes;
            byte[] half = Arrays.copyOfRange(all, from, from + shareBytes);
            try {
                store.write(direction, store.state().endBits(), half);
            } finally {
                Arrays.fill(half, (byte) 0);
                Arrays.fill(all, from, from + shareBytes, (byte) 0);
            }
        }
        store.apply(new LedgerEvent.Refilled(block, store.state().endBits(), newEnd));
        return share;
    }

    /** The identity that both ends' pools must share. */
    public UUID poolId() {
        return store.pool().poolId();
    }

    /** A digest, without secrets, that is equal at both ends as long as their refills agree. */
    public synchronized String lineage() {
        return store.state().lineage();
    }

    /** The first unused bit of a direction. */
    public synchronized long markBits(Direction direction) {
        return store.state().mark(direction);
    }

    /** The unused bits of a direction, those under the floor included. */
    public synchronized long remainingBits(Direction direction) {
        return store.state().endBits() - store.state().mark(direction);
    }

    /** The bits of a direction that a refill can add before it displaces unused ones. */
    public synchronized long roomBits(Direction direction) {
        return store.pool().capacityBits() - remainingBits(direction);
    }

    /** What to tell the operator about a direction. */
    public synchronized PoolLevel level(Direction direction) {
        long remaining = remainingBits(direction);
        if (remaining - TranscriptMac.KEY_BITS < limits.floorBits()) {
            return PoolLevel.AT_FLOOR;
        }
        return remaining < limits.lowWaterBits() ? PoolLevel.LOW : PoolLevel.SUFFICIENT;
    }

    /** What happened to the pool, oldest first: at least the last 4096 changes. */
    public synchronized List<AuditEntry> audit() throws IOException {
        return store.entries();
    }

    private static void requireGranules(Range range) {
        if (range.bits() <= 0
                || range.bits() % GRANULE_BITS != 0
                || range.offsetBits() < 0
                || range.offsetBits() % GRANULE_BITS != 0) {
            throw new IllegalArgumentException(
                    "pool range: offset %d, %d bits; limit multiples of %d, offset 0 or more, bits above 0"
                            .formatted(range.offsetBits(), range.bits(), GRANULE_BITS));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        store.close();
    }
}

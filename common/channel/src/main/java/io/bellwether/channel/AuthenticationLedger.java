package io.bellwether.channel;

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
 * <p>A copy of the files restored from a backup holds used bits again: {@link #align} gives them up
 * before anything is spent, because the peer remembers them. What is not covered: both ends
 * restored at once, and a copy in other hands.
 *
 * <p>After an {@link IOException} while writing, the next call opens the files again and goes on
 * with what they prove; while that fails, it gives nothing out. All methods may be called from any
 * thread; one process at a time can open a pool.
 */
public final class AuthenticationLedger implements AutoCloseable {
    /** Offsets and lengths are multiples of this number of bits. */
    public static final int GRANULE_BITS = 128;

    /**
     * The most bits that an end may put to use before the peer has proved that it claimed them:
     * what a restored copy has to skip beyond the peer's mark. One request and one answer of
     * reservations (256 each) and Bob's part of a reconciliation (384), rounded up.
     */
    public static final int EXPOSED_BITS = 1024;

    private final End end;
    private final LedgerLimits limits;
    private LedgerStore store;
    private boolean aligned;

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
        PoolFile.create(path, poolId, bits, PoolOrigin.PRE_SHARED);
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
        if (PoolImport.isCommitted(path)) {
            throw new IOException(path + ": an import of a fresh pool has to be finished first");
        }
        return new AuthenticationLedger(
                end, limits, LedgerStore.open(path, journalPath(path), clock));
    }

    /** The journal of the pool {@code path}. */
    public static Path journalPath(Path path) {
        return path.resolveSibling(path.getFileName() + ".journal");
    }

    /** As {@link #reserve(int, Use)}, for a use that the listing does not name. */
    public Grant reserve(int bits) throws IOException {
        return reserve(bits, Use.UNSTATED);
    }

    /**
     * Takes the next bits for a transcript that this end sends.
     *
     * @param bits a positive multiple of {@link #GRANULE_BITS}
     * @param use for the listing
     * @return the bits, marked used durably, or a refusal when they would go below the floor
     */
    public synchronized Grant reserve(int bits, Use use) throws IOException {
        LedgerStore working = working();
        Direction direction = Direction.from(end);
        Range range = new Range(direction, working.state().mark(direction), bits);
        requireGranules(range);
        long limit = working.state().endBits() - limits.floorBits();
        if (range.endBits() > limit) {
            return new Grant.Refused(Grant.Reason.BELOW_FLOOR, range, limit);
        }
        return working.take(
                range,
                new LedgerEvent.Reserved(direction, range.offsetBits(), range.endBits(), use));
    }

    private LedgerStore working() throws IOException {
        if (store.hasFailed()) {
            store = store.reopened();
        }
        return store;
    }

    /** As {@link #claim(long, int, Use)}, for a use that the listing does not name. */
    public Grant claim(long offsetBits, int bits) throws IOException {
        return claim(offsetBits, bits, Use.UNSTATED);
    }

    /**
     * Takes the bits that the peer names for a transcript it sends, and skips those before them.
     *
     * @param offsetBits as the peer's {@link #reserve} gave it, a multiple of {@link #GRANULE_BITS}
     * @param bits a positive multiple of {@link #GRANULE_BITS}
     * @return the bits, marked used durably, or a refusal when one of them was used or skipped
     *     before or lies beyond the pool
     */
    public synchronized Grant claim(long offsetBits, int bits, Use use) throws IOException {
        LedgerStore working = working();
        LedgerState state = working.state();
        Direction direction = Direction.from(end.other());
        Range range = new Range(direction, offsetBits, bits);
        requireGranules(range);
        if (offsetBits < state.mark(direction)) {
            return new Grant.Refused(Grant.Reason.ALREADY_USED, range, state.mark(direction));
        }
        if (offsetBits > state.endBits() - bits) {
            return new Grant.Refused(Grant.Reason.BEYOND_POOL, range, state.endBits());
        }
        return working.take(
                range, new LedgerEvent.Claimed(direction, offsetBits, range.endBits(), use));
    }

    /**
     * Follows the peer's marks where they are ahead, durably, before anything is spent on a
     * connection. The first time after opening, the own direction goes {@link #EXPOSED_BITS} beyond
     * the peer's mark: if these files are an old copy, so many bits may have been used that the
     * peer has never heard of.
     *
     * @throws IllegalArgumentException if a mark is negative or no multiple of {@link
     *     #GRANULE_BITS}
     */
    public synchronized Alignment align(long aliceToBobMark, long bobToAliceMark)
            throws IOException {
        for (Direction direction : Direction.values()) {
            long mark = direction == Direction.ALICE_TO_BOB ? aliceToBobMark : bobToAliceMark;
            requireGranules(new Range(direction, mark, GRANULE_BITS));
        }
        Direction own = Direction.from(end);
        long ownMark = own == Direction.ALICE_TO_BOB ? aliceToBobMark : bobToAliceMark;
        long peersMark = own == Direction.ALICE_TO_BOB ? bobToAliceMark : aliceToBobMark;
        Alignment alignment = working().align(own, ownMark, peersMark, aligned ? 0 : EXPOSED_BITS);
        aligned |= alignment instanceof Alignment.Aligned;
        return alignment;
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
        if (offsetBits > working().state().endBits()) {
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
        if (share == 0 || working().hasRefill(block)) {
            bits.erase();
            return 0;
        }
        long newEnd = store.state().endBits() + share;
        for (Direction direction : Direction.values()) {
            store.skip(direction, newEnd - store.pool().capacityBits());
        }
        byte[] all = bits.read(SecretAccess.to("refill the authentication pool")).toBytes();
        bits.erase();
        byte[] used = Arrays.copyOf(all, Math.toIntExact(share / 4));
        Arrays.fill(all, (byte) 0);
        store.refill(block, used);
        return share;
    }

    /** Where the pool's first bits come from. */
    public synchronized PoolOrigin origin() {
        return store.pool().origin();
    }

    /** The identity that both ends' pools must share. */
    public synchronized UUID poolId() {
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

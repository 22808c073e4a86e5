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
     * What a restored copy has to skip beyond the peer's mark: an upper limit on the bits that an
     * end may have put to use (said, or computed a tag from) before the peer proved that it claimed
     * them. Only reservations do that: a request under way and an answer under way, 256 bits each,
     * and no second one of either before the peer has proved that it claimed the first, under a tag
     * in answer to it or by the meeting that begins the next connection. The openings of blocks are
     * larger, and do not count: nothing of their bits is used before the peer has said a token out
     * of them, or a message under bits that it can only have claimed later. Twice the sum.
     */
    public static final int EXPOSED_BITS = 1024;

    /**
     * The most unused bits that one message of the peer may have skipped by naming bits beyond
     * them. Greetings bring the marks together, so what is left are messages that an earlier
     * connection lost while the greetings were under way: a request or an answer of a reservation
     * each.
     */
    public static final int MAX_GAP_BITS = 4096;

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
     *     before or lies beyond the pool, or when more than {@link #MAX_GAP_BITS} before them, or
     *     bits that the floor keeps, would be skipped: who names them is not authenticated yet
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
        long gapBits = offsetBits - state.mark(direction);
        if (gapBits > MAX_GAP_BITS) {
            return new Grant.Refused(
                    Grant.Reason.GAP_TOO_LARGE, range, state.mark(direction) + MAX_GAP_BITS);
        }
        if (gapBits > 0 && offsetBits > skipLimit(state)) {
            return new Grant.Refused(Grant.Reason.BELOW_FLOOR, range, skipLimit(state));
        }
        return working.take(
                range, new LedgerEvent.Claimed(direction, offsetBits, range.endBits(), use));
    }

    /** The furthest mark to which the word of a peer may lead: what lies behind is the floor's. */
    private long skipLimit(LedgerState state) {
        return state.endBits() - limits.floorBits();
    }

    /**
     * How many bits {@link #align} would give up because of these marks, in both directions.
     *
     * @throws IOException if an earlier write failed and the disk still does
     */
    public synchronized long aheadBits(long aliceToBobMark, long bobToAliceMark)
            throws IOException {
        LedgerState state = working().state();
        return Math.max(0, aliceToBobMark - state.aliceToBobMark())
                + Math.max(0, bobToAliceMark - state.bobToAliceMark());
    }

    /**
     * Follows the peer's marks where they are ahead, durably, before anything is spent on a
     * connection. The first time after opening, the own direction goes {@link #EXPOSED_BITS} beyond
     * the peer's mark: if these files are an old copy, so many bits may have been used that the
     * peer has never heard of. That a copy is not an old one cannot be told from its files: one
     * made after an orderly end looks like one; so every start costs these bits.
     *
     * @param maximumSkipBits how many bits may be given up at the peer's word: who says the marks
     *     is not authenticated yet
     * @throws IllegalArgumentException if a mark is negative or no multiple of {@link
     *     #GRANULE_BITS}, or {@code maximumSkipBits} is
     */
    public synchronized Alignment align(
            long aliceToBobMark, long bobToAliceMark, long maximumSkipBits) throws IOException {
        if (maximumSkipBits < 0 || maximumSkipBits % GRANULE_BITS != 0) {
            throw new IllegalArgumentException(
                    "maximumSkipBits: %d; limit 0 or more, a multiple of %d"
                            .formatted(maximumSkipBits, GRANULE_BITS));
        }
        for (Direction direction : Direction.values()) {
            long mark = direction == Direction.ALICE_TO_BOB ? aliceToBobMark : bobToAliceMark;
            requireGranules(new Range(direction, mark, GRANULE_BITS));
        }
        Direction own = Direction.from(end);
        long ownMark = own == Direction.ALICE_TO_BOB ? aliceToBobMark : bobToAliceMark;
        long peersMark = own == Direction.ALICE_TO_BOB ? bobToAliceMark : aliceToBobMark;
        LedgerStore working = working();
        Alignment alignment =
                working.align(own, ownMark, peersMark, skipLimit(working.state()), maximumSkipBits);
        if (alignment instanceof Alignment.Aligned && !aligned) {
            working.skip(own, Math.min(skipLimit(working.state()), ownMark + EXPOSED_BITS));
            aligned = true;
        }
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

package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The durable keys of one end: blocks of secret bits, the ranges of them that are bound to key ids,
 * and who has had which key. SQLite or PostgreSQL, sealed page by page under a master key.
 *
 * <p>Everything that changes the store is on disk when the call returns, and a call that throws has
 * changed nothing, unless it says that the connection to a server was lost. All methods may be
 * called by many threads, and with PostgreSQL by many processes.
 *
 * <p>Guaranteed: no bit is ever part of two keys; a slave gets a key once; a key's bits are
 * overwritten when every SAE at this end has had it. Not guaranteed: that a solid-state disk
 * forgets what was overwritten, nor that PostgreSQL does, which writes a changed row beside the old
 * one and into its log (what remains there is sealed under the master key). A copy of the database
 * that is put back in place is recognised when the peer is met, if a key was reserved or recorded
 * since it was made.
 *
 * <p>Every method throws {@link KeyStoreException} if the disk or the database fails, or if what it
 * reads was tampered with.
 */
public final class KeyStore implements AutoCloseable {
    private final Database database;
    private final Sealing sealing;
    private final End localEnd;
    private final KeyLifetime lifetime;
    private final AvailableKeys available;

    private KeyStore(Database database, Sealing sealing, End localEnd, KeyLifetime lifetime) {
        this.database = database;
        this.sealing = sealing;
        this.localEnd = localEnd;
        this.lifetime = lifetime;
        this.available = new AvailableKeys(database);
    }

    /** Opens a database in a file, for keys that do not expire. */
    public static KeyStore open(Path database, MasterKey masterKey, End localEnd) {
        return open(
                new StoreLocation.SqliteFile(database),
                masterKey,
                localEnd,
                KeyLifetime.unlimited());
    }

    /**
     * Opens a database, or makes its tables if they are missing. Reservations whose announcement
     * was under way when the store was last closed, or died, become {@linkplain
     * #unconfirmedReservations unconfirmed}; where several processes share a database, when their
     * lease ends. The caller of a file holds the {@link DataDirectoryLock}.
     *
     * @param localEnd the end whose store this is; fixed when the database is made
     * @throws KeyStoreException if the master key is another one, the database belongs to the other
     *     end, or it cannot be read
     */
    public static KeyStore open(
            StoreLocation location, MasterKey masterKey, End localEnd, KeyLifetime lifetime) {
        KeyGeneration generation = new KeyGeneration();
        Database opened = Database.open(location, generation::requireCurrent);
        try {
            long lapsedMillis = opened.exclusive() ? Long.MAX_VALUE : lifetime.nowMillis();
            Sealing sealing =
                    opened.write(handle -> {
                        new KeyTable(handle).abandonLapsed(lapsedMillis);
                        generation.remember(handle);
                        return Identity.establish(
                                handle, opened.name(), masterKey, localEnd, new SecureRandom());
                    });
            return new KeyStore(opened, sealing, localEnd, lifetime);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The end whose requests this store answers. */
    public End localEnd() {
        return localEnd;
    }

    /**
     * Stores a block. Storing the same block again changes nothing.
     *
     * @return the state that the block is in now: {@code STORED} after the first time, or whatever
     *     it had become; a discarded block stays {@code DISCARDED}
     * @throws IllegalArgumentException if the id is known with another length, split or digest
     */
    public BlockState storeBlock(StoredBlock block) {
        return inBlocks(blocks -> blocks.store(block, lifetime.expiryMillis()));
    }

    private <T> T inBlocks(Function<Blocks, T> work) {
        return database.change(
                transaction -> work.apply(new Blocks(transaction, sealing, localEnd)));
    }

    /**
     * Lets keys be cut from a stored block: the peer is known to hold it too.
     *
     * @return the state now: {@code DELIVERABLE}, or {@code EXHAUSTED} or {@code DISCARDED}, which
     *     stay
     * @throws IllegalArgumentException if the block is unknown
     */
    public BlockState markDeliverable(BlockId id) {
        return inBlocks(blocks -> blocks.markDeliverable(id));
    }

    /**
     * Gives up a block that is not deliverable yet and erases it. An id that is unknown here is
     * remembered, so that the block cannot be stored later.
     *
     * @return the state now: {@code DISCARDED}; or {@code DELIVERABLE} or {@code EXHAUSTED}, which
     *     are final because the peer may have handed keys out
     */
    public BlockState discard(BlockId id) {
        return inBlocks(blocks -> blocks.discard(id));
    }

    /** Deliverable blocks whose refill has not been forgotten yet, oldest first. */
    public List<BlockId> pendingRefills() {
        return database.read(handle -> new BlockTable(handle).withRefill());
    }

    /** The bits of a block that are for the authentication pool, unless they are forgotten. */
    public Optional<SecretBits> readRefill(BlockId id) {
        return database.read(handle -> {
            try (Pages pages = new Pages(Statements.of(handle), sealing)) {
                return new BlockTable(handle).find(id).flatMap(pages::readRefill);
            }
        });
    }

    /** Forgets a refill: it is in the pool. */
    public void forgetRefill(BlockId id) {
        inBlocks(blocks -> {
            blocks.forgetRefill(id);
            return id;
        });
    }

    /** What is known of a block. */
    public Optional<BlockStatus> block(BlockId id) {
        return database.read(handle -> new BlockTable(handle).find(id).map(BlockRow::status));
    }

    /** The blocks in a state, in the order in which they were stored. */
    public List<BlockStatus> blocksIn(BlockState state) {
        return database.read(handle -> new BlockTable(handle).inState(state));
    }

    /**
     * Reserves keys for a request made at this end. Unconfirmed reservations of the same SAEs and
     * size are taken up first, under their old ids: the peer may know them, and nobody else does,
     * so a peer that is away does not drain the store. Announce the result to the peer, then call
     * {@link #takeForMaster}, {@link #abandon} or {@link #cancel}.
     *
     * @return one reservation per key, or empty, with nothing reserved, if too few bits are left
     */
    public Optional<List<Reservation>> reserve(ReservationRequest request) {
        return inReservations(List.of(), reservations -> reservations.reserve(request));
    }

    /**
     * Reserves keys under ids that the caller has derived, so that both ends can name a key before
     * they have heard of it. Ids that are reserved, or were used, already are left out; the
     * unconfirmed ones among them are taken up.
     *
     * @param request {@code count} is the number of ids
     * @param lifetime from then on neither end hands the keys out, if that is sooner than their
     *     block's expiry
     * @return what is to be announced to the peer, or empty, with nothing reserved, if too few bits
     *     are left
     * @throws IllegalArgumentException if an id is known with other SAEs or another size
     */
    public Optional<List<Reservation>> reserveNamed(
            ReservationRequest request, List<KeyId> ids, Duration lifetime) {
        if (ids.size() != request.count()) {
            throw new IllegalArgumentException(
                    "ids: %d; limit %d".formatted(ids.size(), request.count()));
        }
        long expiresMillis = this.lifetime.nowMillis() + lifetime.toMillis();
        return inReservations(ids, open -> open.reserveNamed(request, ids, expiresMillis));
    }

    /** What is known of a key; empty if the id was never reserved here or by the peer. */
    public Optional<KnownKey> find(KeyId id) {
        return database.read(handle ->
                new KeyTable(handle).find(id).map(row -> KnownKey.of(row, lifetime.nowMillis())));
    }

    /**
     * Records what the peer reserved: the same ids, ranges and SAEs as there. Recording the same
     * again changes nothing. At Bob's end a block that is only {@code STORED} becomes {@code
     * DELIVERABLE}, because Alice reserves only in deliverable blocks.
     *
     * @param saesHere the SAEs that fetch at this end; a key that none of them waits for is erased
     *     here at once
     */
    public RecordOutcome recordPeerReservations(
            List<Reservation> reservations, Set<SaeId> saesHere) {
        List<KeyId> ids = reservations.stream().map(Reservation::keyId).toList();
        return inReservations(ids, open -> open.recordPeer(reservations, saesHere));
    }

    private <T> T inReservations(List<KeyId> keys, Function<Reservations, T> work) {
        return database.change(
                keys,
                transaction ->
                        work.apply(
                                new Reservations(
                                        transaction, sealing, localEnd, lifetime.nowMillis())));
    }

    /** Reservations made here whose answer from the peer is outstanding or never came. */
    public List<Reservation> unconfirmedReservations() {
        return database.read(handle ->
                new KeyTable(handle).waitingForPeer().stream().map(KeyRow::reservation).toList());
    }

    /**
     * Those of the named keys that are reserved here and wait for the peer's answer; of a store in
     * PostgreSQL.
     */
    List<Reservation> waitingForPeer(List<KeyId> keyIds) {
        return database.read(handle -> {
            KeyTable keys = new KeyTable(handle);
            keys.readAhead(keyIds);
            return keyIds.stream()
                    .distinct()
                    .flatMap(id -> keys.find(id).stream())
                    .filter(row -> row.waitsForPeer() && row.requestedAt() == localEnd)
                    .map(KeyRow::reservation)
                    .toList();
        });
    }

    /** The peer did not answer: the keys wait until a request of the same kind takes them up. */
    public void abandon(List<KeyId> keyIds) {
        database.change(transaction -> {
            keyIds.forEach(transaction.keys()::abandonReserved);
            return keyIds.size();
        });
    }

    /**
     * Burns reservations: those of this end that are not confirmed, and what is left here of those
     * that the peer made. The bits are erased and never used again. Unknown and delivered keys stay
     * as they are.
     */
    public void cancel(List<KeyId> keyIds) {
        deliver(
                keyIds,
                deliveries -> {
                    deliveries.cancel(keyIds, localEnd);
                    return keyIds.size();
                });
    }

    /**
     * Hands reserved keys to their master. Calling it says that the peer has answered that it
     * recorded them; from now on slaves at this end may fetch them too.
     *
     * @throws IllegalStateException if a key is not reserved by {@code master}, or was handed out
     * @throws IllegalArgumentException if an id is named twice
     */
    public List<DeliveredKey> takeForMaster(SaeId master, List<KeyId> keyIds) {
        return deliver(keyIds, deliveries -> deliveries.toMaster(master, keyIds));
    }

    /**
     * Hands keys to a slave by their ids, all of them or none, each once.
     *
     * @throws IllegalArgumentException if an id is named twice
     */
    public SlaveFetch takeForSlave(SaeId master, SaeId slave, List<KeyId> keyIds) {
        return deliver(keyIds, deliveries -> deliveries.toSlave(master, slave, keyIds));
    }

    private <T> T deliver(Function<Deliveries, T> work) {
        return deliver(List.of(), work);
    }

    private <T> T deliver(List<KeyId> keys, Function<Deliveries, T> work) {
        return database.change(
                keys,
                transaction ->
                        work.apply(new Deliveries(transaction, sealing, lifetime.nowMillis())));
    }

    /**
     * How many keys of a size are free for requests made at an end. For this end the number is
     * exact; for the peer's end it is an upper bound, because a key never crosses a block's end.
     */
    public long availableKeys(End requestedAt, int keySizeBits) {
        return available.count(requestedAt == localEnd, keySizeBits, lifetime.nowMillis());
    }

    /** As {@link #availableKeys}, if it can be told at once, from memory. */
    public OptionalLong rememberedKeys(End requestedAt, int keySizeBits) {
        return available.remembered(requestedAt == localEnd, keySizeBits, lifetime.nowMillis());
    }

    /** The fill of the store. */
    public StoreCounts counts() {
        return database.read(handle -> new BlockTable(handle).counts());
    }

    /**
     * Erases what has outlived its lifetime, overwrites what was erased, and takes back
     * reservations of processes that are gone. To be called every minute or so; nothing expired is
     * handed out meanwhile.
     */
    public void maintain() {
        deliver(deliveries -> deliveries.giveUp(new Expiry(lifetime.nowMillis())));
        if (!database.exclusive()) {
            database.change(transaction -> {
                transaction.keys().abandonLapsed(lifetime.nowMillis());
                return localEnd;
            });
        }
        database.overwriteErased();
    }

    /** How far this store has come. */
    public StoreProgress progress() {
        return database.read(handle -> new ProgressTable(handle).own());
    }

    /** How far the peer had come when it was last met. */
    public StoreProgress rememberedOfPeer() {
        return database.read(handle -> new ProgressTable(handle).peer());
    }

    /** Why nothing is handed out, if nothing is. */
    public Optional<Suspension> suspension() {
        return database.read(handle -> new ProgressTable(handle).suspension());
    }

    /**
     * Compares with a peer that was just met. If this store is behind what the peer knows of it, it
     * was put back, and hands nothing out until its keys are {@linkplain #discardKeys given up}. If
     * all is well, the peer's progress is remembered, and a restored store goes on: keys that were
     * waiting to be fetched when the backup was made are burnt, because they may have been fetched.
     *
     * @param own what this end told the peer
     * @param peer what the peer told of itself
     * @param peersMemory what it remembers of this end
     * @return what is wrong, in words for the operator; empty if nothing is
     */
    public Optional<String> meetPeer(
            StoreProgress own, StoreProgress peer, StoreProgress peersMemory) {
        return deliver(deliveries -> deliveries.meetPeer(own, peer, peersMemory));
    }

    /** Gives up every block and key that is here, and lifts a {@link Suspension}. */
    public void discardKeys() {
        deliver(deliveries -> {
            deliveries.discardAll();
            return localEnd;
        });
    }

    @Override
    public void close() {
        database.close();
    }
}

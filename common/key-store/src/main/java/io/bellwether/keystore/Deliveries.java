package io.bellwether.keystore;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Hands keys out and erases what nobody waits for any more, within a shared transaction. */
final class Deliveries {
    private final Transaction transaction;
    private final BlockTable blocks;
    private final KeyTable keys;
    private final Pages pages;
    private final ProgressTable progress;
    private final long nowMillis;

    Deliveries(Transaction transaction, Sealing sealing, long nowMillis) {
        this.transaction = transaction;
        this.nowMillis = nowMillis;
        this.progress = transaction.progress();
        this.blocks = transaction.blocks();
        this.keys = transaction.keys();
        this.pages = transaction.pages(sealing);
    }

    List<DeliveredKey> toMaster(SaeId master, List<KeyId> ids) {
        requireDistinct(ids);
        transaction.requireNotSuspended();
        List<DeliveredKey> delivered = new ArrayList<>(ids.size());
        for (KeyId id : ids) {
            KeyRow key =
                    keys.find(id)
                            .filter(row -> row.waitsForPeer() && row.masterPending())
                            .filter(row -> row.aliveAt(nowMillis))
                            .filter(row -> row.reservation().master().equals(master))
                            .orElseThrow(() -> new IllegalStateException(notReserved(id)));
            delivered.add(read(key));
            settle(key.inState(KeyState.CONFIRMED).handedToMaster());
        }
        progress.addConfirmed(ids.size());
        return delivered;
    }

    SlaveFetch toSlave(SaeId master, SaeId slave, List<KeyId> ids) {
        requireDistinct(ids);
        transaction.requireNotSuspended();
        List<Optional<KeyRow>> rows = ids.stream().map(keys::find).toList();
        boolean foreign =
                rows.stream()
                        .flatMap(Optional::stream)
                        .map(KeyRow::reservation)
                        .anyMatch(key ->
                                !key.master().equals(master) || !key.slaves().contains(slave));
        if (foreign) {
            return new SlaveFetch.NotAuthorised();
        }
        boolean all =
                rows.stream()
                        .allMatch(row ->
                                row.filter(key -> key.state() == KeyState.CONFIRMED)
                                        .filter(key -> key.slavesPending().contains(slave))
                                        .filter(key -> key.aliveAt(nowMillis))
                                        .isPresent());
        if (!all) {
            return new SlaveFetch.NotFound();
        }
        List<DeliveredKey> delivered = new ArrayList<>(ids.size());
        for (Optional<KeyRow> row : rows) {
            KeyRow key = row.orElseThrow();
            delivered.add(read(key));
            settle(key.handedTo(slave));
        }
        progress.addFetched(ids.size());
        return new SlaveFetch.Delivered(delivered);
    }

    /** Burns what is not confirmed here, and what is left of keys that the peer reserved. */
    void cancel(List<KeyId> ids, End localEnd) {
        for (KeyId id : ids) {
            keys.find(id).filter(key -> mayBeCancelled(key, localEnd)).ifPresent(this::burn);
        }
    }

    /** Erases what is over, and burns keys that have expired; how many keys. */
    int giveUp(Expiry expiry) {
        List<KeyRow> expired = keys.expired(nowMillis, Expiry.KEYS_AT_A_TIME);
        expired.forEach(this::burn);
        for (BlockRow block : blocks.expiredBefore(nowMillis)) {
            blocks.dropLocal(block.number());
            if (expiry.isOver(block)) {
                giveUp(block);
            }
        }
        return expired.size();
    }

    private void giveUp(BlockRow block) {
        keys.openOf(block.number()).forEach(this::burn);
        blocks.dropLocal(block.number());
        blocks.dropPeer(block.number());
    }

    Optional<String> meetPeer(StoreProgress own, StoreProgress peer, StoreProgress peersMemory) {
        StoreProgress proved = StoreProgress.provedBy(peer, peersMemory);
        Optional<String> behind = own.behind(proved);
        if (behind.isPresent()) {
            transaction.suspend(Suspension.PUT_BACK);
            // what is given up is not counted again: from here on both ends agree
            progress.advanceOwn(proved);
            return behind.map(difference ->
                    "the key store here was put back to an older state: %s. Stop the node and give its keys up: bellwether store discard-keys CONFIGURATION.yml"
                            .formatted(difference));
        }
        Optional<String> peerBehind =
                peer.behind(StoreProgress.provedBy(own, progress.peer()))
                        .map("the peer's key store was put back to an older state: "::concat);
        if (peerBehind.isPresent()) {
            return peerBehind;
        }
        progress.advancePeer(peer);
        if (transaction.suspension().filter(why -> why == Suspension.RESTORED).isPresent()) {
            keys.allOpen().forEach(this::burn);
            transaction.resume();
        }
        return Optional.empty();
    }

    void discardAll() {
        for (BlockState state : List.of(BlockState.STORED, BlockState.DELIVERABLE)) {
            for (BlockStatus status : blocks.inState(state)) {
                BlockRow block = blocks.find(status.id()).orElseThrow();
                keys.burnAllOf(block.number());
                blocks.abandon(block.number(), state);
            }
        }
        transaction.resume();
    }

    private static boolean mayBeCancelled(KeyRow key, End localEnd) {
        boolean reservedByPeer = key.requestedAt() != localEnd;
        return key.waitsForPeer() || reservedByPeer && key.state() == KeyState.CONFIRMED;
    }

    private void burn(KeyRow key) {
        pages.erase(block(key), key.reservation().range());
        keys.update(key.burnt());
        blocks.finishKey(key.blockNumber());
    }

    private DeliveredKey read(KeyRow key) {
        return new DeliveredKey(
                key.reservation(), pages.read(block(key), key.reservation().range()));
    }

    private void settle(KeyRow key) {
        if (key.masterPending() || !key.slavesPending().isEmpty()) {
            keys.update(key);
            return;
        }
        pages.erase(block(key), key.reservation().range());
        keys.update(key.inState(KeyState.DELIVERED));
        blocks.finishKey(key.blockNumber());
    }

    private BlockRow block(KeyRow key) {
        return blocks.get(key.blockNumber());
    }

    private static void requireDistinct(List<KeyId> ids) {
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new IllegalArgumentException("key ids: one is named twice; limit once");
        }
    }

    private static String notReserved(KeyId id) {
        return "key %s is not reserved for this master, was delivered already, or has expired"
                .formatted(id);
    }
}

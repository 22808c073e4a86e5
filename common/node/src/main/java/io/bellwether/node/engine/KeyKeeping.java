package io.bellwether.node.engine;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.BlockStatus;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.StoredBlock;
import io.bellwether.protocol.KeyPartition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What happens to a finished block's bits: the streams go to the key store, the refill to the
 * authentication pool, each exactly once in spite of crashes.
 */
public final class KeyKeeping {
    private static final Logger log = LoggerFactory.getLogger(KeyKeeping.class);

    private final KeyStore store;
    private final AuthenticationLedger ledger;

    public KeyKeeping(KeyStore store, AuthenticationLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** Finishes refills that a crash or a failing disk interrupted, the oldest first. */
    public void recover() {
        store.pendingRefills().forEach(this::refill);
    }

    /** Bob: durable, and nothing is delivered from it yet. */
    void store(BlockId block, byte[] transcriptDigest, SecretBits key, KeyPartition partition) {
        BitArray bits = key.read(SecretAccess.to("divide a finished key"));
        try (var deliverable = new SecretBits(bits.slice(0, partition.deliverableBits()));
                var refill =
                        new SecretBits(
                                bits.slice(partition.deliverableBits(), partition.refillBits()))) {
            store.storeBlock(
                    new StoredBlock(
                            block,
                            deliverable,
                            refill,
                            transcriptDigest,
                            partition.aliceStreamBits()));
        } finally {
            key.erase();
        }
    }

    /** Alice: she stores only what Bob has told her, authenticated, that he has stored. */
    void storeDeliverable(
            BlockId block, byte[] transcriptDigest, SecretBits key, KeyPartition partition) {
        store(block, transcriptDigest, key, partition);
        markDeliverable(block);
    }

    /**
     * Both ends hold the block: keys may be cut from it, and its refill is added to the pool, after
     * that of an earlier block if that failed: both ends refill in the same order.
     */
    public void markDeliverable(BlockId block) {
        store.markDeliverable(block);
        try {
            recover();
        } catch (UncheckedIOException e) {
            // The block is deliverable whatever becomes of its refill, which is made up for before
            // the next one and before the next connection.
            log.atWarn().setCause(e).addKeyValue("block", block).log("pool.refill-postponed");
        }
    }

    private void refill(BlockId block) {
        store.readRefill(block)
                .ifPresent(bits -> {
                    try {
                        ledger.refill(block, fitting(bits));
                    } catch (IOException e) {
                        throw new UncheckedIOException("authentication pool", e);
                    }
                    store.forgetRefill(block);
                });
    }

    /**
     * What the whole pool can hold of a refill, the same at both ends because their pools have the
     * same size. The rest is erased: a large block must not stop a node with a small pool.
     */
    private SecretBits fitting(SecretBits refill) {
        long capacityBits =
                2
                        * (ledger.remainingBits(Direction.ALICE_TO_BOB)
                                + ledger.roomBits(Direction.ALICE_TO_BOB));
        if (refill.length() <= capacityBits) {
            return refill;
        }
        try (refill) {
            return new SecretBits(
                    refill.read(SecretAccess.to("cut a refill to the size of the pool"))
                            .slice(0, capacityBits));
        }
    }

    /** Bob: blocks that he has stored and does not know to be deliverable, oldest first. */
    public List<BlockId> pending() {
        return store.blocksIn(BlockState.STORED).stream().map(BlockStatus::id).toList();
    }

    /**
     * Alice: which of Bob's pending blocks are deliverable here. A block that she has stored is,
     * because Bob's stored copy is the condition for storing hers; a crash may have come before she
     * marked it.
     */
    public Set<BlockId> deliverableOf(Set<BlockId> pendingAtBob) {
        var deliverable = new LinkedHashSet<BlockId>();
        for (BlockId block : pendingAtBob) {
            var known = store.block(block).map(BlockStatus::state);
            if (known.isPresent() && known.get() != BlockState.DISCARDED) {
                markDeliverable(block);
                deliverable.add(block);
            } else {
                // From now on this end can never store it: the verdict is final.
                store.discard(block);
            }
        }
        return deliverable;
    }

    /** Bob: Alice's verdict. */
    public void settle(List<BlockId> pending, Set<BlockId> deliverable) {
        // A reservation may have proved a block deliverable since Bob named his pending ones; its
        // refill comes before those of later blocks.
        recover();
        for (BlockId block : pending) {
            if (deliverable.contains(block)) {
                markDeliverable(block);
            } else {
                store.discard(block);
            }
        }
    }
}

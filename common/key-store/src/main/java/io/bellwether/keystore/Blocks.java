package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;

import java.util.Arrays;
import java.util.Optional;

import javax.crypto.SecretKey;

/** The life of blocks, within a shared transaction. */
final class Blocks {
    private final BlockTable blocks;
    private final Pages pages;
    private final Sealing sealing;
    private final End localEnd;

    Blocks(Transaction transaction, Sealing sealing, End localEnd) {
        this.blocks = transaction.blocks();
        this.pages = transaction.pages(sealing);
        this.sealing = sealing;
        this.localEnd = localEnd;
    }

    BlockState store(StoredBlock block, long expiresMillis) {
        BlockStatus status =
                new BlockStatus(
                        block.id(),
                        BlockState.STORED,
                        block.key().length(),
                        block.splitBits(),
                        block.transcriptDigest());
        Optional<BlockStatus> known = blocks.find(block.id()).map(BlockRow::status);
        if (known.isPresent()) {
            if (known.get().state() != BlockState.DISCARDED && !sameBlock(known.get(), status)) {
                throw new IllegalArgumentException(
                        "block %s: already stored with another length, split or transcript digest"
                                .formatted(block.id()));
            }
            return known.get().state();
        }
        SecretKey blockKey = sealing.newBlockKey();
        long number =
                blocks.insert(status, sealing.wrap(blockKey, status), localEnd, expiresMillis);
        pages.store(
                number,
                block,
                blockKey,
                block.key().read(SecretAccess.to("store a block under the master key")));
        return BlockState.STORED;
    }

    private static boolean sameBlock(BlockStatus one, BlockStatus other) {
        return one.lengthBits() == other.lengthBits()
                && one.splitBits() == other.splitBits()
                && Arrays.equals(one.transcriptDigest(), other.transcriptDigest());
    }

    BlockState markDeliverable(BlockId id) {
        BlockRow block =
                blocks.find(id)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "block %s: not stored here".formatted(id)));
        if (block.status().state() != BlockState.STORED) {
            return block.status().state();
        }
        blocks.setState(block.number(), BlockState.DELIVERABLE);
        return BlockState.DELIVERABLE;
    }

    BlockState discard(BlockId id) {
        Optional<BlockRow> block = blocks.find(id);
        if (block.isEmpty()) {
            BlockStatus discarded = new BlockStatus(id, BlockState.DISCARDED, 0, 0, new byte[0]);
            blocks.insert(discarded, null, localEnd, Reservation.NEVER);
            return BlockState.DISCARDED;
        }
        if (block.get().status().state() == BlockState.STORED) {
            blocks.erase(block.get().number(), BlockState.DISCARDED);
            return BlockState.DISCARDED;
        }
        return block.get().status().state();
    }

    void forgetRefill(BlockId id) {
        blocks.find(id)
                .ifPresent(block -> {
                    pages.forgetRefill(block);
                    blocks.mayBeExhausted(block.number());
                });
    }
}

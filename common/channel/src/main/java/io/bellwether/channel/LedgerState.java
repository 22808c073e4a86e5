package io.bellwether.channel;

import io.bellwether.foundation.BlockId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Where the ledger stands, without the bits.
 *
 * @param aliceToBobMark the first unused bit of that direction
 * @param bobToAliceMark the first unused bit of that direction
 * @param endBits the first bit beyond the pool, the same for both directions
 * @param lineage SHA-256 chain over the pool's identity and every refill's block and position
 */
record LedgerState(long aliceToBobMark, long bobToAliceMark, long endBits, String lineage) {
    /**
     * A pool of which the bits in front have been used up by the digest that both ends compare.
     *
     * @param digest goes into the lineage, so that the ends find out when they differ
     */
    static LedgerState digested(UUID poolId, long endBits, byte[] digest, int usedBits) {
        LedgerState fresh = initial(poolId, endBits);
        return new LedgerState(
                usedBits, 0, endBits, digest(fresh.lineage, ByteBuffer.wrap(digest)));
    }

    static LedgerState initial(UUID poolId, long endBits) {
        ByteBuffer identity = ByteBuffer.allocate(24);
        identity.putLong(poolId.getMostSignificantBits()).putLong(poolId.getLeastSignificantBits());
        identity.putLong(endBits);
        return new LedgerState(0, 0, endBits, digest("", identity));
    }

    long mark(Direction direction) {
        return switch (direction) {
            case ALICE_TO_BOB -> aliceToBobMark;
            case BOB_TO_ALICE -> bobToAliceMark;
        };
    }

    /**
     * The state after {@code event}.
     *
     * @throws LedgerDamagedException if the event cannot follow: a mark would go back or beyond the
     *     end, or a refill would overwrite unused bits
     */
    LedgerState after(LedgerEvent event, long capacityBits) throws LedgerDamagedException {
        LedgerState next =
                switch (event) {
                    case LedgerEvent.Reserved used -> used(used.direction(), used);
                    case LedgerEvent.Claimed used -> used(used.direction(), used);
                    case LedgerEvent.Skipped used -> used(used.direction(), used);
                    case LedgerEvent.Refilled refill -> refilled(refill);
                };
        boolean follows =
                event.fromBits() <= event.toBits()
                        && Math.min(next.aliceToBobMark, next.bobToAliceMark)
                                >= next.endBits - capacityBits
                        && Math.max(next.aliceToBobMark, next.bobToAliceMark) <= next.endBits;
        if (!follows) {
            throw cannotFollow(event);
        }
        return next;
    }

    private LedgerState used(Direction direction, LedgerEvent event) throws LedgerDamagedException {
        if (event.fromBits() < mark(direction)) {
            throw cannotFollow(event);
        }
        return switch (direction) {
            case ALICE_TO_BOB -> new LedgerState(event.toBits(), bobToAliceMark, endBits, lineage);
            case BOB_TO_ALICE -> new LedgerState(aliceToBobMark, event.toBits(), endBits, lineage);
        };
    }

    private LedgerDamagedException cannotFollow(LedgerEvent event) {
        return new LedgerDamagedException(
                "pool journal: %s cannot follow marks %d and %d, end %d"
                        .formatted(event, aliceToBobMark, bobToAliceMark, endBits));
    }

    private LedgerState refilled(LedgerEvent.Refilled refill) throws LedgerDamagedException {
        if (refill.fromBits() != endBits) {
            throw cannotFollow(refill);
        }
        BlockId block = refill.block();
        ByteBuffer position = ByteBuffer.allocate(32);
        position.putLong(block.value().getMostSignificantBits());
        position.putLong(block.value().getLeastSignificantBits());
        position.putLong(refill.fromBits()).putLong(refill.toBits());
        return new LedgerState(
                aliceToBobMark, bobToAliceMark, refill.toBits(), digest(lineage, position));
    }

    private static String digest(String previous, ByteBuffer next) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(previous.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(next.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.bellwether.node.status;

import io.bellwether.foundation.End;

import java.util.Map;

/**
 * What {@code /status} answers.
 *
 * @param theorem the ID of the claim that sizes the keys
 * @param keyBitsPerBlock the key length of an accepted block as the honest model expects it, 0 if
 *     the theorem gives none
 * @param keyBitsByTheorem the same by every theorem, for comparison; the others are missing in the
 *     first seconds
 * @param leakedBitsPerBlock what the key length counts as published
 * @param pool authentication bits left in this end's direction and in the peer's
 * @param keys secret bits that can be asked for here, at the default key size and in total
 */
public record NodeStatus(
        String name,
        End end,
        String version,
        long processId,
        String theorem,
        long keyBitsPerBlock,
        Map<String, Long> keyBitsByTheorem,
        long leakedBitsPerBlock,
        double epsilonSoundness,
        StatusBoard.Snapshot now,
        Pool pool,
        Keys keys) {
    /**
     * Levels are those of the ledger: SUFFICIENT, LOW or AT_FLOOR.
     *
     * @param origin where the pool's first bits come from, and so what authentication rests on
     * @param spendableBits of this end's direction at once, now; negative while a large block is
     *     being paid back
     * @param spendBitsPerSecond how fast that grows
     */
    public record Pool(
            String id,
            String origin,
            long ownBits,
            long peerBits,
            String level,
            long spendableBits,
            long spendBitsPerSecond) {}

    public record Keys(
            long availableKeys, int keySizeBits, long freeBits, long peerFreeBits, long blocks) {}
}

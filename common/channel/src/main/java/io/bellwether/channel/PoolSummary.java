package io.bellwether.channel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A pool as its files show it, whether a node has it open or not. No bit of it.
 *
 * @param capacityBits of each direction
 * @param aliceToBobMark the first unused bit
 * @param bobToAliceMark the first unused bit
 * @param endBits the first bit beyond the pool
 * @param entries oldest first
 */
public record PoolSummary(
        UUID poolId,
        PoolOrigin origin,
        long capacityBits,
        long aliceToBobMark,
        long bobToAliceMark,
        long endBits,
        String lineage,
        List<AuditEntry> entries) {
    /**
     * Reads the files without opening the pool, also while a node has it open.
     *
     * @throws LedgerDamagedException if they are not a pool or do not belong together
     */
    public static PoolSummary read(Path path) throws IOException {
        try (PoolFile pool = PoolFile.openReadOnly(path);
                LedgerJournal journal =
                        LedgerJournal.openReadOnly(
                                AuthenticationLedger.journalPath(path), pool.poolId())) {
            LedgerState state = journal.startState();
            List<AuditEntry> entries = journal.entries();
            for (AuditEntry entry : entries) {
                state = state.after(entry.event(), pool.capacityBits());
            }
            return new PoolSummary(
                    pool.poolId(),
                    pool.origin(),
                    pool.capacityBits(),
                    state.aliceToBobMark(),
                    state.bobToAliceMark(),
                    state.endBits(),
                    state.lineage(),
                    entries);
        }
    }

    /** The unused bits of a direction. */
    public long remainingBits(Direction direction) {
        return endBits
                - switch (direction) {
                    case ALICE_TO_BOB -> aliceToBobMark;
                    case BOB_TO_ALICE -> bobToAliceMark;
                };
    }
}

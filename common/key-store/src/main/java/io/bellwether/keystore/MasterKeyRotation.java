package io.bellwether.keystore;

import io.bellwether.foundation.End;

import java.security.SecureRandom;
import java.util.List;

/**
 * Changes the master key of a store, in one transaction: after a crash the store opens under the
 * old key or under the new one, never under both or neither. Only the blocks' own keys are sealed
 * anew, so the time does not depend on how long the blocks are.
 */
public final class MasterKeyRotation {
    private static final int BLOCKS_AT_A_TIME = 1000;

    private MasterKeyRotation() {}

    /**
     * Seals a store under {@code next}. Processes that have the store open under the old key can
     * neither read nor write keys from then on.
     *
     * @return how many blocks' keys were sealed anew
     * @throws KeyStoreException if {@code current} is not the store's master key; nothing is
     *     changed then
     */
    public static long rotate(
            StoreLocation location, MasterKey current, MasterKey next, End localEnd) {
        try (Database database = Database.open(location)) {
            return database.write(handle -> {
                Sealing before =
                        Identity.establish(
                                handle, database.name(), current, localEnd, new SecureRandom());
                Sealing after = before.under(next);
                BlockTable blocks = new BlockTable(handle);
                long sealed = 0;
                List<BlockRow> some = blocks.withKeyAfter(-1, BLOCKS_AT_A_TIME);
                while (!some.isEmpty()) {
                    for (BlockRow block : some) {
                        var blockKey = before.unwrap(block.wrappedKey(), block.status());
                        blocks.setWrappedKey(block.number(), after.wrap(blockKey, block.status()));
                    }
                    sealed += some.size();
                    some = blocks.withKeyAfter(some.getLast().number(), BLOCKS_AT_A_TIME);
                }
                Identity.change(handle, after, localEnd);
                new ProgressTable(handle).nextKeyGeneration();
                return sealed;
            });
        }
    }

    /** Whether {@code masterKey} is the one that the store is sealed under. */
    public static boolean opens(StoreLocation location, MasterKey masterKey, End localEnd) {
        try (Database database = Database.open(location)) {
            return database.read(handle -> Identity.isSealedUnder(handle, masterKey, localEnd));
        }
    }
}

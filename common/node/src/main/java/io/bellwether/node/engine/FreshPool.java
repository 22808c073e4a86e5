package io.bellwether.node.engine;

import io.bellwether.channel.PoolImport;
import io.bellwether.foundation.BlockId;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.BlockStatus;
import io.bellwether.keystore.KeyStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Replaces a node's pool; the node must not run. */
public final class FreshPool {
    private FreshPool() {}

    /**
     * Installs the pool in {@code source}, durably.
     *
     * @throws IOException if it is no fresh pool, or the disk fails; the old pool is then in use,
     *     or the next start finishes the import
     */
    public static void install(Path pool, Path source, KeyStore store) throws IOException {
        finishInterrupted(pool, store);
        PoolImport.commit(pool, source);
        finishInterrupted(pool, store);
    }

    /**
     * Finishes an import that a crash interrupted, if there is one. Blocks that the old pool has
     * authenticated do not refill the new one: the other end may have had its refill already.
     */
    public static void finishInterrupted(Path pool, KeyStore store) throws IOException {
        if (!PoolImport.isCommitted(pool)) {
            return;
        }
        Stream<BlockId> stored = store.blocksIn(BlockState.STORED).stream().map(BlockStatus::id);
        Stream.concat(stored, store.pendingRefills().stream()).forEach(store::forgetRefill);
        PoolImport.finish(pool);
    }
}

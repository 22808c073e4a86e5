package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Replaces a pool by a fresh one that was carried to both ends. The node must not run.
 *
 * <p>A crash at any moment leaves either the old pool in use, or the new one with the import to be
 * finished: the renaming of the journal decides. Both ends must have imported the same bits before
 * they speak again: a digest of them goes into the lineage that they compare.
 */
public final class PoolImport {
    private PoolImport() {}

    /**
     * Writes a fresh pool into a file of its own, for its owner only.
     *
     * @param bits a positive multiple of 2 {@link AuthenticationLedger#GRANULE_BITS}
     * @return the digest, as {@link #digestOf}
     */
    public static String createFile(Path path, UUID poolId, SecretBits bits, PoolOrigin origin)
            throws IOException {
        PoolFile.create(path, poolId, bits, origin);
        DiskFiles.forceFolder(path);
        return digestOf(path);
    }

    /**
     * A digest that may be read out in public: a one-time tag ({@link TranscriptMac}) over the
     * pool's identity and bits under its own first 256 bits, which are never used for anything
     * else. Whoever sees it learns nothing about the other bits; two different pools agree with
     * probability at most {@link TranscriptMac#forgeryProbability} of their length.
     *
     * @return 32 hexadecimal digits
     * @throws LedgerDamagedException if the file is not a fresh pool
     */
    public static String digestOf(Path path) throws IOException {
        try (PoolFile pool = PoolFile.openReadOnly(path)) {
            return HexFormat.of().formatHex(digest(pool, path));
        }
    }

    private static byte[] digest(PoolFile pool, Path path) throws IOException {
        TranscriptMac mac = null;
        for (Direction direction : Direction.values()) {
            if (pool.afterLastErased(direction, 0, pool.capacityBits()) != 0) {
                throw new LedgerDamagedException(
                        path + ": some of its bits have been used; limit a fresh pool");
            }
            for (long at = 0; at < pool.capacityBits(); ) {
                int bytes = (int) Math.min((pool.capacityBits() - at) / 8, 1 << 16);
                byte[] part = pool.read(direction, at, bytes);
                if (mac == null) {
                    byte[] key = Arrays.copyOf(part, TranscriptMac.KEY_BITS / 8);
                    mac =
                            new TranscriptMac(
                                    new SecretBits(
                                            BitArray.fromBytes(key, TranscriptMac.KEY_BITS)));
                    mac.update(identity(pool));
                    Arrays.fill(key, (byte) 0);
                    Arrays.fill(part, 0, TranscriptMac.KEY_BITS / 8, (byte) 0);
                }
                mac.update(part);
                Arrays.fill(part, (byte) 0);
                at += bytes * 8L;
            }
        }
        return mac.tag();
    }

    private static byte[] identity(PoolFile pool) {
        return "%s %d %s"
                .formatted(pool.poolId(), pool.capacityBits(), pool.origin())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Makes the pool in {@code source} the pool {@code pool}, up to the point from which on {@link
     * #isCommitted} holds; then {@link #finish}.
     *
     * @throws LedgerDamagedException if the source is no fresh pool, or was installed here before
     * @throws IOException if the disk fails; the old pool is then still in use, unless {@link
     *     #isCommitted} says otherwise
     */
    public static void commit(Path pool, Path source) throws IOException {
        if (isCommitted(pool)) {
            throw new IOException(pool + ": an earlier import has to be finished first");
        }
        UUID oldId = idOf(pool);
        requireNeverInstalled(pool, source, idOf(source), oldId);
        Path incoming = incoming(pool);
        Path incomingJournal = AuthenticationLedger.journalPath(incoming);
        Files.deleteIfExists(incoming);
        Files.deleteIfExists(incomingJournal);
        copy(source, incoming);
        try (PoolFile fresh = PoolFile.openReadOnly(incoming)) {
            LedgerJournal.create(
                    incomingJournal,
                    fresh.poolId(),
                    LedgerState.digested(
                            fresh.poolId(),
                            fresh.capacityBits(),
                            digest(fresh, source),
                            TranscriptMac.KEY_BITS));
        } catch (LedgerDamagedException e) {
            Files.delete(incoming);
            throw e;
        }
        retire(pool, oldId);
        Files.move(
                incomingJournal,
                AuthenticationLedger.journalPath(pool),
                StandardCopyOption.ATOMIC_MOVE);
        DiskFiles.forceFolder(pool);
    }

    private static UUID idOf(Path path) throws IOException {
        try (PoolFile pool = PoolFile.openReadOnly(path)) {
            return pool.poolId();
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = DiskFiles.createOwnerOnly(target)) {
            ByteBuffer part = ByteBuffer.allocate(1 << 16);
            long at = 0;
            while (from.read(part, at) >= 0) {
                DiskFiles.writeFully(to, part.flip(), at);
                at += part.limit();
                part.clear();
            }
            Arrays.fill(part.array(), (byte) 0);
            to.force(true);
        }
    }

    private static void requireNeverInstalled(Path pool, Path source, UUID id, UUID oldId)
            throws IOException {
        boolean before =
                id.equals(oldId)
                        || Files.exists(retired(pool))
                                && Files.readAllLines(retired(pool)).contains(id.toString());
        if (before) {
            throw new LedgerDamagedException(
                    "%s: pool %s was installed here before; limit a fresh pool"
                            .formatted(source, id));
        }
    }

    /** Remembers the pool that goes, with its journal. */
    private static void retire(Path pool, UUID oldId) throws IOException {
        Files.copy(
                AuthenticationLedger.journalPath(pool),
                pool.resolveSibling(pool.getFileName() + ".journal." + oldId),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Path list = retired(pool);
        List<String> ids = Files.exists(list) ? Files.readAllLines(list) : List.of();
        if (!ids.contains(oldId.toString())) {
            try (FileChannel channel =
                    FileChannel.open(list, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap((oldId + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
        }
        DiskFiles.forceFolder(pool);
    }

    /** Whether an import has passed the point of no return and is not finished. */
    public static boolean isCommitted(Path pool) throws IOException {
        Path incoming = incoming(pool);
        Path journal = AuthenticationLedger.journalPath(pool);
        if (!Files.exists(incoming) || !Files.exists(journal)) {
            return false;
        }
        try {
            UUID freshId = idOf(incoming);
            return !freshId.equals(idOf(pool)) && freshId.equals(LedgerJournal.poolIdOf(journal));
        } catch (LedgerDamagedException e) {
            // The copy was not complete: its journal cannot have been renamed.
            return false;
        }
    }

    /**
     * Erases the old pool's bits and puts the new file in its place. What a node still holds of
     * refills for the old pool must have been forgotten before.
     */
    public static void finish(Path pool) throws IOException {
        if (!isCommitted(pool)) {
            throw new IllegalStateException(pool + ": no import to finish");
        }
        try (PoolFile old = PoolFile.open(pool)) {
            for (Direction direction : Direction.values()) {
                old.erase(direction, 0, old.capacityBits());
            }
        }
        Files.move(
                incoming(pool),
                pool,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DiskFiles.forceFolder(pool);
    }

    private static Path incoming(Path pool) {
        return pool.resolveSibling(pool.getFileName() + ".incoming");
    }

    private static Path retired(Path pool) {
        return pool.resolveSibling(pool.getFileName() + ".retired");
    }
}

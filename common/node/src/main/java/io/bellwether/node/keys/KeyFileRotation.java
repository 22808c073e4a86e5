package io.bellwether.node.keys;

import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.MasterKeyRotation;
import io.bellwether.keystore.StoreLocation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Changes a master key that lies in a file. The new key is on disk before the store is sealed under
 * it, and takes the old one's place afterwards; run again after a crash, it goes on where it was.
 */
public final class KeyFileRotation {
    private KeyFileRotation() {}

    /**
     * @return how many blocks' keys were sealed anew; 0 if an interrupted change had done so
     * @throws KeyStoreException if the store is sealed under neither key, or the disk fails
     */
    public static long rotate(StoreLocation location, Path keyFile, End localEnd) {
        Path nextFile = ConfiguredStore.nextKey(keyFile);
        long sealed = 0;
        try (MasterKey next =
                Files.exists(nextFile) ? MasterKey.read(nextFile) : create(nextFile)) {
            if (!MasterKeyRotation.opens(location, next, localEnd)) {
                try (MasterKey current = MasterKey.read(keyFile)) {
                    sealed = MasterKeyRotation.rotate(location, current, next, localEnd);
                }
            }
        }
        replace(keyFile, nextFile);
        return sealed;
    }

    /** The file appears whole, and durably before anything is sealed under it. */
    private static MasterKey create(Path nextFile) {
        Path unfinished = nextFile.resolveSibling(nextFile.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            MasterKey key = MasterKey.create(unfinished);
            Files.move(unfinished, nextFile, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(nextFile);
            return key;
        } catch (IOException e) {
            throw new KeyStoreException("master key file %s: %s".formatted(nextFile, e), e);
        }
    }

    private static void forceFolder(Path file) throws IOException {
        try (FileChannel folder =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void replace(Path keyFile, Path nextFile) {
        try {
            // nothing in the store opens with it any more, and nothing old should
            try (FileChannel old = FileChannel.open(keyFile, StandardOpenOption.WRITE)) {
                old.write(ByteBuffer.allocate(MasterKey.LENGTH_BYTES), 0);
                old.force(true);
            }
            Files.move(nextFile, keyFile, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(keyFile);
        } catch (IOException e) {
            throw new KeyStoreException("master key file %s: %s".formatted(keyFile, e), e);
        }
    }
}

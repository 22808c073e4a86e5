package io.bellwether.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which a node seals what it stores (AES-256). It lives in a file of its own, which
 * should not be on the same backup as the database.
 */
public final class MasterKey implements AutoCloseable {
    public static final int LENGTH_BYTES = 32;

    private final byte[] bytes;
    private boolean erased;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a file of exactly 32 bytes.
     *
     * @throws KeyStoreException if it cannot be read, has another length, or may be read by
     *     everybody on the machine
     */
    public static MasterKey read(Path file) {
        try {
            var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null
                    && view.readAttributes()
                            .permissions()
                            .contains(PosixFilePermission.OTHERS_READ)) {
                throw new KeyStoreException(
                        "master key file %s may be read by everybody; take the right away with chmod o-r"
                                .formatted(file));
            }
            byte[] content = Files.readAllBytes(file);
            if (content.length != LENGTH_BYTES) {
                Arrays.fill(content, (byte) 0);
                throw new KeyStoreException(
                        "master key file %s has %d bytes; limit exactly %d"
                                .formatted(file, content.length, LENGTH_BYTES));
            }
            return new MasterKey(content);
        } catch (IOException e) {
            throw new KeyStoreException("master key file %s: %s".formatted(file, e), e);
        }
    }

    /**
     * Draws a key and writes it to a new file that only its owner may read.
     *
     * @throws KeyStoreException if the file exists or cannot be written
     */
    public static MasterKey create(Path file) {
        byte[] bytes = new byte[LENGTH_BYTES];
        new SecureRandom().nextBytes(bytes);
        Set<StandardOpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(file, options, ownerOnly)) {
            var content = ByteBuffer.wrap(bytes);
            while (content.hasRemaining()) {
                channel.write(content);
            }
            return new MasterKey(bytes);
        } catch (IOException e) {
            throw new KeyStoreException("master key file %s: %s".formatted(file, e), e);
        }
    }

    SecretKey aesKey() {
        if (erased) {
            throw new IllegalStateException("the master key was erased");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** Overwrites this copy of the key; a store that was opened with it goes on with its own. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        erased = true;
    }

    @Override
    public String toString() {
        return "MasterKey";
    }
}

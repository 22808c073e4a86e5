package io.bellwether.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which a node seals what it stores (AES-256). It lives in a file of its own, which
 * should not be on the same backup as the database, in the environment of the process, or in a
 * token that keeps it to itself and speaks PKCS#11.
 */
public final class MasterKey implements AutoCloseable {
    public static final int LENGTH_BYTES = 32;

    private static final String ALGORITHM = "AES";

    private final byte[] bytes;
    private final Optional<TokenKey> tokenKey;
    private boolean erased;

    private MasterKey(byte[] bytes, Optional<TokenKey> tokenKey) {
        this.bytes = bytes;
        this.tokenKey = tokenKey;
    }

    private MasterKey(byte[] bytes) {
        this(bytes, Optional.empty());
    }

    /** A key that never leaves its token, and the provider that reaches it there. */
    private record TokenKey(SecretKey key, Provider provider) {}

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

    /**
     * Takes the key from a variable of the environment: 64 hexadecimal digits, or 32 bytes in
     * base64. Whoever may look into the process can read it there.
     *
     * @throws KeyStoreException if the variable is missing or holds something else; its value is
     *     not shown
     */
    public static MasterKey fromEnvironment(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        if (value == null) {
            throw new KeyStoreException(
                    "master key: the environment has no variable %s".formatted(variable));
        }
        try {
            String text = value.strip();
            byte[] key =
                    text.length() == 2 * LENGTH_BYTES
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text);
            if (key.length == LENGTH_BYTES) {
                return new MasterKey(key);
            }
            Arrays.fill(key, (byte) 0);
        } catch (IllegalArgumentException e) {
            // Its message would quote the value; what follows does not.
            throw wrongValue(variable);
        }
        throw wrongValue(variable);
    }

    private static KeyStoreException wrongValue(String variable) {
        return new KeyStoreException(
                "master key: the variable %s of the environment is not %d bytes in hexadecimal digits or base64"
                        .formatted(variable, LENGTH_BYTES));
    }

    /**
     * Uses a key in a token. What is sealed under it is sealed in the token; the keys of blocks,
     * which it seals, are in this process' memory while they are used.
     *
     * @param providerConfiguration of the JDK's SunPKCS11: at least {@code name} and {@code
     *     library}
     * @param label of the key in the token, an AES key of 256 bits
     * @throws KeyStoreException if the token, the key or AES-GCM is not there, or the PIN is wrong
     */
    public static MasterKey inToken(Path providerConfiguration, String label, char[] pin) {
        String name = "master key %s in the token of %s".formatted(label, providerConfiguration);
        try {
            Provider provider =
                    Security.getProvider("SunPKCS11").configure(providerConfiguration.toString());
            var token = java.security.KeyStore.getInstance("PKCS11", provider);
            token.load(null, pin);
            if (!(token.getKey(label, null) instanceof SecretKey key)
                    || !key.getAlgorithm().equals(ALGORITHM)) {
                throw new KeyStoreException("%s: no such AES key".formatted(name));
            }
            return new MasterKey(new byte[0], Optional.of(new TokenKey(key, provider)));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw e instanceof KeyStoreException ours
                    ? ours
                    : new KeyStoreException("%s: %s".formatted(name, e), e);
        }
    }

    SecretKey aesKey() {
        if (erased) {
            throw new IllegalStateException("the master key was erased");
        }
        return tokenKey.map(TokenKey::key).orElseGet(() -> new SecretKeySpec(bytes, ALGORITHM));
    }

    /** The provider that can use {@link #aesKey}; empty for any. */
    Optional<Provider> provider() {
        return tokenKey.map(TokenKey::provider);
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

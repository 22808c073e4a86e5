package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pre-shared keys of TLS, from a file with one {@code IDENTITY:HEX} per line, as other TLS-PSK
 * servers have it; the identity is an SAE ID. Empty lines and lines that start with {@code #} are
 * skipped.
 */
final class PreSharedKeys {
    /** A key that is guessed offline gives away every key that was delivered under it. */
    static final int MIN_KEY_BYTES = 32;

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> FORBIDDEN =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final Map<SaeId, byte[]> keys;

    private PreSharedKeys(Map<SaeId, byte[]> keys) {
        this.keys = keys;
    }

    /**
     * @throws IllegalArgumentException that names the line, and never its content, if one is
     *     malformed or stands twice, if a key is shorter than 256 bits, or if others may read the
     *     file
     */
    static PreSharedKeys read(Path file) throws IOException {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(FORBIDDEN::contains)) {
            throw new IllegalArgumentException(
                    "%s: others may read or write it; limit its owner (chmod 600)".formatted(file));
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "%s: limit %d bytes".formatted(file, MAX_FILE_BYTES));
        }
        Map<SaeId, byte[]> keys = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(keys, line, "%s, line %d".formatted(file, i + 1));
            }
        }
        return new PreSharedKeys(Map.copyOf(keys));
    }

    private static void add(Map<SaeId, byte[]> keys, String line, String where) {
        int colon = line.lastIndexOf(':');
        byte[] key;
        SaeId identity;
        try {
            identity = new SaeId(line.substring(0, Math.max(colon, 0)));
            key = HexFormat.of().parseHex(line.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // the message of the cause would show the line
            throw new IllegalArgumentException(
                    where + ": limit IDENTITY:KEY, the key in hexadecimal digits");
        }
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "%s: a key of %d bytes; limit at least %d"
                            .formatted(where, key.length, MIN_KEY_BYTES));
        }
        if (keys.put(identity, key) != null) {
            throw new IllegalArgumentException(where + ": an identity stands twice; limit once");
        }
    }

    /** Who has a key; no key. */
    String identities() {
        return "identities "
                + String.join(", ", keys.keySet().stream().map(SaeId::value).sorted().toList());
    }

    /** A copy, which the caller overwrites. */
    Optional<byte[]> keyOf(SaeId identity) {
        return Optional.ofNullable(keys.get(identity)).map(byte[]::clone);
    }
}

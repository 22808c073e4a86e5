package io.bellwether.node.dashboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The right to look at a node's dashboard: 256 random bits in a file that only the node's user can
 * read. The file stays when the node stops, so that an open page finds it again. Deleting it, with
 * the node stopped, ends all rights that were given out.
 */
public final class AccessToken {
    /** In the data directory. */
    public static final String FILE = "dashboard.token";

    private static final int BYTES = 32;

    private final byte[] digits;

    private AccessToken(String digits) {
        this.digits = digits.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The token of a data directory, made if there is none.
     *
     * @throws IOException if the file cannot be used
     */
    public static AccessToken open(Path dataDirectory) throws IOException {
        if (!Files.exists(dataDirectory.resolve(FILE))) {
            create(dataDirectory);
        }
        return read(dataDirectory);
    }

    /**
     * The token that a node made.
     *
     * @throws IOException if there is none, or none that can be used
     */
    public static AccessToken read(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        String digits = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!digits.matches("[0-9a-f]{%d}".formatted(2 * BYTES))) {
            throw new IOException(
                    file + ": not a token; limit one line of 64 hexadecimal digits; delete it");
        }
        return new AccessToken(digits);
    }

    /**
     * At once, so that a crash or a full disk leaves no part of one that every start trips over.
     */
    private static void create(Path dataDirectory) throws IOException {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        byte[] line = (HexFormat.of().formatHex(bits) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path part = dataDirectory.resolve(FILE + ".new");
        Files.deleteIfExists(part);
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(line));
            channel.force(true);
        }
        Files.move(part, dataDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether a request's {@code Authorization} header shows this token; takes the same time. */
    boolean isShownBy(String authorization) {
        byte[] wanted = ("Bearer " + digits()).getBytes(StandardCharsets.US_ASCII);
        return authorization != null
                && MessageDigest.isEqual(
                        wanted, authorization.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** For the address that an operator opens; never for a log. */
    public String digits() {
        return new String(digits, StandardCharsets.US_ASCII);
    }
}

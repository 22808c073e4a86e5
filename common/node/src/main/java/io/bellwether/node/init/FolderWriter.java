package io.bellwether.node.init;

import io.bellwether.node.init.CertificateAuthority.Credentials;
import io.bellwether.node.init.InitialisationResult.WrittenFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;

/** Writes new files below one folder: folders for their owner only, secrets too. */
final class FolderWriter {
    private static final Base64.Encoder PEM =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final List<WrittenFile> written = new ArrayList<>();

    FolderWriter(Path folder) {
        this.folder = folder;
    }

    /** Every file so far, in order. */
    List<WrittenFile> written() {
        return written;
    }

    /** Makes a folder with its parents; new ones are for their owner only. */
    void folder(Path relative) throws IOException {
        Files.createDirectories(folder.resolve(relative), permissions("rwx------"));
    }

    void text(Path relative, String text, String purpose) throws IOException {
        write(relative, text.getBytes(StandardCharsets.UTF_8), purpose, false);
    }

    void secret(Path relative, byte[] bytes, String purpose) throws IOException {
        write(relative, bytes, purpose, true);
    }

    void certificate(Path relative, Credentials credentials, String purpose) throws IOException {
        try {
            byte[] encoded = credentials.certificate().getEncoded();
            write(relative, pem("CERTIFICATE", encoded), purpose, false);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made cannot be encoded", e);
        }
    }

    void privateKey(Path relative, Credentials credentials, String purpose) throws IOException {
        byte[] encoded = credentials.keys().getPrivate().getEncoded();
        byte[] text = pem("PRIVATE KEY", encoded);
        Arrays.fill(encoded, (byte) 0);
        write(relative, text, purpose, true);
        Arrays.fill(text, (byte) 0);
    }

    /** Notes a file that somebody else wrote. */
    void note(Path relative, String purpose, boolean secret) {
        written.add(new WrittenFile(relative, purpose, secret));
    }

    private static byte[] pem(String label, byte[] encoded) {
        byte[] body = PEM.encode(encoded);
        byte[] begin = "-----BEGIN %s-----\n".formatted(label).getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\n-----END %s-----\n".formatted(label).getBytes(StandardCharsets.US_ASCII);
        byte[] text =
                ByteBuffer.allocate(begin.length + body.length + end.length)
                        .put(begin)
                        .put(body)
                        .put(end)
                        .array();
        Arrays.fill(body, (byte) 0);
        return text;
    }

    private void write(Path relative, byte[] bytes, String purpose, boolean secret)
            throws IOException {
        folder(relative.getParent());
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        folder.resolve(relative),
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        permissions(secret ? "rw-------" : "rw-r--r--"))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        note(relative, purpose, secret);
    }

    private FileAttribute<?>[] permissions(String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

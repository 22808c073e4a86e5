package io.bellwether.node.audit;

import io.bellwether.foundation.End;
import io.bellwether.node.config.NodeConfiguration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * Writes a certificate for every block that ends, in a folder for each day (UTC). A certificate
 * that cannot be written is reported in the log; the block's key is as good without.
 */
public final class CertificateArchive {
    private static final Logger log = LoggerFactory.getLogger(CertificateArchive.class);

    private final Path folder;
    private final CertificateSigner signer;
    private final String node;
    private final End end;
    private final String version;

    /**
     * @param folder is made when the first block has ended
     * @param node the KME id of this node
     */
    public CertificateArchive(
            Path folder, CertificateSigner signer, String node, End end, String version) {
        this.folder = folder;
        this.signer = signer;
        this.node = node;
        this.end = end;
        this.version = version;
    }

    /**
     * The archive of a configured node, whose certificate on the link signs.
     *
     * @throws IOException if the certificate or its key cannot be used
     */
    public static CertificateArchive of(NodeConfiguration configuration, String version)
            throws IOException {
        var link = configuration.link();
        return new CertificateArchive(
                configuration.audit().certificates(),
                CertificateSigner.load(link.certificate(), link.privateKey()),
                configuration.node().name(),
                configuration.node().end(),
                version);
    }

    /** Certifies a block. */
    public void certify(EndedBlock ended) {
        var certificate = BlockCertificate.of(ended, node, end, version, signer.fingerprint());
        Path day =
                folder.resolve(LocalDate.ofInstant(certificate.ended(), ZoneOffset.UTC).toString());
        Path file = day.resolve(certificate.block() + ".json");
        try {
            Files.createDirectories(day);
            write(file, CertificateFile.sign(certificate, signer).toBytes());
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("block", certificate.block())
                    .addKeyValue("reason", e.toString())
                    .log("certificate.not-written");
        }
    }

    /** The file appears when it is complete, durably. */
    private static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        try (var channel =
                FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

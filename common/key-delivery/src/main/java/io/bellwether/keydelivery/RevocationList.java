package io.bellwether.keydelivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Certificates that their authority has revoked. The file is looked at once a second at most, and
 * asked for every request, so that a revoked client loses the connections that it has. A list that
 * is out of date lets nobody in, as one that is kept from us must not.
 */
final class RevocationList {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Path authorities;
    private final InstantSource clock;
    private volatile Loaded loaded;
    private volatile long lookedNanos = System.nanoTime();

    /** What is said of a certificate. */
    enum Verdict {
        GOOD,
        REVOKED,
        /** The list should have been renewed. */
        OUTDATED
    }

    private record Loaded(FileTime changed, List<X509CRL> lists) {}

    /**
     * @throws IllegalArgumentException if the file is no list signed by one of the authorities
     */
    RevocationList(Path file, Path authorities, InstantSource clock) {
        this.file = file;
        this.authorities = authorities;
        this.clock = clock;
        try {
            this.loaded = load();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "tls.revocationList: %s; limit a list signed by an authority of the clients (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    Verdict judge(X509Certificate certificate) {
        lookAgain();
        for (X509CRL list : loaded.lists) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                if (list.isRevoked(certificate)) {
                    return Verdict.REVOKED;
                }
                if (list.getNextUpdate() != null
                        && list.getNextUpdate().toInstant().isBefore(clock.instant())) {
                    return Verdict.OUTDATED;
                }
            }
        }
        return Verdict.GOOD;
    }

    private void lookAgain() {
        long now = System.nanoTime();
        if (now - lookedNanos < LOOK_EVERY_NANOS) {
            return;
        }
        lookedNanos = now;
        try {
            if (!Files.getLastModifiedTime(file).equals(loaded.changed)) {
                loaded = load();
                LOG.info("revocation list {} was read anew", file);
            }
        } catch (IOException | GeneralSecurityException e) {
            // the old list stays in force until it is out of date
            LOG.warn("revocation list {} cannot be used: {}", file, e.getMessage());
        }
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        FileTime changed = Files.getLastModifiedTime(file);
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        Collection<? extends Certificate> signers =
                x509.generateCertificates(
                        new ByteArrayInputStream(Files.readAllBytes(authorities)));
        List<X509CRL> lists = new ArrayList<>();
        for (CRL list : x509.generateCRLs(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            lists.add(verified((X509CRL) list, signers));
        }
        if (lists.isEmpty()) {
            throw new GeneralSecurityException("no revocation list in it");
        }
        return new Loaded(changed, List.copyOf(lists));
    }

    private static X509CRL verified(X509CRL list, Collection<? extends Certificate> signers)
            throws GeneralSecurityException {
        for (Certificate signer : signers) {
            if (((X509Certificate) signer)
                    .getSubjectX500Principal()
                    .equals(list.getIssuerX500Principal())) {
                list.verify(signer.getPublicKey());
                return list;
            }
        }
        throw new GeneralSecurityException(
                "signed by %s, which is no authority of the clients"
                        .formatted(list.getIssuerX500Principal()));
    }
}

package io.bellwether.keydelivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Certificates that their authority has revoked. The file is looked at once a second at most, and
 * asked for every request, so that a revoked client loses the connections that it has. A list that
 * is out of date lets nobody in, as one that is kept from us must not.
 */
final class RevocationList {
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Path authorities;
    private final InstantSource clock;
    private final ChangedFiles<List<X509CRL>> files;
    private volatile List<X509CRL> lists;
    private volatile long lookedNanos = System.nanoTime();

    /** What is said of a certificate. */
    enum Verdict {
        GOOD,
        REVOKED,
        /** The list should have been renewed. */
        OUTDATED
    }

    /**
     * @param audit takes what becomes of a changed list
     * @throws IllegalArgumentException if the file is no list signed by one of the authorities
     */
    RevocationList(Path file, Path authorities, InstantSource clock, AuditTrail audit) {
        this.file = file;
        this.authorities = authorities;
        this.clock = clock;
        try {
            this.files =
                    new ChangedFiles<>(
                            List.of(file, authorities),
                            this::load,
                            new ChangedFiles.Noted<>(
                                    audit, "revocation list", RevocationList::describe));
            this.lists = files.current();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tls.revocationList: %s; limit a list signed by an authority of the clients (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    Verdict judge(X509Certificate certificate) {
        lookAgain();
        for (X509CRL list : lists) {
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
        // an unusable list changes nothing: the old one stays in force until it is out of date
        lists = files.current();
    }

    private static String describe(List<X509CRL> lists) {
        return lists.stream()
                .map(list ->
                        "%s, %d revoked, next update %s"
                                .formatted(
                                        list.getIssuerX500Principal().getName(),
                                        Optional.ofNullable(list.getRevokedCertificates())
                                                .map(Set::size)
                                                .orElse(0),
                                        Optional.ofNullable(list.getNextUpdate())
                                                .map(next -> next.toInstant().toString())
                                                .orElse("none")))
                .collect(Collectors.joining("; "));
    }

    private List<X509CRL> load() throws IOException {
        try {
            return verified();
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<X509CRL> verified() throws IOException, GeneralSecurityException {
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
        return List.copyOf(lists);
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

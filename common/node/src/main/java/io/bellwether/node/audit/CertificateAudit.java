package io.bellwether.node.audit;

import io.bellwether.node.audit.BlockCertificate.Terms;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Checks a certificate: the form to the last byte, the signature, every sum, and the key length,
 * which is computed again from what is certified.
 */
public final class CertificateAudit {
    private final Optional<X509Certificate> authority;

    private CertificateAudit(Optional<X509Certificate> authority) {
        this.authority = authority;
    }

    /** Takes any signer: that a certificate is whole, not whose it is. */
    public static CertificateAudit ofAnySigner() {
        return new CertificateAudit(Optional.empty());
    }

    /**
     * Takes only signers whose certificates an authority has issued, each for its own node.
     *
     * @param authority PEM
     * @throws IOException if the file cannot be read or holds no certificate
     */
    public static CertificateAudit issuedBy(Path authority) throws IOException {
        return new CertificateAudit(Optional.of(CertificateSigner.readCertificate(authority)));
    }

    /** Audits the content of a file. */
    public AuditResult audit(String name, byte[] content) {
        CertificateFile file;
        BlockCertificate certificate;
        try {
            file = CertificateFile.parse(content);
            if (!file.isSigned()) {
                return AuditResult.unreadable(
                        name, "the signature is wrong: something was changed");
            }
            certificate = file.content();
        } catch (IllegalArgumentException e) {
            return AuditResult.unreadable(name, e.getMessage());
        }
        var check = new CertificateCheck(certificate);
        check.run();
        List<String> problems = new ArrayList<>(check.problems());
        checkSigner(file, certificate, problems);
        return new AuditResult(
                name,
                problems.isEmpty(),
                List.copyOf(problems),
                certificate.block(),
                certificate.end(),
                certificate.outcome(),
                certificate.reason(),
                certificate.terms().map(Terms::theorem).orElse(""),
                certificate.keyBits(),
                check.recomputedKeyBits(),
                certificate.terms().map(terms -> terms.epsilon().soundness()).orElse(0.0),
                certificate.frameRounds(),
                file.signer().getSubjectX500Principal().getName(),
                authority.isPresent());
    }

    private void checkSigner(
            CertificateFile file, BlockCertificate certificate, List<String> problems) {
        authority.ifPresent(issuer -> {
            try {
                file.signer().verify(issuer.getPublicKey());
                file.signer().checkValidity(Date.from(certificate.ended()));
                if (!file.signer()
                        .getIssuerX500Principal()
                        .equals(issuer.getSubjectX500Principal())) {
                    problems.add("signer: issued by another authority");
                }
            } catch (GeneralSecurityException e) {
                problems.add("signer: not issued by the authority, or not valid when it signed");
            }
            String commonName = "CN=" + certificate.node();
            if (!file.signer().getSubjectX500Principal().getName().equals(commonName)) {
                problems.add(
                        "signer: %s cannot certify for node %s"
                                .formatted(
                                        file.signer().getSubjectX500Principal().getName(),
                                        certificate.node()));
            }
        });
    }
}

package io.bellwether.link;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

/** A certificate authority of the tests, and the TLS files of the nodes it signs. */
final class TestCertificates {
    private final String authorityName;
    private final KeyPair authorityKeys = newKeys();
    private final X509Certificate authority;

    TestCertificates(String authorityName) {
        this.authorityName = authorityName;
        this.authority = sign(authorityName, authorityKeys, true);
    }

    /** Files of a node called {@code name} that expects a peer called {@code peerName}. */
    LinkTls files(Path folder, String name, String peerName) throws IOException {
        KeyPair keys = newKeys();
        String prefix = authorityName + "-" + name;
        try {
            return new LinkTls(
                    write(
                            folder.resolve(prefix + ".pem"),
                            "CERTIFICATE",
                            sign(name, keys, false).getEncoded()),
                    write(
                            folder.resolve(prefix + ".key"),
                            "PRIVATE KEY",
                            keys.getPrivate().getEncoded()),
                    write(
                            folder.resolve(authorityName + ".pem"),
                            "CERTIFICATE",
                            authority.getEncoded()),
                    peerName);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String name, KeyPair subject, boolean isAuthority) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            new X500Principal("CN=" + authorityName),
                            new BigInteger(63, new SecureRandom()),
                            Date.from(Instant.now().minusSeconds(3600)),
                            Date.from(Instant.now().plusSeconds(3600)),
                            new X500Principal("CN=" + name),
                            subject.getPublic());
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(authorityKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
    }
}

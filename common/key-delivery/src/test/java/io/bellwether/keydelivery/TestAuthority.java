package io.bellwether.keydelivery;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** A certificate authority of the tests, and what it issues. */
public final class TestAuthority {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final X509Certificate serverAuthority;

    /** A certificate with its private key. */
    public record Issued(X509Certificate certificate, KeyPair keys) {}

    public TestAuthority(String name) {
        this.keys = newKeys();
        this.certificate = sign(name, keys, Validity.anHour(), true);
        this.serverAuthority = certificate;
    }

    /**
     * An authority that exists.
     *
     * @param serverAuthority who signed the server's certificate
     */
    public TestAuthority(
            X509Certificate certificate, KeyPair keys, X509Certificate serverAuthority) {
        this.keys = keys;
        this.certificate = certificate;
        this.serverAuthority = serverAuthority;
    }

    /** When a certificate is valid. */
    public record Validity(Instant from, Instant to) {
        static Validity anHour() {
            return new Validity(Instant.now().minusSeconds(7200), Instant.now().plusSeconds(3600));
        }
    }

    public Issued issue(String commonName, GeneralName... alternativeNames) {
        return issue(commonName, Validity.anHour(), alternativeNames);
    }

    Issued issue(String commonName, Instant notAfter, GeneralName... alternativeNames) {
        return issue(
                commonName,
                new Validity(Instant.now().minusSeconds(7200), notAfter),
                alternativeNames);
    }

    public Issued issue(String commonName, Validity validity, GeneralName... alternativeNames) {
        KeyPair subject = newKeys();
        return new Issued(sign(commonName, subject, validity, false, alternativeNames), subject);
    }

    /** Writes a revocation list that is good until a moment. */
    void revoke(Path file, Instant nextUpdate, Issued... revoked) {
        var builder =
                new JcaX509v2CRLBuilder(certificate, Date.from(Instant.now().minusSeconds(7200)));
        builder.setNextUpdate(Date.from(nextUpdate));
        for (Issued one : revoked) {
            builder.addCRLEntry(
                    one.certificate.getSerialNumber(),
                    Date.from(Instant.now().minusSeconds(60)),
                    CRLReason.keyCompromise);
        }
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            write(next, "X509 CRL", builder.build(signer).getEncoded());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who signed. */
    public X509Certificate certificate() {
        return certificate;
    }

    private X509Certificate sign(
            String commonName,
            KeyPair subject,
            Validity validity,
            boolean authority,
            GeneralName... alternativeNames) {
        X500Principal issuer =
                authority
                        ? new X500Principal("CN=" + commonName)
                        : certificate.getSubjectX500Principal();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(63, new SecureRandom()),
                            Date.from(validity.from()),
                            Date.from(validity.to()),
                            new X500Principal("CN=" + commonName),
                            subject.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (alternativeNames.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternativeNames));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
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

    /** A client that trusts this authority; without a certificate if {@code client} is null. */
    public SSLContext clientContext(Issued client, String... protocol) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", serverAuthority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(protocol.length == 0 ? "TLS" : protocol[0]);
            context.init(keyManagers(client), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keyManagers(Issued client)
            throws GeneralSecurityException, IOException {
        if (client == null) {
            return new KeyManager[0];
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        X509Certificate[] chain = {client.certificate};
        own.setKeyEntry("client", client.keys.getPrivate(), PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        return keys.getKeyManagers();
    }

    /** Writes a server's files. */
    TlsFiles serverFiles(Path directory, Issued server) {
        TlsFiles files =
                new TlsFiles(
                        directory.resolve("server.pem"),
                        directory.resolve("server.key"),
                        directory.resolve("clients.pem"));
        try {
            write(files.certificateChain(), "CERTIFICATE", server.certificate.getEncoded());
            write(files.privateKey(), "PRIVATE KEY", server.keys.getPrivate().getEncoded());
            write(files.clientAuthorities(), "CERTIFICATE", certificate.getEncoded());
            return files;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
    }
}

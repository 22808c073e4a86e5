package io.bellwether.node.init;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * A root that issues certificates for one purpose, all with ECDSA on P-256. Each purpose has its
 * own root, so that no certificate of one is accepted for another, whatever the software that
 * checks it makes of the extended key usage.
 */
final class CertificateAuthority {
    private static final int SERIAL_BITS = 127; // positive and below the 20 bytes of RFC 5280
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final Credentials credentials;
    private final Purpose purpose;
    private final SecureRandom random;

    /** What the certificates of one authority are for. */
    enum Purpose {
        /** A node towards its peer, dialling or listening. */
        LINK(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
        /** A node towards applications. */
        DELIVERY(KeyPurposeId.id_kp_serverAuth),
        /** An application towards a node. */
        SAE(KeyPurposeId.id_kp_clientAuth),
        /** An administrator towards a node. */
        ADMIN(KeyPurposeId.id_kp_clientAuth);

        private final KeyPurposeId[] usages;

        Purpose(KeyPurposeId... usages) {
            this.usages = usages;
        }
    }

    /** A certificate with its private key. */
    record Credentials(KeyPair keys, X509Certificate certificate) {
        @Override
        public String toString() {
            return "Credentials[" + certificate.getSubjectX500Principal() + "]";
        }
    }

    private CertificateAuthority(Credentials credentials, Purpose purpose, SecureRandom random) {
        this.credentials = credentials;
        this.purpose = purpose;
        this.random = random;
    }

    /** A new root, valid for {@code validity} from shortly before {@code now}. */
    static CertificateAuthority create(
            String name, Purpose purpose, Instant now, Duration validity, SecureRandom random)
            throws GeneralSecurityException {
        KeyPair keys = keys(random);
        X500Name subject = commonName(name);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(SERIAL_BITS, random),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(now.plus(validity)),
                        subject,
                        keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        } catch (CertIOException e) {
            throw new IllegalStateException("extensions of a root cannot be encoded", e);
        }
        return new CertificateAuthority(
                new Credentials(keys, sign(builder, keys, random)), purpose, random);
    }

    Credentials credentials() {
        return credentials;
    }

    /** A certificate for {@code name}, valid as long as the root. */
    Credentials issue(String name, List<GeneralName> alternativeNames)
            throws GeneralSecurityException {
        KeyPair keys = keys(random);
        X509Certificate root = credentials.certificate;
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        root,
                        new BigInteger(SERIAL_BITS, random),
                        root.getNotBefore(),
                        root.getNotAfter(),
                        commonName(name),
                        keys.getPublic());
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose.usages));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(root));
            if (!alternativeNames.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternativeNames.toArray(GeneralName[]::new)));
            }
        } catch (CertIOException e) {
            throw new IllegalStateException("extensions of " + name + " cannot be encoded", e);
        }
        return new Credentials(keys, sign(builder, credentials.keys, random));
    }

    private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X500Name commonName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static X509Certificate sign(
            X509v3CertificateBuilder builder, KeyPair issuer, SecureRandom random)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .setSecureRandom(random)
                                            .build(issuer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("this Java cannot sign with ECDSA", e);
        }
    }
}

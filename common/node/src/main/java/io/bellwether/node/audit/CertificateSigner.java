package io.bellwether.node.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The node's own certificate and key, which sign what it certifies. */
public final class CertificateSigner {
    /** Keeps these signatures apart from those that the key makes in TLS. */
    private static final byte[] PURPOSE =
            "bellwether block certificate 1\0".getBytes(StandardCharsets.US_ASCII);

    private final X509Certificate certificate;
    private final PrivateKey key;

    private CertificateSigner(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * @param certificate PEM; its first certificate is the signer's
     * @param privateKey PEM, PKCS#8
     * @throws IOException if a file cannot be read, or the key is not the certificate's
     */
    public static CertificateSigner load(Path certificate, Path privateKey) throws IOException {
        X509Certificate signer = readCertificate(certificate);
        try {
            byte[] encoded = pem(Files.readString(privateKey));
            PrivateKey key =
                    KeyFactory.getInstance(signer.getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            var loaded = new CertificateSigner(signer, key);
            byte[] trial = {1};
            if (!verifies(signer.getPublicKey(), trial, loaded.sign(trial))) {
                throw new IOException(
                        "private key %s is not that of certificate %s"
                                .formatted(privateKey, certificate));
            }
            return loaded;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("private key %s cannot be used".formatted(privateKey), e);
        }
    }

    /**
     * @throws IOException if the file cannot be read or holds no certificate
     */
    static X509Certificate readCertificate(Path pem) throws IOException {
        try (InputStream content = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(content);
        } catch (CertificateException e) {
            throw new IOException("certificate %s: %s".formatted(pem, e.getMessage()), e);
        }
    }

    private static byte[] pem(String text) {
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----", ""));
    }

    X509Certificate certificate() {
        return certificate;
    }

    String fingerprint() {
        return fingerprint(certificate);
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(algorithm(certificate.getPublicKey()));
            signature.initSign(key);
            signature.update(PURPOSE);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the node's key cannot sign", e);
        }
    }

    static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initVerify(key);
            signature.update(PURPOSE);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** SHA-256 of the certificate in hexadecimal digits. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }
}

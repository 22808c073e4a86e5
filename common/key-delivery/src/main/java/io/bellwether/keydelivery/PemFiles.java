package io.bellwether.keydelivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS out of PEM files, for what does not run on the web framework. */
public final class PemFiles {
    private static final char[] IN_MEMORY = new char[0];
    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    /** By which a key shows that it belongs to a certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private static final byte[] PROBE = "one pair".getBytes(StandardCharsets.US_ASCII);

    private PemFiles() {}

    /**
     * TLS out of files.
     *
     * @param context TLS 1.3 or, where that is asked for, 1.2
     * @param description of the certificates, for an audit trail
     */
    public record Tls(
            SSLContext context,
            X509ExtendedKeyManager keys,
            X509ExtendedTrustManager trust,
            String description) {}

    /**
     * TLS with a certificate of one's own, in either role.
     *
     * @param authorities who may have signed the other side's certificate
     */
    public static SSLContext context(Path certificateChain, Path privateKey, Path authorities)
            throws IOException, GeneralSecurityException {
        return build(new TlsFiles(certificateChain, privateKey, authorities)).context();
    }

    /**
     * TLS of a server.
     *
     * @throws IOException if a file cannot be read or is not what it should be, or the key is not
     *     the certificate's
     */
    public static Tls load(TlsFiles files) throws IOException {
        try {
            return build(files);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS files cannot be used: " + e.getMessage(), e);
        }
    }

    private static Tls build(TlsFiles files) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(files.certificateChain());
        List<X509Certificate> authorities = certificates(files.clientAuthorities());
        PrivateKey key = privateKey(files.privateKey());
        requirePair(files, key, chain.getFirst());
        KeyStore own = empty();
        own.setKeyEntry("own", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, IN_MEMORY);
        KeyStore trusted = empty();
        int number = 0;
        for (Certificate authority : authorities) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var ownKeys = (X509ExtendedKeyManager) keys.getKeyManagers()[0];
        var clients = (X509ExtendedTrustManager) trust.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {ownKeys}, new TrustManager[] {clients}, null);
        return new Tls(context, ownKeys, clients, describe(chain, authorities));
    }

    /** No key store looks at this, and a renewal has a moment in which one file is new. */
    private static void requirePair(TlsFiles files, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        boolean pair = false;
        if (key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            String algorithm = SIGNATURES.get(key.getAlgorithm());
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(PROBE);
            pair = verifier.verify(signed);
        }
        if (!pair) {
            throw new InvalidKeySpecException(
                    "%s: not the key of the certificate in %s"
                            .formatted(files.privateKey(), files.certificateChain()));
        }
    }

    private static String describe(List<X509Certificate> chain, List<X509Certificate> authorities) {
        return "certificate %s; authorities %s"
                .formatted(
                        describe(chain.getFirst()),
                        String.join(", ", authorities.stream().map(PemFiles::describe).toList()));
    }

    private static String describe(X509Certificate certificate) {
        try {
            return "%s serial %s until %s sha256 %s"
                    .formatted(
                            certificate.getSubjectX500Principal().getName(),
                            certificate.getSerialNumber().toString(16),
                            certificate.getNotAfter().toInstant(),
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256")
                                                    .digest(certificate.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just read", e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        var content = new ByteArrayInputStream(Files.readAllBytes(file));
        List<X509Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(content).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (certificates.isEmpty()) {
            throw new CertificateException(file + ": no certificate in it");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        if (!text.contains(PKCS8)) {
            throw new InvalidKeySpecException(
                    "%s: no unencrypted PKCS#8 key (%s); limit one, as `openssl pkcs8 -topk8 -nocrypt` writes it"
                            .formatted(file, PKCS8));
        }
        byte[] encoded =
                Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "").strip());
        try {
            for (String algorithm : KEY_ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (InvalidKeySpecException another) {
                    continue;
                }
            }
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new InvalidKeySpecException(
                "%s: no PKCS#8 key of %s".formatted(file, String.join(", ", KEY_ALGORITHMS)));
    }
}

package io.bellwether.keydelivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

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
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFiles() {}

    /**
     * TLS with a certificate of one's own, in either role.
     *
     * @param authorities who may have signed the other side's certificate
     */
    public static SSLContext context(Path certificateChain, Path privateKey, Path authorities)
            throws IOException, GeneralSecurityException {
        Managers managers = managers(certificateChain, privateKey, authorities);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {managers.keys}, new TrustManager[] {managers.trust}, null);
        return context;
    }

    /** What a TLS context is made of. */
    record Managers(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {}

    static Managers managers(Path certificateChain, Path privateKey, Path authorities)
            throws IOException, GeneralSecurityException {
        KeyStore own = empty();
        own.setKeyEntry(
                "own",
                privateKey(privateKey),
                IN_MEMORY,
                certificates(certificateChain).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, IN_MEMORY);
        KeyStore trusted = empty();
        int number = 0;
        for (Certificate authority : certificates(authorities)) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return new Managers(
                (X509ExtendedKeyManager) keys.getKeyManagers()[0],
                (X509ExtendedTrustManager) trust.getTrustManagers()[0]);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        var content = new ByteArrayInputStream(Files.readAllBytes(file));
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(content));
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        byte[] encoded =
                Base64.getMimeDecoder()
                        .decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", "").strip());
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

package io.bellwether.link;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Mutual TLS 1.3 of the link: defence in depth, and it keeps strangers from spending authentication
 * bits. The security claim does not rest on it.
 *
 * @param certificate own certificate chain, PEM
 * @param privateKey own key, PKCS #8 PEM
 * @param trustedAuthority the authority that signs both nodes' certificates, PEM
 * @param peerName common name and DNS name of the peer's certificate
 */
public record LinkTls(Path certificate, Path privateKey, Path trustedAuthority, String peerName) {
    private static final String TLS13 = "TLSv1.3";
    private static final char[] IN_MEMORY = new char[0];

    /** What gRPC needs to be spoken in TLS. */
    private static final ApplicationProtocolConfig HTTP2 =
            new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2);

    SslContext server() throws SSLException {
        return context(false);
    }

    SslContext client() throws SSLException {
        return context(true);
    }

    /**
     * Built past Netty's own builder, which loads all of Bouncy Castle to check a key of its own:
     * that would be a fifth of the time that a daemon takes to start.
     */
    private SslContext context(boolean client) throws SSLException {
        try {
            SSLContext context = SSLContext.getInstance(TLS13);
            context.init(
                    ownKeys().getKeyManagers(),
                    new TrustManager[] {PeerTrust.in(trustedAuthority)},
                    null);
            return new JdkSslContext(
                    context,
                    client,
                    null,
                    SupportedCipherSuiteFilter.INSTANCE,
                    HTTP2,
                    client ? ClientAuth.NONE : ClientAuth.REQUIRE,
                    new String[] {TLS13},
                    false);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw e instanceof SSLException tls
                    ? tls
                    : new SSLException(
                            "%s, %s: %s".formatted(certificate, privateKey, e.getMessage()), e);
        }
    }

    private KeyManagerFactory ownKeys() throws IOException, GeneralSecurityException {
        Certificate[] chain;
        try (InputStream pem = Files.newInputStream(certificate)) {
            chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .toArray(Certificate[]::new);
        }
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        byte[] encoded =
                Base64.getMimeDecoder()
                        .decode(
                                Files.readString(privateKey)
                                        .replaceAll("-----[A-Z0-9 ]+-----", ""));
        PrivateKey key;
        try {
            key =
                    KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, IN_MEMORY, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, IN_MEMORY);
        return keys;
    }

    /**
     * Fails early, with the name of the file.
     *
     * @throws IOException if a file cannot be read
     */
    public void requireReadable() throws IOException {
        for (Path file : new Path[] {certificate, privateKey, trustedAuthority}) {
            Files.readAllBytes(file);
        }
    }

    /** The common name of a certificate, or the empty string. */
    static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
            return "";
        } catch (InvalidNameException e) {
            // The subject was printed by the JDK; a name it cannot read back names nobody.
            return "";
        }
    }
}

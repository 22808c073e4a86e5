package io.bellwether.node.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Real TLS 1.3 handshakes with the certificates that {@link Initialisation} makes. */
class CertificatePurposeTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    @TempDir static Path parent;
    private static Path pair;

    @BeforeAll
    static void create() throws Exception {
        pair = parent.resolve("pair");
        Initialisation.run(InitialisationPlan.of(pair), new SecureRandom(), Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "bob/link, bob/link-ca, alice/link, alice/link-ca, alice",
        "alice/delivery, alice/sae-ca, saes/app-alice, saes/ca, app-alice",
        "bob/delivery, bob/sae-ca, saes/app-bob, saes/ca, app-bob",
    })
    @DisplayName("Each certificate is accepted where it belongs, host name included")
    void accepted(
            String server, String serverTrusts, String client, String clientTrusts, String name)
            throws Exception {
        assertThat(handshake(server, serverTrusts, client, clientTrusts)).isEqualTo("CN=" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "alice/delivery, alice/sae-ca, alice/link, saes/ca",
        "alice/delivery, alice/sae-ca, bob/delivery, saes/ca",
        "bob/link, bob/link-ca, saes/app-alice, alice/link-ca",
        "bob/link, bob/link-ca, alice/delivery, alice/link-ca",
        "bob/delivery, bob/link-ca, alice/link, alice/link-ca",
        "saes/app-bob, alice/sae-ca, saes/app-alice, alice/sae-ca",
        "alice/delivery, saes/ca, bob/delivery, saes/ca",
    })
    @DisplayName("A node's certificate is no application's and the other way round: refused")
    void refused(String server, String serverTrusts, String client, String clientTrusts) {
        assertThatThrownBy(() -> handshake(server, serverTrusts, client, clientTrusts))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageFindingMatch("PKIX|certificate|[Kk]ey usage");
    }

    @Test
    @DisplayName("A root signs end entities only, and end entities sign nothing")
    void basicConstraints() throws Exception {
        assertThat(certificate("authorities/sae").getBasicConstraints()).isZero();
        assertThat(certificate("alice/link").getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate("saes/app-alice").getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate("alice/delivery").getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate("alice/link").getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    /** The client's subject as the server sees it. */
    private static String handshake(
            String server, String serverTrusts, String client, String clientTrusts)
            throws Exception {
        SSLContext serverContext = context(server, serverTrusts);
        try (SSLServerSocket listening =
                (SSLServerSocket)
                        serverContext
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            listening.setSoTimeout(TIMEOUT_MILLIS);
            CompletableFuture<Object> served =
                    CompletableFuture.supplyAsync(() -> serve(listening));
            Object atClient =
                    connect(
                            context(client, clientTrusts),
                            nameOf(server),
                            listening.getLocalPort());
            Object atServer = served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            for (Object outcome : new Object[] {atServer, atClient}) {
                if (outcome instanceof SSLHandshakeException refused) {
                    throw refused;
                }
            }
            assertThat(atClient).isEqualTo(1);
            return (String) atServer;
        }
    }

    /** The client's subject, or why the handshake failed. */
    private static Object serve(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            return socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            return e;
        }
    }

    /** A node's link is recognised by the node's name, a KME by its host. */
    private static String nameOf(String server) {
        return server.endsWith("/link") ? server.replace("/link", "") : "localhost";
    }

    /** The byte that the server sends, or why the handshake failed. */
    private static Object connect(SSLContext context, String name, int port) {
        try (SSLSocket socket = dial(context, name, port)) {
            socket.startHandshake();
            return socket.getInputStream().read();
        } catch (IOException e) {
            return e;
        }
    }

    private static SSLSocket dial(SSLContext context, String name, int port) throws IOException {
        Socket transport = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(transport, name, port, true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static SSLContext context(String own, String trusted)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own", privateKey(own), new char[0], new X509Certificate[] {certificate(own)});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
        keyManagers.init(keys, new char[0]);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("root", certificate(trusted));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new FixedIdentity(keyManagers)},
                trustManagers.getTrustManagers(),
                null);
        return context;
    }

    private static X509Certificate certificate(String name)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pair.resolve(name + ".crt"))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey privateKey(String name) throws IOException, GeneralSecurityException {
        String text = Files.readString(pair.resolve(name + ".key"));
        String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}

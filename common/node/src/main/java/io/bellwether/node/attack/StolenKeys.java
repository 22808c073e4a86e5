package io.bellwether.node.attack;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A man in the middle with TLS keys: of both nodes, as somebody would have them who can break
 * public-key cryptography, or of somebody else's pair. He has no pool of authentication bits.
 */
final class StolenKeys implements LinkRelay.Sockets {
    private static final char[] IN_MEMORY = new char[0];
    private static final int BACKLOG = 16;

    private final SSLContext asBob;
    private final SSLContext asAlice;
    private final int bobsPort;

    /**
     * @param alice a node folder: the relay shows its certificate to Bob
     * @param bob a node folder: the relay shows its certificate to Alice
     */
    StolenKeys(Path alice, Path bob, int bobsPort) throws IOException, GeneralSecurityException {
        this.asAlice = context(alice);
        this.asBob = context(bob);
        this.bobsPort = bobsPort;
    }

    private static SSLContext context(Path node) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        String pem = Files.readString(node.resolve("link.key"));
        byte[] key =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        own.setKeyEntry(
                "link",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                IN_MEMORY,
                new Certificate[] {certificate(node.resolve("link.crt"))});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate(node.resolve("link-ca.crt")));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (var content = new FileInputStream(file.toFile())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }

    @Override
    public ServerSocket listen() throws IOException {
        var socket =
                (SSLServerSocket)
                        asBob.getServerSocketFactory()
                                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public Socket dial() throws IOException {
        var socket =
                (SSLSocket)
                        asAlice.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), bobsPort);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}

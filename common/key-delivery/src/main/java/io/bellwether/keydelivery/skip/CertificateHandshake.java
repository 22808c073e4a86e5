package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.ChangedFiles;
import io.bellwether.keydelivery.TlsFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Mutual TLS with certificates, by the JDK. */
final class CertificateHandshake implements Handshake {
    /** Section 3 of the draft asks for TLS 1.2 or newer; of 1.2, only what has forward secrecy. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    };

    private final ChangedFiles<SSLContext> context;
    private final Function<X509Certificate, Optional<SaeId>> identity;

    /**
     * @param identity the SAE that a trusted certificate names
     * @throws IOException if a file cannot be used
     */
    CertificateHandshake(TlsFiles files, Function<X509Certificate, Optional<SaeId>> identity)
            throws IOException {
        this.identity = identity;
        this.context =
                new ChangedFiles<>(
                        List.of(
                                files.certificateChain(),
                                files.privateKey(),
                                files.clientAuthorities()),
                        () -> read(files));
    }

    private static SSLContext read(TlsFiles files) throws IOException {
        var built =
                SslContextBuilder.forServer(
                                files.certificateChain().toFile(), files.privateKey().toFile())
                        .sslProvider(SslProvider.JDK)
                        .trustManager(files.clientAuthorities().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
        return ((JdkSslContext) built).context();
    }

    @Override
    public SecureLane open(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.current()
                                .getSocketFactory()
                                .createSocket(plain, InputStream.nullInputStream(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setEnabledCipherSuites(SUITES);
        socket.startHandshake();
        X509Certificate certificate =
                (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return new SecureLane(
                () -> identity.apply(certificate),
                socket.getInputStream(),
                socket.getOutputStream());
    }
}

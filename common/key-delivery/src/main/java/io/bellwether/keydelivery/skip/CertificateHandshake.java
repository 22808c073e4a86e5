package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.ChangedFiles;
import io.bellwether.keydelivery.PemFiles;
import io.bellwether.keydelivery.TlsFiles;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;

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

    private final ChangedFiles<PemFiles.Tls> tls;
    private final Function<X509Certificate, Optional<SaeId>> identity;

    /**
     * @param identity the SAE that a trusted certificate names
     * @param audit takes what becomes of changed files
     * @throws IOException if a file cannot be used
     */
    CertificateHandshake(
            TlsFiles files, Function<X509Certificate, Optional<SaeId>> identity, AuditTrail audit)
            throws IOException {
        this.identity = identity;
        this.tls =
                new ChangedFiles<>(
                        files.pemFiles(),
                        () -> PemFiles.load(files),
                        new ChangedFiles.Noted<>(audit, "SKIP", PemFiles.Tls::description));
    }

    @Override
    public SecureLane open(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        tls.current()
                                .context()
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

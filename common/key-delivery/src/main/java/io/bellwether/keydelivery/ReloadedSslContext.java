package io.bellwether.keydelivery;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Mutual TLS of a server on Netty, by the JDK, with what the files say at each handshake. Sessions
 * that began before a change are not resumed after it: a client whose authority is no longer
 * trusted must show its certificate again.
 *
 * <p>Built past Netty's own builder, which loads all of Bouncy Castle to check a key of its own: a
 * fifth of the time that a daemon takes to start.
 */
public final class ReloadedSslContext extends SslContext {
    private static final List<String> TLS13 = List.of("TLSv1.3");
    private static final List<String> TLS12_AND_13 = List.of("TLSv1.3", "TLSv1.2");

    /** With TLS 1.2, forward secrecy and authenticated encryption only. */
    private static final List<String> TLS12_AND_13_SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final ChangedFiles<Loaded> loaded;

    private record Loaded(JdkSslContext context, String description) {}

    /**
     * @param protocols of the application, to be agreed with the client; absent protocols are not
     *     spoken of
     * @param audit takes what becomes of changed files
     * @param purpose for the audit trail
     * @throws IOException if a file cannot be used now
     */
    public ReloadedSslContext(
            TlsFiles files, ApplicationProtocolConfig protocols, AuditTrail audit, String purpose)
            throws IOException {
        loaded =
                new ChangedFiles<>(
                        files.pemFiles(),
                        () -> load(files, protocols),
                        new ChangedFiles.Noted<>(audit, purpose, Loaded::description));
    }

    private static Loaded load(TlsFiles files, ApplicationProtocolConfig protocols)
            throws IOException {
        PemFiles.Tls tls = PemFiles.load(files);
        return new Loaded(
                new JdkSslContext(
                        tls.context(),
                        false,
                        files.tls12() ? TLS12_AND_13_SUITES : null,
                        SupportedCipherSuiteFilter.INSTANCE,
                        protocols,
                        ClientAuth.REQUIRE,
                        (files.tls12() ? TLS12_AND_13 : TLS13).toArray(String[]::new),
                        false),
                tls.description());
    }

    private JdkSslContext current() {
        return loaded.current().context;
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return current().cipherSuites();
    }

    /** Netty has deprecated the type and still asks every context for it. */
    @Override
    @SuppressWarnings("deprecation")
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return current().newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current().sessionContext();
    }
}

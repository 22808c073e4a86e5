package io.bellwether.keydelivery;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A server's own certificate and the authorities of its clients, read again for the next connection
 * when one of the files has changed. If they do not fit together then, what was read before stays.
 */
final class ReloadedTls {
    private final ChangedFiles<PemFiles.Tls> managers;

    /**
     * @param audit takes what becomes of changed files
     * @param purpose for the audit trail
     * @throws IOException if a file cannot be used now
     */
    ReloadedTls(TlsFiles files, AuditTrail audit, String purpose) throws IOException {
        managers =
                new ChangedFiles<>(
                        files.pemFiles(),
                        () -> PemFiles.load(files),
                        new ChangedFiles.Noted<>(audit, purpose, PemFiles.Tls::description));
    }

    /** TLS 1.3 with what the files say at each handshake. */
    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new X509ExtendedKeyManager[] {new Own()},
                new X509ExtendedTrustManager[] {new Clients()},
                null);
        // a session that is resumed is not asked for a certificate again
        context.getServerSessionContext().setSessionTimeout(1);
        return context;
    }

    private final class Own extends X509ExtendedKeyManager {
        private X509ExtendedKeyManager current() {
            return managers.current().keys();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return current().getClientAliases(keyType, issuers);
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return current().chooseClientAlias(keyType, issuers, socket);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return current().getServerAliases(keyType, issuers);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return current().chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public String chooseEngineServerAlias(
                String keyType, Principal[] issuers, SSLEngine engine) {
            return current().chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return current().getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return current().getPrivateKey(alias);
        }
    }

    private final class Clients extends X509ExtendedTrustManager {
        private X509ExtendedTrustManager current() {
            return managers.current().trust();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            current().checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            current().checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            current().checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            current().checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            current().checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            current().checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return current().getAcceptedIssuers();
        }
    }
}

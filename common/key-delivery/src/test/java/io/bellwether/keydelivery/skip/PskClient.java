package io.bellwether.keydelivery.skip;

import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Vector;

/** A client with a pre-shared key, for tests. */
public final class PskClient implements AutoCloseable {
    private final Socket socket;
    private final TlsClientProtocol protocol;

    /** Connects with TLS 1.3 or 1.2; {@code suite} is the only one that is offered. */
    public PskClient(int port, String identity, byte[] key, boolean tls13, int suite)
            throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        protocol = new TlsClientProtocol(socket.getInputStream(), socket.getOutputStream());
        byte[] name = identity.getBytes(StandardCharsets.UTF_8);
        try {
            protocol.connect(
                    new Client(
                            new BcTlsCrypto(new SecureRandom()),
                            new BasicTlsPSKIdentity(name, key.clone()),
                            tls13,
                            suite));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects with TLS 1.3. */
    public PskClient(int port, String identity, byte[] key) throws IOException {
        this(port, identity, key, true, CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
    }

    /** Sends one request and reads until the server closes. */
    public String get(String target) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\nHost: kme\r\nConnection: close\r\n\r\n";
        protocol.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        protocol.getOutputStream().flush();
        return new String(protocol.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class Client extends PSKTlsClient {
        private final boolean tls13;
        private final int suite;

        Client(TlsCrypto crypto, TlsPSKIdentity identity, boolean tls13, int suite) {
            super(crypto, identity);
            this.tls13 = tls13;
            this.suite = suite;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return (tls13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12).only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {suite};
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"}) // the library's method returns the raw type
        public Vector getExternalPSKs() {
            if (!tls13) {
                return null;
            }
            Vector keys = new Vector();
            keys.add(
                    new BasicTlsPSKExternal(
                            pskIdentity.getPSKIdentity(),
                            getCrypto().createSecret(pskIdentity.getPSK()),
                            PRFAlgorithm.tls13_hkdf_sha256));
            return keys;
        }
    }
}

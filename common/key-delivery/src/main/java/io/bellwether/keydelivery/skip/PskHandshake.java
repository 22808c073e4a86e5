package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.ChangedFiles;

import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.function.Predicate;

/**
 * TLS with a pre-shared key, which the JDK does not have: TLS 1.3 with psk_dhe_ke and TLS 1.2 with
 * DHE_PSK and ECDHE_PSK. Plain PSK is not offered: whoever gets the pre-shared key later would read
 * every key that was delivered before.
 *
 * <p>An unknown identity fails as a wrong key does, so that nobody learns which identities exist.
 */
final class PskHandshake implements Handshake {
    /** AES-128 is left out: what is carried here is meant to outlive it. */
    private static final int[] SUITES = {
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256
    };

    private final SecureRandom random = new SecureRandom();
    private final ChangedFiles<PreSharedKeys> keys;
    private final Predicate<SaeId> registered;

    /**
     * @param registered whether an identity is an SAE that may come here
     * @throws IOException if the file cannot be read
     */
    PskHandshake(Path file, Predicate<SaeId> registered, AuditTrail audit) throws IOException {
        this.keys =
                new ChangedFiles<>(
                        List.of(file),
                        () -> PreSharedKeys.read(file),
                        new ChangedFiles.Noted<>(
                                audit, "SKIP pre-shared keys", PreSharedKeys::identities));
        this.registered = registered;
    }

    @Override
    public SecureLane open(Socket socket) throws IOException {
        Server server = new Server(new BcTlsCrypto(random));
        TlsServerProtocol protocol =
                new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
        protocol.accept(server);
        SaeId authenticated = server.authenticated();
        return new SecureLane(
                () -> Optional.of(authenticated).filter(registered),
                protocol.getInputStream(),
                protocol.getOutputStream());
    }

    /** The key of an identity, or a random one. */
    private byte[] keyOrRandom(Optional<SaeId> identity) {
        return identity.filter(registered)
                .flatMap(keys.current()::keyOf)
                .orElseGet(() -> {
                    byte[] nobodys = new byte[PreSharedKeys.MIN_KEY_BYTES];
                    random.nextBytes(nobodys);
                    return nobodys;
                });
    }

    private static Optional<SaeId> identity(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(new SaeId(text));
        } catch (CharacterCodingException | IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    /** One connection's side of the handshake. */
    private final class Server extends PSKTlsServer {
        private Optional<SaeId> claimed = Optional.empty();

        Server(TlsCrypto crypto) {
            super(crypto, null);
        }

        /** The identity whose key the client has proved to hold; after the handshake. */
        SaeId authenticated() throws IOException {
            return claimed.orElseThrow(() -> new IOException("no identity was authenticated"));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return new ProtocolVersion[] {ProtocolVersion.TLSv13, ProtocolVersion.TLSv12};
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        protected boolean preferLocalCipherSuites() {
            return true;
        }

        /** None: a client that shows no pre-shared key ends here. */
        @Override
        public TlsCredentials getCredentials() {
            return null;
        }

        @Override
        public TlsPSKIdentityManager getPSKIdentityManager() {
            return new TlsPSKIdentityManager() {
                @Override
                public byte[] getHint() {
                    return null;
                }

                @Override
                public byte[] getPSK(byte[] offered) {
                    claimed = identity(offered);
                    return keyOrRandom(claimed);
                }
            };
        }

        @Override
        @SuppressWarnings("rawtypes") // the library's method is declared with the raw type
        public TlsPSKExternal getExternalPSK(Vector identities) {
            byte[] offered = ((PskIdentity) identities.getFirst()).getIdentity();
            claimed = identity(offered);
            return new BasicTlsPSKExternal(
                    offered,
                    getCrypto().createSecret(keyOrRandom(claimed)),
                    PRFAlgorithm.tls13_hkdf_sha256);
        }
    }
}

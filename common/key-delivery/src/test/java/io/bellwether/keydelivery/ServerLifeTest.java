package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;

import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ServerLifeTest {
    private static final GeneralName LOCALHOST =
            new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    @TempDir Path directory;
    private final TestAuthority authority = new TestAuthority("test authority");
    private KeyStore store;

    @BeforeEach
    void openStore() {
        MasterKey key = MasterKey.create(directory.resolve("master.key"));
        store = KeyStore.open(directory.resolve("keys.db"), key, End.ALICE);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    @DisplayName("a TLS file that is missing is refused before anything starts, with its name")
    void missingFile() {
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        TlsFiles missing =
                new TlsFiles(
                        files.certificateChain(),
                        directory.resolve("missing"),
                        files.clientAuthorities());
        assertThatThrownBy(() -> start(0, missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls.privateKey");
    }

    @Test
    @DisplayName("a port that is taken is refused, and what was started is stopped")
    void portTaken() {
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        try (KeyDeliveryServer first = start(0, files)) {
            assertThatThrownBy(() -> start(first.port(), files))
                    .hasStackTraceContaining("Address already in use");
        }
    }

    @Test
    @DisplayName("a closed server gives its port back")
    void closed() throws IOException {
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        KeyDeliveryServer first = start(0, files);
        int port = first.port();
        assertThat(serialOfServer(port)).isPositive();
        first.close();
        assertThatThrownBy(() -> serialOfServer(port)).isInstanceOf(IOException.class);
        start(port, files).close();
    }

    @Test
    @DisplayName("a renewed certificate is used for new connections without a restart")
    void renewedCertificate() throws IOException {
        Path next = Files.createDirectory(directory.resolve("next"));
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        try (KeyDeliveryServer server = start(0, files)) {
            BigInteger before = serialOfServer(server.port());
            authority.serverFiles(next, authority.issue("kme", LOCALHOST));
            Files.copy(
                    next.resolve("server.key"),
                    files.privateKey(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.copy(
                    next.resolve("server.pem"),
                    files.certificateChain(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> !serialOfServer(server.port()).equals(before));
        }
    }

    @Test
    @DisplayName("TLS 1.2 is accepted where it is allowed, and nothing older")
    void minimumTls() throws IOException {
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        TlsFiles tls12 =
                new TlsFiles(
                        files.certificateChain(),
                        files.privateKey(),
                        files.clientAuthorities(),
                        Optional.empty(),
                        true);
        var context = authority.clientContext(authority.issue("one"));
        try (KeyDeliveryServer server = start(0, tls12)) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                try (var connection = new RawConnection(context, server.port(), protocol)) {
                    assertThat(connection.socket().getSession().getProtocol()).isEqualTo(protocol);
                    assertThat(connection.request("GET", "/api/v1/keys/one/status", null).read())
                            .isNotNull();
                }
            }
            assertThatThrownBy(() -> new RawConnection(context, server.port(), "TLSv1.1").close())
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /api/v1/keys/one/sta",
                "GET /api/v1/keys/one/status HTTP/1.1\r\nHost: k\r\n",
                "POST /api/v1/keys/one/enc_keys HTTP/1.1\r\nHost: k\r\nContent-Length: 99\r\n\r\n{",
                "POST /api/v1/keys/one/enc_keys HTTP/1.1\r\n"
                        + "Host: k\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n"
                        + "{",
            })
    @DisplayName("a connection that says no more is closed, wherever in a request that is")
    void silence(String said) throws IOException {
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme", LOCALHOST));
        var context = authority.clientContext(authority.issue("one"));
        try (KeyDeliveryServer server = start(0, files, Duration.ofSeconds(1));
                var connection = new RawConnection(context, server.port())) {
            connection.write(said);
            assertThat(connection.socket().getInputStream().readAllBytes()).isEmpty();
        }
    }

    private BigInteger serialOfServer(int port) throws IOException {
        var context = authority.clientContext(authority.issue("one"));
        try (var connection = new RawConnection(context, port)) {
            return ((X509Certificate) connection.socket().getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    private KeyDeliveryServer start(int port, TlsFiles files) {
        return start(port, files, DeliveryOptions.DEFAULT_IDLE_TIME);
    }

    private KeyDeliveryServer start(int port, TlsFiles files, Duration idleTime) {
        var settings =
                new KeyDeliverySettings(
                        "127.0.0.1",
                        port,
                        files,
                        "kme-a",
                        "kme-b",
                        KeyLimits.defaults(),
                        IdentityMapping.commonName(),
                        SaeDirectory.fixed(
                                SaeRegistry.allPairs(
                                        List.of(new Sae(new SaeId("one"), End.ALICE)))),
                        1,
                        new DeliveryOptions(
                                Duration.ZERO,
                                Optional.empty(),
                                idleTime,
                                Quotas.inMemory(),
                                AuditTrail.none(),
                                Optional::empty,
                                request -> {}));
        return KeyDeliveryServer.start(
                settings, store, reservations -> new RecordOutcome.Recorded());
    }
}

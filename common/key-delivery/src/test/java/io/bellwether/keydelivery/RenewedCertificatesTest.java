package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.stream.StreamLimits;
import io.bellwether.keydelivery.stream.StreamServer;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;

/** Of the servers beside ETSI GS QKD 014's own, whose renewal {@link ServerLifeTest} shows. */
class RenewedCertificatesTest {
    private static final GeneralName LOCALHOST =
            new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    @TempDir Path directory;

    @Test
    @DisplayName(
            "administrators and stream clients see a renewed certificate without a restart; half a"
                    + " renewal changes nothing")
    void renewed() throws IOException {
        Path home = Files.createDirectory(directory.resolve("kme"));
        Path next = Files.createDirectory(directory.resolve("next"));
        Files.createDirectory(directory.resolve("own"));
        try (OneKme kme = new OneKme(directory.resolve("own"))) {
            TlsFiles files = kme.authority.serverFiles(home, kme.authority.issue("kme", LOCALHOST));
            var anywhere = new InetSocketAddress("127.0.0.1", 0);
            try (AdminServer admin = AdminServer.start(anywhere, files, kme.saes);
                    StreamServer streams =
                            StreamServer.start(
                                    anywhere,
                                    files,
                                    new Applications(kme.settings(), End.ALICE),
                                    new StreamLimits(KeyLimits.defaults(), 8, 1000, 1000, 2),
                                    kme.store,
                                    reservations -> {
                                        throw new PeerUnavailableException("not needed");
                                    })) {
                List<Integer> ports = List.of(admin.port(), streams.port());
                BigInteger before = serialOfServer(kme, admin.port());
                assertThat(ports)
                        .allSatisfy(
                                port -> assertThat(serialOfServer(kme, port)).isEqualTo(before));
                TestAuthority.Issued renewed = kme.authority.issue("kme", LOCALHOST);
                kme.authority.serverFiles(next, renewed);
                Files.writeString(files.privateKey(), "half a renewal");
                assertThat(ports)
                        .allSatisfy(
                                port -> assertThat(serialOfServer(kme, port)).isEqualTo(before));
                replace(next.resolve("server.key"), files.privateKey());
                assertThat(ports)
                        .as("the new key with the old certificate")
                        .allSatisfy(
                                port -> assertThat(serialOfServer(kme, port)).isEqualTo(before));
                replace(next.resolve("server.pem"), files.certificateChain());
                assertThat(ports)
                        .allSatisfy(port ->
                                assertThat(serialOfServer(kme, port))
                                        .isEqualTo(renewed.certificate().getSerialNumber()));
                assertNoted(kme, files, renewed);
            }
        }
    }

    @Test
    @DisplayName("a client whose authority is no longer trusted cannot go on with an old session")
    void authorityTakenAway() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path own = Files.createDirectory(directory.resolve("own"));
        try (OneKme kme = new OneKme(own)) {
            var client = kme.authority.clientContext(kme.authority.issue("master"));
            try (var connection = new RawConnection(client, kme.port())) {
                assertThat(OneKme.get(connection, "slave/status").status()).isEqualTo(200);
            }
            var stranger = new TestAuthority("other authority");
            replace(
                    stranger.serverFiles(other, stranger.issue("kme", LOCALHOST))
                            .clientAuthorities(),
                    kme.tls.clientAuthorities());
            assertThatThrownBy(
                            () -> {
                                try (var connection = new RawConnection(client, kme.port())) {
                                    OneKme.get(connection, "slave/status");
                                }
                            })
                    .isInstanceOf(IOException.class);
            assertThat(kme.auditLines())
                    .anySatisfy(line -> assertThat(line).contains("CN=other authority"));
        }
    }

    private static void assertNoted(OneKme kme, TlsFiles files, TestAuthority.Issued renewed)
            throws IOException {
        assertThat(kme.auditLines())
                .filteredOn(line -> line.contains(ChangedFiles.REFUSED))
                .extracting(RenewedCertificatesTest::purpose)
                .as("a key that is none, and a key of another certificate")
                .containsExactly("administration", "key streams", "administration", "key streams");
        String serial = "serial " + renewed.certificate().getSerialNumber().toString(16);
        String owner = "owner " + Files.getOwner(files.privateKey()).getName();
        assertThat(kme.auditLines())
                .filteredOn(line -> line.contains(ChangedFiles.RENEWED))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(owner).contains(serial));
        assertThat(AuditChain.read(kme.auditFile())).isInstanceOf(AuditChain.Whole.class);
    }

    private static String purpose(String line) {
        return line.replaceAll(".*\"what\":\"([^:]*):.*", "$1");
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static BigInteger serialOfServer(OneKme kme, int port) throws IOException {
        var context = kme.authority.clientContext(kme.authority.issue("one"));
        try (var connection = new RawConnection(context, port)) {
            return ((X509Certificate) connection.socket().getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }
}

package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.OneKme.MASTER;
import static io.bellwether.keydelivery.OneKme.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

class AdminServerTest {
    @TempDir Path directory;
    private final TestAuthority administrators = new TestAuthority("administration");
    private OneKme kme;
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        kme = new OneKme(Files.createDirectory(directory.resolve("kme")));
        TlsFiles tls =
                administrators.serverFiles(
                        Files.createDirectory(directory.resolve("admin")),
                        administrators.issue(
                                "kme", new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        server = AdminServer.start(new InetSocketAddress("127.0.0.1", 0), tls, kme.saes);
    }

    @AfterEach
    void stop() {
        server.close();
        kme.close();
    }

    private RawConnection administrator() throws IOException {
        return new RawConnection(
                administrators.clientContext(administrators.issue("ada")), server.port());
    }

    private RawConnection.Answer put(String document) throws IOException {
        try (RawConnection connection = administrator()) {
            return connection.request("PUT", AdminServer.REGISTRY, document).read();
        }
    }

    private static String document(long revision, String saes) {
        return "{\"revision\":%d,\"everyPair\":true,\"saes\":[%s]}".formatted(revision, saes);
    }

    @Test
    @DisplayName(
            "a change is in force at once, on connections that are open, and after a restart; the"
                    + " audit trail says who made it")
    void change() throws Exception {
        try (RawConnection master = kme.connect(MASTER)) {
            assertThat(get(master, "slave/status").status()).isEqualTo(200);
            RawConnection.Answer answer =
                    put(
                            document(
                                    0,
                                    "{\"id\":\"slave\",\"end\":\"alice\"},{\"id\":\"new\",\"end\":\"alice\"}"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(RegistryJson.read(answer.body().getBytes()).revision()).isEqualTo(1);
            assertThat(get(master, "slave/status").status()).isEqualTo(401);
        }
        try (RawConnection added = kme.connect(new SaeId("new"))) {
            assertThat(get(added, "slave/enc_keys").status()).isEqualTo(200);
        }
        SaeDirectory reopened =
                SaeDirectory.open(
                        SaeRegistry.allPairs(List.of()),
                        kme.directory.resolve("saes.json"),
                        AuditTrail.none());
        assertThat(reopened.state().revision()).isEqualTo(1);
        assertThat(reopened.current().find(new SaeId("new"))).isPresent();
        assertThat(Files.readString(kme.auditFile()))
                .contains("saes.changed")
                .contains("CN=ada sha256:")
                .contains("revision 1: removed master; added new at ALICE");
    }

    @Test
    @DisplayName("of two changes from one revision the second gets 409 and changes nothing")
    void conflict() throws Exception {
        assertThat(put(document(0, "{\"id\":\"a\",\"end\":\"alice\"}")).status()).isEqualTo(200);
        RawConnection.Answer late = put(document(0, "{\"id\":\"b\",\"end\":\"alice\"}"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(kme.saes.current().find(new SaeId("b"))).isEmpty();
    }

    @Test
    @DisplayName("DELETE goes back to the configuration")
    void reset() throws Exception {
        put(document(0, "{\"id\":\"a\",\"end\":\"alice\"}"));
        try (RawConnection connection = administrator()) {
            assertThat(connection.request("DELETE", AdminServer.REGISTRY, null).read().status())
                    .isEqualTo(200);
        }
        assertThat(kme.saes.current().find(MASTER)).isPresent();
        assertThat(kme.saes.state().revision()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"saes\":[{\"id\":\"a\"}]}",
                "{\"saes\":[{\"end\":\"alice\"}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"carol\"}]}",
                "{\"saes\":[{\"id\":\"\",\"end\":\"alice\"}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\"},{\"id\":\"a\",\"end\":\"bob\"}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\",\"qouta\":1}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\",\"keySizeBits\":7}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\",\"requestsPerSecond\":0}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\",\"keysPerDay\":-1}]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\",\"certificates\":[\"x\"]},{\"id\":\"b\",\"end\":\"alice\",\"certificates\":[\"x\"]}]}",
                "{\"saes\":[],\"pairs\":[[\"a\",\"b\"]]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\"}],\"pairs\":[[\"a\"]]}",
                "{\"saes\":[{\"id\":\"a\",\"end\":\"alice\"}],\"pairs\":[[\"a\",\"a\"]]}",
                "{\"saes\":[],\"revision\":\"x\"}",
                "{\"saes\":[],\"colour\":1}"
            })
    @DisplayName("a document that is wrong anywhere gets 400, says why, and changes nothing")
    void wrongDocuments(String document) throws Exception {
        RawConnection.Answer answer = put(document);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(Answers.json(answer.body()).get("message").getStringValue()).isNotBlank();
        assertThat(kme.saes.state().revision()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,404",
        "GET,/api/v1/keys/slave/enc_keys,404",
        "POST,/admin/v1/registry,405",
        "PATCH,/admin/v1/registry,405"
    })
    @DisplayName("there is one resource, with three methods, and no key behind any of them")
    void others(String method, String path, int status) throws Exception {
        try (RawConnection connection = administrator()) {
            assertThat(connection.request(method, path, null).read().status()).isEqualTo(status);
        }
    }

    @Test
    @DisplayName("an SAE's certificate is refused here, and an administrator's at key delivery")
    void authorities() {
        assertThatThrownBy(
                        () -> {
                            try (var connection =
                                    new RawConnection(
                                            administrators.clientContext(kme.issue(MASTER)),
                                            server.port())) {
                                connection.request("GET", AdminServer.REGISTRY, null).read();
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> {
                            try (var connection = kme.connect(administrators.issue("master"))) {
                                get(connection, "slave/status");
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("each line of the audit trail holds the digest of the one before, over restarts")
    void auditChain() throws Exception {
        put(document(0, "{\"id\":\"a\",\"end\":\"alice\"}"));
        put(document(1, "{\"id\":\"b\",\"end\":\"alice\"}"));
        AuditTrail.open(kme.auditFile(), InstantSource.system()).record("test", "me", "more");
        List<String> lines = Files.readAllLines(kme.auditFile());
        assertThat(lines).hasSize(3);
        String previous = "";
        for (String line : lines) {
            byte[] digest =
                    java.security.MessageDigest.getInstance("SHA-256").digest(previous.getBytes());
            assertThat(line)
                    .endsWith(
                            "\"previous\":\"%s\"}"
                                    .formatted(java.util.HexFormat.of().formatHex(digest)));
            previous = line;
        }
    }

    @Test
    @DisplayName("a registry file that is damaged is refused at start, with what to do")
    void damagedFile() throws Exception {
        Path file = directory.resolve("saes.json");
        Files.writeString(file, "{\"saes\":");
        assertThatThrownBy(() ->
                        SaeDirectory.open(
                                SaeRegistry.allPairs(List.of(new Sae(MASTER, End.ALICE))),
                                file,
                                AuditTrail.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("go back to the configuration");
    }
}

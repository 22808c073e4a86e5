package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_SECOND;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.skip.PskClient;
import io.bellwether.keydelivery.skip.SkipServer;
import io.bellwether.keydelivery.skip.SkipSettings;
import io.micronaut.json.tree.JsonNode;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkipServerTest {
    private static final byte[] KEY = HexFormat.of().parseHex("5a".repeat(32));
    private static final Path NONE = Path.of("none");
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    private final Map<End, SkipServer> servers = new EnumMap<>(End.class);
    private volatile boolean entropyFails;
    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        kmes = new TwoKmes(directory).fill(1 << 16);
        for (End end : End.values()) {
            Path home = Files.createDirectory(directory.resolve("skip-" + end));
            servers.put(end, start(end, home));
        }
    }

    private SkipServer start(End end, Path home) throws IOException {
        var localhost = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        TlsFiles files = kmes.authority.serverFiles(home, kmes.authority.issue("skip", localhost));
        Path keys = home.resolve("psk.txt");
        Files.writeString(keys, "# clients\n\n" + preSharedKeys());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        var settings =
                new SkipSettings(
                        Optional.of(new SkipSettings.Certificates(ANY, files)),
                        Optional.of(new SkipSettings.SharedKeys(ANY, keys)),
                        KeyLimits.defaults(),
                        applications(end, files));
        return SkipServer.start(settings, kmes.store(end), kmes.link(end), this::entropy);
    }

    private Applications applications(End end, TlsFiles files) {
        TlsFiles tls = files == null ? new TlsFiles(NONE, NONE, NONE) : files;
        return new Applications(kmes.settings(end, tls, KeyLimits.defaults()), end);
    }

    private static String preSharedKeys() {
        StringBuilder lines = new StringBuilder();
        for (SaeId sae : new SaeId[] {ALICE_APP, BOB_APP, new SaeId("nobody-registered")}) {
            lines.append(sae).append(':').append(HexFormat.of().formatHex(KEY)).append('\n');
        }
        return lines.toString();
    }

    private void entropy(long[] target) {
        if (entropyFails) {
            throw new IllegalStateException("failed its health test");
        }
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < target.length; i++) {
            target[i] = random.nextLong();
        }
    }

    @AfterAll
    void stop() {
        servers.values().forEach(SkipServer::close);
        kmes.close();
    }

    private HttpResponse<String> get(SaeId sae, End end, String target) {
        return send(sae, end, "GET", target);
    }

    private HttpResponse<String> send(SaeId sae, End end, String method, String target) {
        int port = servers.get(end).certificatePort().orElseThrow();
        return kmes.exchange(
                sae,
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + target))
                        .method(method, BodyPublishers.noBody())
                        .build());
    }

    private PskClient psk(End end, String identity, byte[] key) throws IOException {
        return new PskClient(servers.get(end).pskPort().orElseThrow(), identity, key);
    }

    @Test
    @DisplayName("a system is held to its keys a day and its requests a second, and to no other's")
    void limits() {
        String key = "/key?remoteSystemID=" + BOB_SECOND;
        try {
            kmes.limit(
                    ALICE_APP, new SaeLimits(Optional.empty(), Optional.empty(), Optional.of(1L)));
            assertThat(get(ALICE_APP, End.ALICE, key).statusCode()).isEqualTo(200);
            HttpResponse<String> tooMany = get(ALICE_APP, End.ALICE, key);
            assertThat(tooMany.statusCode()).isEqualTo(500);
            assertThat(tooMany.body()).contains("no more keys today");
            kmes.limit(
                    ALICE_APP,
                    new SaeLimits(Optional.empty(), Optional.of(0.01), Optional.empty()));
            assertThat(get(ALICE_APP, End.ALICE, "/capabilities").statusCode()).isEqualTo(200);
            HttpResponse<String> tooOften = get(ALICE_APP, End.ALICE, "/capabilities");
            assertThat(tooOften.statusCode()).isEqualTo(503);
            assertThat(tooOften.headers().firstValue("Retry-After")).isPresent();
            assertThat(get(BOB_APP, End.BOB, "/capabilities").statusCode()).isEqualTo(200);
        } finally {
            kmes.limit(ALICE_APP, SaeLimits.NONE);
        }
    }

    @Test
    @DisplayName("capabilities name the caller and those it may share keys with")
    void capabilities() {
        HttpResponse<String> answer = get(ALICE_APP, End.ALICE, "/capabilities");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"entropy\":true,\"key\":true,\"algorithm\":\"QKD\",\"localSystemID\":\"alice-app\",\"remoteSystemID\":[\"alice-second\",\"bob-app\",\"bob-second\",\"sae/1"
                            + " +ü;%@bob\"]}");
    }

    @Test
    @DisplayName(
            "a key asked for with a certificate at one end is fetched once at the other, in hex")
    void keyAtBothEnds() {
        JsonNode atAlice = json(get(ALICE_APP, End.ALICE, "/key?remoteSystemID=bob-app").body());
        String keyId = atAlice.get("keyId").getStringValue();
        assertThat(keyId).matches("[0-9a-f]{32}");
        assertThat(atAlice.get("key").getStringValue()).matches("[0-9a-f]{64}");
        String target = "/key/" + keyId + "?remoteSystemID=alice-app";
        assertThat(json(get(BOB_APP, End.BOB, target).body())).isEqualTo(atAlice);
        assertThat(get(BOB_APP, End.BOB, target).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("size chooses the length, and the bits of a key that both have had are erased")
    void sizeAndErasure() {
        long before = kmes.store(End.ALICE).counts().outstandingKeys();
        JsonNode atAlice =
                json(get(ALICE_APP, End.ALICE, "/key?remoteSystemID=bob-app&size=128").body());
        assertThat(atAlice.get("key").getStringValue()).hasSize(32);
        assertThat(kmes.store(End.ALICE).counts().outstandingKeys()).isEqualTo(before);
        long atBob = kmes.store(End.BOB).counts().outstandingKeys();
        String keyId = atAlice.get("keyId").getStringValue();
        get(BOB_APP, End.BOB, "/key/" + keyId + "?remoteSystemID=alice-app");
        assertThat(kmes.store(End.BOB).counts().outstandingKeys()).isEqualTo(atBob - 1);
    }

    @ParameterizedTest
    @DisplayName("a key that is not the caller's is refused with 400 and stays for its owner")
    @CsvSource({"alice-second, ALICE, alice-app", "bob-second, BOB, alice-app", "loner, BOB, x"})
    void foreignKeys(String caller, End end, String remote) {
        JsonNode key = json(get(ALICE_APP, End.ALICE, "/key?remoteSystemID=bob-app").body());
        String target = "/key/" + key.get("keyId").getStringValue() + "?remoteSystemID=";
        assertThat(get(new SaeId(caller), end, target + remote).statusCode()).isEqualTo(400);
        assertThat(json(get(BOB_APP, End.BOB, target + "alice-app").body())).isEqualTo(key);
    }

    @ParameterizedTest
    @DisplayName("requests that the draft refuses get its codes, and the connection lives on")
    @CsvSource({
        "GET, /key?remoteSystemID=loner, 400",
        "GET, /key?remoteSystemID=alice-app, 400",
        "GET, /key?remoteSystemID=unknown, 400",
        "GET, /key?remoteSystemID=bob-app&size=12, 400",
        "GET, /key?remoteSystemID=bob-app&size=8, 400",
        "GET, /key?remoteSystemID=bob-app&size=1048576, 400",
        "GET, /key/00000000000000000000000000000000?remoteSystemID=bob-app, 400",
        "GET, /entropy?minentropy=0, 400",
        "GET, /nothing, 404",
        "POST, /key?remoteSystemID=bob-app, 405",
        "DELETE, /capabilities, 405"
    })
    void refusals(String method, String target, int status) {
        HttpResponse<String> answer = send(ALICE_APP, End.ALICE, method, target);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).get("message").getStringValue()).isNotBlank();
        assertThat(get(ALICE_APP, End.ALICE, "/capabilities").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("without the other end, or without enough bits, a key is refused with 500")
    void noKey() {
        kmes.linkDown = true;
        assertThat(get(ALICE_APP, End.ALICE, "/key?remoteSystemID=bob-app").statusCode())
                .isEqualTo(500);
        kmes.linkDown = false;
        assertThat(get(ALICE_APP, End.ALICE, "/key?remoteSystemID=bob-app").statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "entropy has the length asked for, differs each time, and is 503 when none is to be"
                    + " had")
    void entropy() {
        JsonNode first = json(get(ALICE_APP, End.ALICE, "/entropy").body());
        assertThat(first.get("randomStr").getStringValue()).matches("[0-9a-f]{64}");
        assertThat(first.get("minentropy").getIntValue()).isEqualTo(256);
        JsonNode odd = json(get(ALICE_APP, End.ALICE, "/entropy?minentropy=13").body());
        assertThat(odd.get("randomStr").getStringValue()).hasSize(4);
        assertThat(odd.get("minentropy").getIntValue()).isEqualTo(16);
        assertThat(json(get(ALICE_APP, End.ALICE, "/entropy").body())).isNotEqualTo(first);
        entropyFails = true;
        assertThat(get(ALICE_APP, End.ALICE, "/entropy").statusCode()).isEqualTo(503);
        entropyFails = false;
    }

    @Test
    @DisplayName(
            "a trusted certificate that names no SAE is answered 401, a foreign one not at all")
    void strangers() {
        SaeId unknown = new SaeId("unknown-app");
        assertThat(get(unknown, End.ALICE, "/capabilities").statusCode()).isEqualTo(401);
        TestAuthority foreign = new TestAuthority("foreign");
        int port = servers.get(End.ALICE).certificatePort().orElseThrow();
        var context = kmes.authority.clientContext(foreign.issue("alice-app"));
        assertThatThrownBy(
                        () -> {
                            try (var raw = new RawConnection(context, port)) {
                                raw.request("GET", "/capabilities", null).read();
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("a certificate that is revoked while its connection is open gets 401 from then on")
    void revoked(@TempDir Path folder) throws Exception {
        var localhost = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        TlsFiles files =
                kmes.authority.serverFiles(folder, kmes.authority.issue("skip", localhost));
        Path list = folder.resolve("revoked.crl");
        kmes.authority.revoke(list, Instant.now().plusSeconds(3600));
        TlsFiles watched =
                new TlsFiles(
                        files.certificateChain(),
                        files.privateKey(),
                        files.clientAuthorities(),
                        Optional.of(list),
                        false);
        var client = kmes.authority.issue("alice-app");
        var settings =
                new SkipSettings(
                        Optional.of(new SkipSettings.Certificates(ANY, watched)),
                        Optional.empty(),
                        KeyLimits.defaults(),
                        applications(End.ALICE, watched));
        try (SkipServer server =
                        SkipServer.start(
                                settings,
                                kmes.store(End.ALICE),
                                kmes.link(End.ALICE),
                                this::entropy);
                var raw =
                        new RawConnection(
                                kmes.authority.clientContext(client),
                                server.certificatePort().orElseThrow())) {
            assertThat(raw.request("GET", "/capabilities", null).read().status()).isEqualTo(200);
            kmes.authority.revoke(list, Instant.now().plusSeconds(3600), client);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> raw.request("GET", "/capabilities", null).read().status() == 401);
        }
    }

    @Test
    @DisplayName("with a pre-shared key of TLS 1.3 both ends get the same key")
    void preSharedKey() throws IOException {
        String atAlice;
        try (PskClient alice = psk(End.ALICE, "alice-app", KEY)) {
            atAlice = body(alice.get("/key?remoteSystemID=bob-app"));
        }
        String keyId = json(atAlice).get("keyId").getStringValue();
        try (PskClient bob = psk(End.BOB, "bob-app", KEY)) {
            assertThat(body(bob.get("/key/" + keyId + "?remoteSystemID=alice-app")))
                    .isEqualTo(atAlice);
        }
    }

    private static String body(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @ParameterizedTest
    @DisplayName("TLS 1.2 has the pre-shared key suites with forward secrecy")
    @CsvSource({"DHE, 171, true", "ECDHE, 53250, true", "plain, 169, false", "DHE CBC, 179, false"})
    void tls12(String name, int suite, boolean accepted) throws IOException {
        assertThat(CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384).isEqualTo(171);
        int port = servers.get(End.ALICE).pskPort().orElseThrow();
        if (accepted) {
            try (PskClient client = new PskClient(port, "alice-app", KEY, false, suite)) {
                assertThat(client.get("/capabilities")).contains("\"localSystemID\":\"alice-app\"");
            }
        } else {
            assertThatThrownBy(() -> new PskClient(port, "alice-app", KEY, false, suite))
                    .as(name)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @DisplayName("a wrong key and an identity that is unknown or of the other end fail alike")
    @CsvSource({
        "alice-app, 00, true",
        "alice-app, 00, false",
        "nobody, 5a, true",
        "nobody, 5a, false",
        "nobody-registered, 5a, true",
        "bob-app, 5a, true"
    })
    void wrongPreSharedKey(String identity, String octet, boolean tls13) {
        byte[] key = HexFormat.of().parseHex(octet.repeat(32));
        int port = servers.get(End.ALICE).pskPort().orElseThrow();
        int suite =
                tls13
                        ? CipherSuite.TLS_CHACHA20_POLY1305_SHA256
                        : CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384;
        assertThatThrownBy(() -> new PskClient(port, identity, key, tls13, suite))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tls13 ? "decrypt_error" : "bad_record_mac");
    }

    @ParameterizedTest
    @DisplayName("a file of pre-shared keys that is malformed or readable by others is refused")
    @CsvSource({
        "alice-app:5a5a, rw-------, line 1: a key of 2 bytes; limit at least 32",
        "alice-app, rw-------, line 1: limit IDENTITY:KEY",
        "alice-app:xyz, rw-------, line 1: limit IDENTITY:KEY",
        "# none, rw-r-----, others may read"
    })
    void badPreSharedKeys(String content, String mode, String problem, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("psk");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        var settings =
                new SkipSettings(
                        Optional.empty(),
                        Optional.of(new SkipSettings.SharedKeys(ANY, file)),
                        KeyLimits.defaults(),
                        applications(End.ALICE, null));
        EntropySource none = target -> {};
        assertThatThrownBy(() ->
                        SkipServer.start(
                                settings, kmes.store(End.ALICE), kmes.link(End.ALICE), none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("xyz");
    }
}

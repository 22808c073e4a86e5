package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.stream.Chunk;
import io.bellwether.keydelivery.stream.StreamClient;
import io.bellwether.keydelivery.stream.StreamQos;
import io.bellwether.keydelivery.stream.StreamStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SKIP and key streams of real daemons, which say all they can while it happens. */
class FurtherDeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHUNKS = 5;
    private static final String PRE_SHARED_KEY = "5a".repeat(32);
    private static final Pattern SKIP =
            Pattern.compile("SKIP listens at /127.0.0.1:(\\d+) for certificates");
    private static final Pattern STREAMS =
            Pattern.compile("key streams listen at 127.0.0.1:(\\d+)");

    @TempDir Path folder;

    /** Where tunnels have their keys, which is no place of the daemons'. */
    @TempDir Path tunnels;

    private final List<byte[]> keys = new ArrayList<>();

    @Test
    @DisplayName(
            "both ends get the same keys by SKIP and by streams, the commands of the pages do what"
                    + " they say, and no byte of a key is in any output or file of the daemons")
    void sameKeysAndNoTrace() throws Exception {
        Path preSharedKeys = folder.resolve("skip.psk");
        Files.writeString(preSharedKeys, "app-alice:" + PRE_SHARED_KEY + "\n");
        Files.setPosixFilePermissions(preSharedKeys, PosixFilePermissions.fromString("rw-------"));
        try (Pair pair =
                Pair.initialise(
                        folder.resolve("pair"),
                        "skip.address=127.0.0.1:0",
                        "skip.pskAddress=127.0.0.1:0",
                        "skip.preSharedKeys=" + preSharedKeys,
                        "stream.address=127.0.0.1:0")) {
            pair.startBox();
            pair.startTracing(End.BOB);
            pair.startTracing(End.ALICE);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> pair.acceptedBlocks(End.ALICE) > 0);
            etsi014(pair);
            skip(pair);
            stream(pair);
            DocumentedPages pages = pages(pair);
            pages.daemons(pair);
            pages.watching();
            pages.skip();
            pages.streams();
            pages.tunnels(tunnels);
            pages.applications();
            pair.stop(End.ALICE);
            pair.stop(End.BOB);
            pages.startTimes();
            assertThat(pair.log(End.ALICE))
                    .as("it says all it can")
                    .contains("DEBUG SkipConnection app-alice: GET /key?remoteSystemID=app-bob");
        }
        assertThat(keys).hasSize(2 + CHUNKS);
        assertThat(tracesOf(keys)).isEmpty();
        Path planted = folder.resolve("pair/alice/data/planted");
        Files.writeString(planted, "key=" + HexFormat.of().formatHex(keys.getFirst()));
        assertThat(tracesOf(keys)).as("the search works").containsExactly(planted + ": hex of 0");
    }

    private DocumentedPages pages(Pair pair) throws IOException {
        Pattern preSharedKeys =
                Pattern.compile("SKIP listens at /127.0.0.1:(\\d+) for pre-shared keys");
        return new DocumentedPages(
                folder,
                Map.of(
                        "alice.example:7443",
                        "127.0.0.1:" + pair.deliveryPort(End.ALICE),
                        "bob.example:7443",
                        "127.0.0.1:" + pair.deliveryPort(End.BOB),
                        "alice.example:7543",
                        "127.0.0.1:" + port(pair, End.ALICE, SKIP),
                        "alice.example:7544",
                        "127.0.0.1:" + port(pair, End.ALICE, preSharedKeys),
                        "alice.example:7643",
                        "127.0.0.1:" + port(pair, End.ALICE, STREAMS),
                        "bob.example:7643",
                        "127.0.0.1:" + port(pair, End.BOB, STREAMS),
                        "router-",
                        "app-",
                        "HEX",
                        PRE_SHARED_KEY));
    }

    private void etsi014(Pair pair) throws Exception {
        Application.Key key = pair.application(End.ALICE).newKey("app-bob").orElseThrow();
        assertThat(pair.application(End.BOB).keyOf("app-alice", key.id())).isEqualTo(key);
        keys.add(Base64.getDecoder().decode(key.value()));
    }

    private void skip(Pair pair) throws Exception {
        assertThat(pair.log(End.ALICE)).contains("for pre-shared keys");
        Application alice = pair.application(End.ALICE);
        JsonNode key =
                alice.json(port(pair, End.ALICE, SKIP), "/key?remoteSystemID=app-bob&size=256");
        JsonNode atBob =
                pair.application(End.BOB)
                        .json(
                                port(pair, End.BOB, SKIP),
                                "/key/" + key.get("keyId").asText() + "?remoteSystemID=app-alice");
        assertThat(atBob).isEqualTo(key);
        keys.add(HexFormat.of().parseHex(key.get("key").asText()));
    }

    /** Alice's application is the command line's, Bob's is here. */
    private void stream(Pair pair) throws Exception {
        Path saes = folder.resolve("pair/saes");
        try (StreamClient bob =
                StreamClient.connect(
                        "127.0.0.1",
                        port(pair, End.BOB, STREAMS),
                        saes.resolve("app-bob.crt"),
                        saes.resolve("app-bob.key"),
                        saes.resolve("ca.crt"))) {
            var qos = new StreamQos(32, 0, 0, 0, 0, 60_000, 0, "");
            String stream =
                    bob.open(new SaeId("app-alice"), new SaeId("app-bob"), qos, "").stream();
            Launcher.Result alice =
                    Launcher.run(
                            "stream",
                            "127.0.0.1:" + port(pair, End.ALICE, STREAMS),
                            "app-alice",
                            "app-bob",
                            "--as=app-alice",
                            "--saes=" + saes,
                            "--chunks=" + CHUNKS,
                            "--chunk-bytes=32",
                            "--id=" + stream);
            assertThat(alice.exitCode()).as(alice.errors()).isZero();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < CHUNKS; i++) {
                Chunk chunk = bob.get(stream, OptionalLong.of(i), 0);
                assertThat(chunk.status()).isEqualTo(StreamStatus.SUCCESSFUL);
                keys.add(chunk.key());
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(chunk.key());
                expected.add(i + " " + HexFormat.of().formatHex(hash, 0, 8));
            }
            assertThat(alice.output().lines()).containsSubsequence(expected);
        }
    }

    private static int port(Pair pair, End end, Pattern line) throws IOException {
        Matcher matcher = line.matcher(pair.log(end));
        assertThat(matcher.find()).as(line.pattern()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private List<String> tracesOf(List<byte[]> secrets) throws IOException {
        List<String> traces = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (int i = 0; i < secrets.size(); i++) {
                    for (String form : formsIn(content, secrets.get(i))) {
                        traces.add("%s: %s of %d".formatted(file, form, i));
                    }
                }
            }
        }
        return traces;
    }

    /** Half of a key is enough. */
    private static List<String> formsIn(String content, byte[] secret) {
        String hex = HexFormat.of().formatHex(secret, 0, 16);
        String base64 = Base64.getEncoder().encodeToString(secret).substring(0, 20);
        String raw = new String(secret, 0, 16, StandardCharsets.ISO_8859_1);
        List<String> forms = new ArrayList<>();
        if (content.contains(hex) || content.contains(hex.toUpperCase(Locale.ROOT))) {
            forms.add("hex");
        }
        if (content.contains(base64)) {
            forms.add("base64");
        }
        if (content.contains(raw)) {
            forms.add("raw");
        }
        return forms;
    }
}

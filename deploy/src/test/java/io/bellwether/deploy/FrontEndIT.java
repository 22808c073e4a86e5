package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellwether.deploy.Application.Key;
import io.bellwether.foundation.End;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Alice as an engine and two delivery front ends on one PostgreSQL, Bob as one process. */
class FrontEndIT {
    private static final Page PAGE = new Page("common/key-delivery/doc/etsi-gs-qkd-014.md");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEYS_EACH = 30;
    private static final int FRONT_ENDS = 2;

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();

    @Test
    @DisplayName(
            "two front ends hand out what one engine makes, no key twice; kill -9 of one loses"
                    + " nothing that it handed out; a front end refuses SQLite")
    void twoFrontEnds() throws Exception {
        try (Pair pair = Pair.initialise(folder.resolve("pair"), "protocol.blocks=2");
                EmbeddedPostgres postgres = durablePostgres()) {
            String database = postgres.getJdbcUrl("postgres", "postgres");
            List<Integer> ports = List.of(freePort(), freePort());
            makeEngine(pair.configurationFile(End.ALICE), database);
            List<Path> frontEnds = new ArrayList<>();
            for (int i = 0; i < FRONT_ENDS; i++) {
                frontEnds.add(frontEnd(pair, i, ports.get(i), database));
            }
            refusesSqlite(pair, frontEnds.getFirst());
            pair.startBox();
            pair.start(End.BOB);
            pair.start(End.ALICE);
            for (Path file : frontEnds) {
                start(file);
            }
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> pair.acceptedBlocks(End.ALICE) > 0);
            Map<String, String> handedOut = drawAndKill(ports);
            assertThat(handedOut).hasSizeGreaterThanOrEqualTo(KEYS_EACH);
            assertThat(handedOut.values()).doesNotHaveDuplicates();
            Application bob = pair.application(End.BOB);
            for (Map.Entry<String, String> key : handedOut.entrySet()) {
                assertThat(bob.keyOf("app-alice", key.getKey()).value()).isEqualTo(key.getValue());
            }
            start(frontEnds.getFirst());
            fromBob(bob, application(ports.getFirst()));
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    @DisplayName("the benchmark of front ends has one and two answer without an error")
    void benchmark() throws Exception {
        try (EmbeddedPostgres postgres = durablePostgres()) {
            List<String> command = new ArrayList<>(PAGE.words("bench delivery --front-ends"));
            // fewer, and not held back, which takes root
            command.replaceAll(word ->
                    switch (word) {
                        case "1,2,3" -> "1,2";
                        case "deploy/tools/limit-cpu.sh 0.2" -> "true";
                        case "URL" -> postgres.getJdbcUrl("postgres", "postgres");
                        default -> word;
                    });
            command.addAll(List.of("--seconds=0.5", "--connections=4", "--json"));
            Launcher.Result result = Launcher.run(command.toArray(String[]::new));
            String figures = result.output();
            assertThat(figures).containsSubsequence("\"frontEnds\": 1", "\"frontEnds\": 2");
            assertThat(figures.split("\"errors\": 0[,}]", -1)).as(figures).hasSize(3);
        }
    }

    /** What Bob's application asks for is fetched at a front end that was just started again. */
    private void fromBob(Application bob, Application alice) throws Exception {
        Key key =
                await().atMost(PATIENCE)
                        .until(() -> bob.newKey("app-alice"), k -> k.isPresent())
                        .orElseThrow();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(alice.keyOf("app-bob", key.id()).value())
                                .isEqualTo(key.value()));
    }

    /** Both front ends at once, the first of which dies in the middle of it. */
    private Map<String, String> drawAndKill(List<Integer> ports) throws Exception {
        CountDownLatch underWay = new CountDownLatch(KEYS_EACH / 3);
        Map<String, String> all = new HashMap<>();
        try (var threads = Executors.newFixedThreadPool(FRONT_ENDS)) {
            List<Future<Map<String, String>>> drawn = new ArrayList<>();
            for (int i = 0; i < FRONT_ENDS; i++) {
                drawn.add(threads.submit(draw(application(ports.get(i)), i == 0, underWay)));
            }
            underWay.await();
            started.getFirst().destroyForcibly().waitFor();
            for (Future<Map<String, String>> keys : drawn) {
                keys.get().forEach((id, key) -> assertThat(all.put(id, key)).as(id).isNull());
            }
        }
        return all;
    }

    private static Callable<Map<String, String>> draw(
            Application front, boolean dies, CountDownLatch underWay) {
        return () -> {
            Map<String, String> keys = new HashMap<>();
            boolean dead = false;
            while (keys.size() < KEYS_EACH && !dead) {
                var key = front.newKey("app-bob");
                key.ifPresent(got -> keys.put(got.id(), got.value()));
                if (dies) {
                    dead = key.isEmpty() && underWay.getCount() == 0;
                    underWay.countDown();
                }
            }
            return keys;
        };
    }

    private Application application(int port) throws Exception {
        return new Application(
                folder.resolve("pair/saes"), "app-alice", URI.create("https://127.0.0.1:" + port));
    }

    private void start(Path configuration) throws IOException, InterruptedException {
        Path log = Path.of(configuration + ".log");
        started.add(Launcher.startLogging(log, "alice", configuration.toString()));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.readString(log).contains("listens at"));
        Files.delete(log);
    }

    private static void makeEngine(Path file, String database) throws IOException {
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replaceFirst("(?m)^node:\\n", "node:\n  role: engine\n")
                        .replaceFirst("(?m)^store:\\n", "store:\n  database: " + database + "\n"));
    }

    private static Path frontEnd(Pair pair, int number, int port, String database)
            throws IOException {
        Path file = pair.configurationFile(End.ALICE).resolveSibling("frontend-" + number + ".yml");
        Files.writeString(
                file,
                """
                node:
                  end: alice
                  name: alice
                  role: delivery
                  dataDirectory: frontend-%1$d
                link:
                  peerName: bob
                delivery:
                  address: 127.0.0.1:%2$d
                  certificate: delivery.crt
                  privateKey: delivery.key
                  trustedAuthority: sae-ca.crt
                  saes:
                    - id: app-alice
                      kme: alice
                    - id: app-bob
                      kme: bob
                store:
                  database: %3$s
                  masterKey: master.key
                """
                        .formatted(number, port, database));
        return file;
    }

    private void refusesSqlite(Pair pair, Path frontEnd) throws Exception {
        Path file = frontEnd.resolveSibling("sqlite.yml");
        Files.writeString(
                file, Files.readString(frontEnd).replaceFirst("(?m)^  database: .*\\n", ""));
        Launcher.Result refused = Launcher.run("alice", file.toString());
        assertThat(refused.exitCode()).isEqualTo(78);
        assertThat(refused.errors()).contains("store.database", "a SQLite file serves one process");
    }

    private static EmbeddedPostgres durablePostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

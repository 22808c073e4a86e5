package io.bellwether.node.crash;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.device.BoxException;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxServer;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.End;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;
import io.bellwether.node.loopback.SaeClient;
import io.bellwether.node.status.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Both daemons as processes, an ideal source in this one, and a proxy between them. */
final class CrashPair implements AutoCloseable {
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(2);
    private static final long PARTNER_TIMEOUT_MILLIS = 5_000;

    /** Blocks as small as the theorem allows for an ideal box, one after the other. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "protocol.blockRounds", "400000",
                    "protocol.expectedChsh", "2.82",
                    "protocol.expectedQber", "0.002",
                    "protocol.pauseMillis", "200",
                    "box.frameRounds", "16384",
                    "link.retryInitialMillis", "200",
                    "link.retryMaxMillis", "1000");

    private final Path folder;
    private final String launcher;
    private final Ports ports;
    private final TcpProxy proxy;
    private final SimulatedSource source;
    private final List<BoxServer> boxes;
    private final Map<End, Path> configurations = new EnumMap<>(End.class);
    private final Map<End, Process> daemons = new EnumMap<>(End.class);
    private final HttpClient plain =
            HttpClient.newBuilder().connectTimeout(STATUS_PATIENCE).build();

    /**
     * @param folder new; gets everything, the daemons' logs too
     * @param bobsFolder where Bob's files are put, if not in {@code folder}
     */
    CrashPair(Path folder, Optional<Path> bobsFolder, String launcher)
            throws IOException, GeneralSecurityException, BoxException {
        this.folder = folder;
        this.launcher = launcher;
        this.ports = Ports.free();
        this.proxy = new TcpProxy(ports.link());
        Path pair = folder.resolve("pair");
        initialise(pair);
        for (End end : End.values()) {
            Path home = pair.resolve(name(end));
            if (end == End.BOB && bobsFolder.isPresent()) {
                copy(home, bobsFolder.get());
                home = bobsFolder.get();
            }
            configurations.put(end, home.resolve("bellwether.yml"));
        }
        Path alice = configurations.get(End.ALICE);
        Files.writeString(
                alice,
                Files.readString(alice)
                        .replace("127.0.0.1:" + ports.link(), "127.0.0.1:" + proxy.port()));
        this.source =
                new SimulatedSource(
                        BoxModel.parse("depolarised", Map.of("visibility", "1.0")),
                        new SecureRandom().nextLong(),
                        PARTNER_TIMEOUT_MILLIS);
        this.boxes = List.of(serve(ports.aliceBox(), End.ALICE), serve(ports.bobBox(), End.BOB));
    }

    private BoxServer serve(int port, End end) throws BoxException {
        return BoxServer.start(BoxAddress.parse("127.0.0.1:" + port), () -> source.half(end));
    }

    private void initialise(Path pair) throws IOException, GeneralSecurityException {
        var plan = InitialisationPlan.of(pair).withPorts(ports).withSettings(SETTINGS);
        if (Initialisation.run(plan, new SecureRandom(), Instant.now())
                instanceof InitialisationResult.Refused(String reason)) {
            throw new IOException(reason);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    /** The pool of an end, where `init` puts it. */
    Path pool(End end) {
        return configurations.get(end).resolveSibling("authentication.pool");
    }

    TcpProxy proxy() {
        return proxy;
    }

    SaeClient application(End end) throws IOException, GeneralSecurityException {
        return new SaeClient(
                folder.resolve("pair").resolve("saes"),
                end,
                end == End.ALICE ? ports.aliceDelivery() : ports.bobDelivery());
    }

    void start(End end) throws IOException {
        var builder =
                new ProcessBuilder(launcher, name(end), configurations.get(end).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve(name(end) + ".log").toFile()));
        // This process runs on a Java that is new enough; there is no need to ask it every time.
        ProcessHandle.current()
                .info()
                .command()
                .ifPresent(java -> builder.environment().put("BELLWETHER_JAVA_CHECKED", java));
        Process daemon = builder.start();
        daemons.put(end, daemon);
        // Not left behind when this process is killed.
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::destroyForcibly));
    }

    /** kill -9. */
    void kill(End end) throws InterruptedException {
        daemons.get(end).destroyForcibly().waitFor();
    }

    /** SIGSTOP, or SIGCONT. */
    void signal(End end, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(daemons.get(end).pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** The exit code of a daemon that has ended. */
    Optional<Integer> exitCode(End end) {
        Process daemon = daemons.get(end);
        return daemon.isAlive() ? Optional.empty() : Optional.of(daemon.exitValue());
    }

    /** The node's own status, or nothing while it does not answer. */
    Optional<JsonNode> status(End end) throws InterruptedException {
        int port = end == End.ALICE ? ports.aliceHealth() : ports.bobHealth();
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status"))
                        .timeout(STATUS_PATIENCE)
                        .build();
        try {
            return Optional.of(
                    Json.MAPPER.readTree(plain.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        daemons.values().forEach(Process::destroyForcibly);
        plain.shutdownNow();
        proxy.close();
        boxes.forEach(BoxServer::close);
        source.close();
    }
}

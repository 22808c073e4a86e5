package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxSource;
import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxServer;
import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.dashboard.AccessToken;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;
import io.bellwether.node.loopback.SaeFetch;
import io.bellwether.node.loopback.StatusClient;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A source in this process and two daemons in processes of their own, on free loopback ports. */
final class QuickstartPair implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final Ports ports;
    private final PrintWriter progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<End, Process> daemons = new TreeMap<>();
    private final StatusClient alice;
    private final StatusClient bob;

    /**
     * What the boxes are.
     *
     * @param seed of the simulation, null for a random one
     * @param recorded a folder with two records, null for a simulation
     */
    record Physics(String model, Map<String, String> parameters, Long seed, Path recorded) {}

    private QuickstartPair(Path folder, Ports ports, PrintWriter progress) {
        this.folder = folder;
        this.ports = ports;
        this.progress = progress;
        this.alice = new StatusClient(new HostAndPort("127.0.0.1", ports.aliceHealth()));
        this.bob = new StatusClient(new HostAndPort("127.0.0.1", ports.bobHealth()));
    }

    /** Sets everything up and starts it. */
    static QuickstartPair start(
            Path folder, Physics physics, Map<String, String> settings, PrintWriter progress)
            throws IOException, GeneralSecurityException, BoxException {
        var pair = new QuickstartPair(folder, Ports.free(), progress);
        try {
            pair.initialise(physics, settings);
            if (physics.recorded() == null) {
                pair.startSources(physics, boxPairs(settings));
            }
            pair.startDaemon(End.BOB);
            pair.startDaemon(End.ALICE);
            return pair;
        } catch (IOException | GeneralSecurityException | BoxException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    private void initialise(Physics physics, Map<String, String> settings)
            throws IOException, GeneralSecurityException {
        var all = new TreeMap<>(settings);
        if (boxPairs(settings) > 1) {
            all.put("box.furtherAddresses", furtherAddresses(boxPairs(settings)));
        }
        var plan = InitialisationPlan.of(folder).withPorts(ports).withSettings(all);
        switch (Initialisation.run(plan, new SecureRandom(), Instant.now())) {
            case InitialisationResult.Refused(String reason) ->
                    throw new Refused(ExitCode.USAGE, reason);
            case InitialisationResult.Created created ->
                    say("Certificates, authentication pool and configurations: " + folder);
        }
        if (physics.recorded() != null) {
            RecordedSettings.copyTo(folder, physics.recorded());
        }
    }

    private static int boxPairs(Map<String, String> settings) {
        return Integer.parseInt(settings.getOrDefault("protocol.boxPairs", "1"));
    }

    /** Of redundant boxes: the same words at both ends, since paths start from a node's folder. */
    private static String furtherAddresses(int boxPairs) {
        return IntStream.rangeClosed(2, boxPairs)
                .mapToObj(pair -> "unix:" + socketOf(pair))
                .collect(Collectors.joining(", "));
    }

    private static String socketOf(int pair) {
        return "box-%d.sock".formatted(pair);
    }

    private void startSources(Physics physics, int boxPairs) throws BoxException {
        long seed = physics.seed() == null ? new SecureRandom().nextLong() : physics.seed();
        startSource(
                open(physics, seed),
                seed,
                Map.of(
                        End.ALICE, BoxAddress.parse("127.0.0.1:" + ports.aliceBox()),
                        End.BOB, BoxAddress.parse("127.0.0.1:" + ports.bobBox())));
        for (int pair = 2; pair <= boxPairs; pair++) {
            startSource(
                    open(physics, seed + pair - 1),
                    seed + pair - 1,
                    Map.of(
                            End.ALICE, socket(End.ALICE, pair),
                            End.BOB, socket(End.BOB, pair)));
        }
    }

    private BoxAddress socket(End end, int pair) {
        return new BoxAddress.UnixSocket(
                folder.resolve(end.name().toLowerCase(Locale.ROOT))
                        .resolve(socketOf(pair))
                        .toAbsolutePath());
    }

    private void startSource(BoxSource source, long seed, Map<End, BoxAddress> addresses)
            throws BoxException {
        started.push(source);
        for (End end : End.values()) {
            started.push(BoxServer.start(addresses.get(end), () -> source.half(end)));
        }
        say("Simulated source: %s (seed %d)".formatted(source.summary(), seed));
    }

    private static BoxSource open(Physics physics, long seed) {
        try {
            return SourceCatalogue.open(
                    physics.model(), physics.parameters(), seed, BoxCommand.PARTNER_TIMEOUT_MILLIS);
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        }
    }

    private void startDaemon(End end) throws IOException {
        String name = end.name().toLowerCase(Locale.ROOT);
        Process process =
                new ProcessBuilder(
                                System.getProperty("bellwether.launcher"),
                                name,
                                folder.resolve(name).resolve("bellwether.yml").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(logOf(end).toFile())
                        .start();
        daemons.put(end, process);
        // Not left behind when this process is killed.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    private Path logOf(End end) {
        return folder.resolve(end.name().toLowerCase(Locale.ROOT)).resolve("bellwether.log");
    }

    /** Follows the first block to its end; Bob's view of it, because only he knows the score. */
    JsonNode awaitFirstBlock() throws InterruptedException, IOException {
        var line = new ProgressLine(progress);
        Instant limit = Instant.now().plus(START_LIMIT);
        while (true) {
            requireAlive();
            Optional<JsonNode> status = bob.ask();
            if (status.isPresent()) {
                line.show(status.get());
                JsonNode last = status.get().at("/now/last");
                if (last.isObject() && aliceHasFinished()) {
                    return last;
                }
            } else if (Instant.now().isAfter(limit)) {
                throw new Refused(
                        ExitCode.FAILED, "Bob's daemon did not come up; see " + logOf(End.BOB));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private boolean aliceHasFinished() throws InterruptedException {
        return alice.ask().map(status -> status.at("/now/last").isObject()).orElse(false);
    }

    private void requireAlive() throws IOException {
        for (var daemon : daemons.entrySet()) {
            if (!daemon.getValue().isAlive()) {
                List<String> log = Files.readAllLines(logOf(daemon.getKey()));
                throw new Refused(
                        ExitCode.FAILED,
                        "%s's daemon ended with exit code %d:%n%s"
                                .formatted(
                                        daemon.getKey(),
                                        daemon.getValue().exitValue(),
                                        String.join(
                                                System.lineSeparator(),
                                                log.subList(
                                                        Math.max(0, log.size() - 10),
                                                        log.size()))));
            }
        }
    }

    /** What Bob's node says about itself. */
    JsonNode status() throws InterruptedException {
        return bob.ask().orElseThrow(() -> new Refused(ExitCode.FAILED, "Bob's node is gone"));
    }

    /** The largest resident memory that each daemon has had so far, by its role. */
    Answer peakMemoryMegabytes() throws IOException {
        var peaks = new Answer();
        for (var daemon : daemons.entrySet()) {
            Path status = Path.of("/proc", Long.toString(daemon.getValue().pid()), "status");
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    long kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
                    peaks.put(daemon.getKey().name(), kibibytes * 1024 / 1_000_000);
                }
            }
        }
        return peaks;
    }

    SaeFetch.Containers fetchKey() throws Exception {
        return fetch().fetch();
    }

    List<String> curlCommands() {
        return fetch().curlCommands();
    }

    private SaeFetch fetch() {
        return new SaeFetch(folder.resolve("saes"), ports.aliceDelivery(), ports.bobDelivery());
    }

    /** Where the dashboards are, with the right to look at them. */
    List<String> dashboards() throws IOException {
        return List.of(
                dashboard("alice", ports.aliceDashboard()), dashboard("bob", ports.bobDashboard()));
    }

    private String dashboard(String name, int port) throws IOException {
        AccessToken token = AccessToken.read(folder.resolve(name).resolve("data"));
        return "Dashboard of %s: http://127.0.0.1:%d/#%s".formatted(name, port, token.digits());
    }

    Path folder() {
        return folder;
    }

    private void say(String sentence) {
        progress.println(sentence);
        progress.flush();
    }

    @Override
    public void close() {
        daemons.values().forEach(Process::destroy);
        for (Process daemon : daemons.values()) {
            try {
                if (!daemon.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                say("closing: " + e.getMessage());
            }
        }
    }
}

package io.bellwether.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.bellwether.foundation.End;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.NodeConfiguration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A pair of daemons and a simulated source as processes, made by {@code bellwether init}. */
final class Pair implements AutoCloseable {
    private static final Page PYTHON_BOX = new Page("deploy/examples/python-box/README.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<End, NodeConfiguration> configurations = new EnumMap<>(End.class);
    private final Map<End, Process> daemons = new EnumMap<>(End.class);
    private final HttpClient plain =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process box;

    private Pair(Path folder) {
        this.folder = folder;
    }

    /** Initialises a pair with blocks as small as the theorem allows for an ideal box. */
    static Pair initialise(Path folder, String... settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("init", folder.toString(), "--free-ports"));
        for (String setting :
                List.of(
                        "protocol.blockRounds=400000",
                        "protocol.expectedChsh=2.82",
                        "protocol.expectedQber=0.002",
                        "protocol.pauseMillis=200",
                        // A box or a peer that is back is noticed at once.
                        "link.retryInitialMillis=200",
                        "link.retryMaxMillis=1000",
                        "box.frameRounds=16384")) {
            command.addAll(List.of("--set", setting));
        }
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Launcher.Result result = Launcher.run(command.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.errors());
        }
        Pair pair = new Pair(folder);
        for (End end : End.values()) {
            pair.configurations.put(end, pair.read(end));
        }
        return pair;
    }

    private NodeConfiguration read(End end) {
        return switch (ConfigurationReader.read(configurationFile(end))) {
            case ConfigurationResult.Loaded(var configuration) -> configuration;
            case ConfigurationResult.Rejected(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    Path configurationFile(End end) {
        return folder.resolve(name(end)).resolve("bellwether.yml");
    }

    private static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    void startBox() throws IOException {
        box =
                Launcher.startLogging(
                        folder.resolve("box.log"),
                        "box",
                        "depolarised",
                        "visibility=1.0",
                        "--alice",
                        configurations.get(End.ALICE).box().location().toString(),
                        "--bob",
                        configurations.get(End.BOB).box().location().toString());
    }

    /** The reference box in Python, in place of the simulated source. */
    void startPythonBox(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(PYTHON_BOX.command("python3 demo_box.py").split(" ")));
        command.replaceAll(word ->
                switch (word) {
                    case "127.0.0.1:7101" ->
                            configurations.get(End.ALICE).box().location().toString();
                    case "127.0.0.1:7102" ->
                            configurations.get(End.BOB).box().location().toString();
                    // for blocks as small as here
                    case "0.99" -> "1";
                    default -> word;
                });
        command.addAll(List.of(options));
        box =
                new ProcessBuilder(command)
                        .directory(
                                Path.of(System.getProperty("bellwether.application"))
                                        .resolve("examples/python-box")
                                        .toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("box.log").toFile())
                        .start();
    }

    void killBox() throws InterruptedException {
        kill(box);
    }

    void start(End end) throws IOException {
        daemons.put(
                end,
                Launcher.startLogging(
                        folder.resolve(name(end) + ".log"),
                        name(end),
                        configurationFile(end).toString()));
    }

    void startTracing(End end) throws IOException {
        daemons.put(
                end,
                Launcher.startTracing(
                        folder.resolve(name(end) + ".log"),
                        name(end),
                        configurationFile(end).toString()));
    }

    /** kill -9. */
    void kill(End end) throws InterruptedException {
        kill(daemons.get(end));
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; the exit code. */
    int stop(End end) throws InterruptedException {
        Process daemon = daemons.get(end);
        daemon.destroy();
        if (!daemon.waitFor(40, TimeUnit.SECONDS)) {
            throw new IllegalStateException(end + " does not stop");
        }
        return daemon.exitValue();
    }

    /** The node's own status, or nothing while it does not answer. */
    Optional<JsonNode> status(End end) throws InterruptedException {
        URI uri = URI.create("http://" + configurations.get(end).health().address() + "/status");
        try {
            return Optional.of(
                    JSON.readTree(
                            plain.send(
                                            HttpRequest.newBuilder(uri)
                                                    .timeout(Duration.ofSeconds(5))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body()));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    boolean connected(End end) throws InterruptedException {
        return status(end)
                .map(status -> status.at("/now/link/state").asText().equals("connected"))
                .orElse(false);
    }

    long acceptedBlocks(End end) throws InterruptedException {
        return status(end).map(status -> status.at("/now/acceptedBlocks").asLong()).orElse(0L);
    }

    String log(End end) throws IOException {
        return Files.readString(folder.resolve(name(end) + ".log"));
    }

    /** Where an end's key delivery listens. */
    int deliveryPort(End end) {
        return configurations.get(end).delivery().address().port();
    }

    /** The application of an end. */
    Application application(End end) throws Exception {
        return new Application(
                folder.resolve("saes"),
                "app-" + name(end),
                URI.create("https://" + configurations.get(end).delivery().address()));
    }

    @Override
    public void close() {
        plain.close();
        daemons.values().forEach(Process::destroyForcibly);
        if (box != null) {
            box.destroyForcibly();
        }
    }
}

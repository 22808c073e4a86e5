package io.bellwether.node.dashboard;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.node.status.Json;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, spoken to in its own DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket page;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requested = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile) throws IOException, InterruptedException {
        this.process = process;
        Path ports = profile.resolve("DevToolsActivePort");
        await().atMost(PATIENCE).until(() -> Files.exists(ports) && Files.size(ports) > 0);
        URI pages =
                URI.create(
                        "http://127.0.0.1:%s/json/list"
                                .formatted(Files.readAllLines(ports).getFirst()));
        String list =
                client.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString()).body();
        URI address = URI.create(Json.MAPPER.readTree(list).at("/0/webSocketDebuggerUrl").asText());
        this.page = client.newWebSocketBuilder().buildAsync(address, new Listener()).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** The browser of this machine, if it has one. */
    static Optional<Path> installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Arrays.stream(path.split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program, Path profile) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless=new",
                                // builds often run as root, where the sandbox cannot be made; only
                                // our own page is opened
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--no-first-run",
                                "--hide-scrollbars",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolveSibling("browser.log").toFile())
                        .start();
        try {
            return new Browser(process, profile);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private void receive(String text) {
        JsonNode message;
        try {
            message = Json.MAPPER.readTree(text);
        } catch (IOException e) {
            complaints.add("not JSON: " + text);
            return;
        }
        if (message.has("id")) {
            answers.remove(message.get("id").asInt()).complete(message);
            return;
        }
        JsonNode parameters = message.get("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> complaints.add("console: " + parameters.get("args"));
            case "Log.entryAdded" -> complaints.add(parameters.at("/entry/text").asText());
            case "Network.requestWillBeSent" ->
                    requested.add(parameters.at("/request/url").asText());
            default -> {}
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", Json.MAPPER.valueToTree(parameters));
        page.sendText(message.toString(), true).join();
        JsonNode received = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (received.has("error")) {
            throw new IllegalStateException(method + ": " + received.get("error"));
        }
        return received.get("result");
    }

    void open(String address) {
        call("Page.navigate", Map.of("url", "about:blank"));
        call("Page.navigate", Map.of("url", address));
    }

    /** The value of a JavaScript expression. */
    JsonNode evaluate(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    String text(String selector) {
        return evaluate("document.querySelector('%s')?.textContent ?? ''".formatted(selector))
                .asText();
    }

    void awaitText(String selector, String wanted) {
        await().atMost(PATIENCE).until(() -> text(selector), shown -> shown.contains(wanted));
    }

    void resize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String feature, String value) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    void press(String key, int code) {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "windowsVirtualKeyCode", code));
        }
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        JsonNode picture = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** What the console has said since the last time, errors and everything else. */
    List<String> complaints() {
        var seen = new ArrayList<>(complaints);
        complaints.clear();
        return seen;
    }

    /** The addresses that the page has asked for. */
    List<String> requested() {
        return List.copyOf(requested);
    }

    @Override
    public void close() {
        page.abort();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}

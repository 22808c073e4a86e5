package io.bellwether.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.node.status.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

class DashboardServerTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<DashboardState> state =
            new AtomicReference<>(new SampleDashboard().block().state());
    private AccessToken token;
    private DashboardServer server;

    @BeforeEach
    void start() throws IOException {
        token = AccessToken.open(folder);
        server =
                DashboardServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        token,
                        state::get,
                        Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        server.close();
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)));
    }

    private HttpRequest allowed(String path) {
        return request(path).header("Authorization", "Bearer " + token.digits()).build();
    }

    private HttpResponse<String> get(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    @DisplayName("with the token the state is given as JSON, equal to what the node says")
    void state() throws Exception {
        HttpResponse<String> answer = get(allowed(DashboardServer.STATE));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(answer.body()))
                .isEqualTo(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(state.get())));
        assertThat(answer.body()).contains("\"predictedRate\":0.0934");
    }

    @ParameterizedTest
    @ValueSource(strings = {DashboardServer.STATE, DashboardServer.EVENTS})
    @DisplayName("without the token, or with another one, nothing is told (401)")
    void token(String path) throws Exception {
        for (String shown : List.of("Bearer " + "0".repeat(64), "Basic x", token.digits())) {
            HttpResponse<String> answer = get(request(path).header("Authorization", shown).build());
            assertThat(answer.statusCode()).as(shown).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("bob").contains("bellwether dashboard");
        }
        assertThat(get(request(path).build()).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("the events say the state at once, and every change after it")
    void events() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(allowed(DashboardServer.EVENTS), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(nextBlocks(lines)).isEqualTo(1);
            state.set(new SampleDashboard().block().block().state());
            int blocks = 1;
            while (blocks == 1) {
                blocks = nextBlocks(lines);
            }
            assertThat(blocks).isEqualTo(2);
        }
    }

    private static int nextBlocks(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return Json.MAPPER.readTree(line.substring("data: ".length())).get("blocks").size();
    }

    @Test
    @DisplayName("a page too many is refused (503), and there is room again when one is closed")
    void readers() throws Exception {
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            HttpResponse<InputStream> answer =
                    client.send(allowed(DashboardServer.EVENTS), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            open.add(answer.body());
        }
        assertThat(get(allowed(DashboardServer.EVENTS)).statusCode()).isEqualTo(503);
        open.getFirst().close();
        org.awaitility.Awaitility.await()
                .until(() -> {
                    HttpResponse<InputStream> answer =
                            client.send(
                                    allowed(DashboardServer.EVENTS), BodyHandlers.ofInputStream());
                    open.add(answer.body());
                    return answer.statusCode() == 200;
                });
        for (InputStream body : open) {
            body.close();
        }
    }

    @Test
    @DisplayName("all that the page loads is served here, and nothing names another host")
    void selfContained() throws Exception {
        String page = get(request("/").build()).body();
        var reference = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page);
        List<String> loaded = new ArrayList<>(List.of("/"));
        while (reference.find()) {
            loaded.add(reference.group(1));
        }
        assertThat(loaded).contains("/chart.umd.js", "/dashboard.js", "/dashboard.css");
        for (String path : loaded) {
            HttpResponse<String> answer = get(request(path).build());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            if (!path.startsWith("/chart.")) {
                assertThat(answer.body().replace("http://www.w3.org/2000/svg", ""))
                        .as(path)
                        .doesNotContain("http:", "https:", "//cdn", "style=");
            }
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    @DisplayName("nothing can be changed (405), and nothing else is there (404)")
    void readOnly() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpRequest request =
                    request(DashboardServer.STATE)
                            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            assertThat(get(request).statusCode()).as(method).isEqualTo(405);
        }
        assertThat(get(allowed("/../pom.xml")).statusCode()).isEqualTo(404);
        assertThat(get(allowed("/status")).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("a page of another host whose name points here is refused (421)")
    void rebinding() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "GET /api/dashboard HTTP/1.1\r\nHost: evil.example:80\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(token.digits())
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            assertThat(lines.readLine()).contains("421");
        }
    }

    @Test
    @DisplayName(
            "the token is made once, for its owner's eyes only, and refused when it is damaged")
    void tokenFile() throws Exception {
        Path file = folder.resolve(AccessToken.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AccessToken.open(folder).digits()).isEqualTo(token.digits());
        assertThat(token.toString()).doesNotContain(token.digits());
        Files.writeString(file, "letmein");
        assertThatThrownBy(() -> AccessToken.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining("letmein");
    }

    @Test
    @DisplayName("the upper bound is the tighter of the two that know S alone; none above 2 sqrt 2")
    void upperBound() {
        // 1 - h((1 + sqrt(S^2/4 - 1))/2) and 1 - (2 sqrt 2 - S)/(2 sqrt 2 - 2) at S = 2.677
        assertThat(BlockRow.upperBound(2.677).orElseThrow()).isBetween(0.6, 0.7);
        assertThat(BlockRow.upperBound(2.0)).contains(0.0);
        assertThat(BlockRow.upperBound(2.83)).isEmpty();
    }
}

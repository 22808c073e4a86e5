package io.bellwether.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class StatusServerTest {
    private static final Readiness.Check FINE = new Readiness.Check(true, "fine");

    private Readiness readiness = Readiness.of(FINE, FINE, FINE, FINE, Optional.of(3.5));

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var sources =
                new StatusServer.Sources(
                        () -> SampleStatus.status(Optional.empty()),
                        () -> readiness,
                        () -> "bellwether_chsh 2.67\n".getBytes(StandardCharsets.UTF_8));
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = StatusServer.start(anyPort, sources);
                var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
            return client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    @DisplayName("a node that lacks nothing is ready, with the age of its last block")
    void ready() throws Exception {
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        assertThat(json.get("ready").asBoolean()).isTrue();
        assertThat(json.get("lastBlockSeconds").asDouble()).isEqualTo(3.5);
    }

    @Test
    @DisplayName("a node that lacks one thing is not ready (503) and says which")
    void notReady() throws Exception {
        readiness =
                Readiness.of(
                        FINE,
                        FINE,
                        new Readiness.Check(false, "suspended: RESTORED"),
                        FINE,
                        Optional.empty());
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        assertThat(json.at("/store/detail").asText()).isEqualTo("suspended: RESTORED");
        assertThat(json.at("/peer/ok").asBoolean()).isTrue();
        assertThat(json.get("lastBlockSeconds").isNull()).isTrue();
    }

    @Test
    @DisplayName("metrics come as Prometheus' text")
    void metrics() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("bellwether_chsh 2.67\n");
    }
}

package io.bellwether.node.loopback;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.status.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a node on this machine for its status. */
public final class StatusClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI uri;

    public StatusClient(HostAndPort health) {
        this.uri = URI.create("http://%s/status".formatted(health));
    }

    /** The status, or nothing if the node does not answer. */
    public Optional<JsonNode> ask() throws InterruptedException {
        try {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            BodyHandlers.ofString());
            return Optional.of(Json.MAPPER.readTree(answer.body()));
        } catch (IOException e) {
            // Nobody there: the caller says so in its own words.
            return Optional.empty();
        }
    }
}

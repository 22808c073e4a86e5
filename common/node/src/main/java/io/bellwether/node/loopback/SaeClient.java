package io.bellwether.node.loopback;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.foundation.End;
import io.bellwether.node.status.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

/** The application of one end. */
public final class SaeClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Short, so that the keys of small blocks last. */
    private static final int KEY_BITS = 64;

    private final End end;
    private final URI kme;
    private final HttpClient client;

    /** A key as it was handed out; it is compared and never shown. */
    public record Handed(End at, String id, String value) {
        @Override
        public String toString() {
            return "key %s of %s".formatted(id, at);
        }
    }

    public SaeClient(Path saes, End end, int deliveryPort)
            throws IOException, GeneralSecurityException {
        this.end = end;
        this.kme = URI.create("https://127.0.0.1:" + deliveryPort + "/api/v1/keys/");
        this.client =
                HttpClient.newBuilder()
                        .sslContext(SaeTls.context(saes, nameOf(end)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build();
    }

    private static String nameOf(End end) {
        return end == End.ALICE ? "app-alice" : "app-bob";
    }

    /** A new key, or nothing if the KME has none now or does not answer. */
    public Optional<Handed> newKey() throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    get("%s/enc_keys?number=1&size=%d".formatted(nameOf(end.other()), KEY_BITS));
            return answer.statusCode() == 200
                    ? Optional.of(new Handed(end, idOf(answer), valueOf(answer)))
                    : Optional.empty();
        } catch (IOException e) {
            // Killed under the request: whether there was a key is not known to this end.
            return Optional.empty();
        }
    }

    /** Fetches what the other end handed out; why it is not the same, if it is not. */
    public Optional<String> fetch(Handed handed) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    get("%s/dec_keys?key_ID=%s".formatted(nameOf(handed.at()), handed.id()));
            if (answer.statusCode() != 200) {
                return Optional.of(
                        "%s: %d %s".formatted(handed, answer.statusCode(), answer.body()));
            }
            return idOf(answer).equals(handed.id()) && valueOf(answer).equals(handed.value())
                    ? Optional.empty()
                    : Optional.of(handed + ": a different key");
        } catch (IOException e) {
            return Optional.of("%s: %s".formatted(handed, e));
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(kme.resolve(path)).timeout(PATIENCE).build(),
                BodyHandlers.ofString());
    }

    private static String idOf(HttpResponse<String> answer) throws IOException {
        return key(answer).get("key_ID").asText();
    }

    private static String valueOf(HttpResponse<String> answer) throws IOException {
        return key(answer).get("key").asText();
    }

    private static JsonNode key(HttpResponse<String> answer) throws IOException {
        return Json.MAPPER.readTree(answer.body()).at("/keys/0");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

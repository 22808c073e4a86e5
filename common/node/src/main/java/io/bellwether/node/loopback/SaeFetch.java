package io.bellwether.node.loopback;

import com.fasterxml.jackson.databind.JsonNode;

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
import java.util.List;

/** Two applications fetch one key, each at its own end with its own certificate. */
public final class SaeFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path saes;
    private final URI aliceKme;
    private final URI bobKme;

    /** What both were given. */
    public record Containers(JsonNode alice, JsonNode bob) {}

    /**
     * @param saes the folder with the applications' certificates
     */
    public SaeFetch(Path saes, int alicePort, int bobPort) {
        this.saes = saes;
        this.aliceKme = URI.create("https://127.0.0.1:" + alicePort + "/api/v1/keys/");
        this.bobKme = URI.create("https://127.0.0.1:" + bobPort + "/api/v1/keys/");
    }

    public Containers fetch() throws IOException, InterruptedException, GeneralSecurityException {
        JsonNode alice = get(aliceKme.resolve("app-bob/enc_keys?number=1"), "app-alice");
        String keyId = alice.at("/keys/0/key_ID").asText();
        JsonNode bob = get(bobKme.resolve("app-alice/dec_keys?key_ID=" + keyId), "app-bob");
        if (!alice.equals(bob)) {
            // Not printed: both are keys.
            throw new DifferentKeysException(keyId);
        }
        return new Containers(alice, bob);
    }

    /** What must never happen: both ends handed out another key under one id. */
    public static final class DifferentKeysException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DifferentKeysException(String keyId) {
            super("the two ends handed out different keys for " + keyId);
        }
    }

    /** The same two requests for a shell; the second has KEY_ID for the id that the first gives. */
    public List<String> curlCommands() {
        String curl = "curl --cacert %1$s/ca.crt --cert %1$s/%2$s.crt --key %1$s/%2$s.key '%3$s'";
        return List.of(
                curl.formatted(saes, "app-alice", aliceKme + "app-bob/enc_keys?number=1"),
                curl.formatted(saes, "app-bob", bobKme + "app-alice/dec_keys?key_ID=KEY_ID"));
    }

    private JsonNode get(URI uri, String sae)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(SaeTls.context(saes, sae))
                        .connectTimeout(PATIENCE)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "%s answered %d to %s: %s"
                                .formatted(uri, answer.statusCode(), sae, answer.body()));
            }
            return Json.MAPPER.readTree(answer.body());
        }
    }
}

package io.bellwether.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An SAE with its own certificate. */
final class Application {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI kme;

    /** A delivered key. */
    record Key(String id, String value) {}

    Application(Path saes, String name, URI kme) throws Exception {
        this.kme = kme;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(context(saes, name))
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
    }

    /** A new key for a slave; nothing if the KME has none now or does not answer. */
    Optional<Key> newKey(String slave) throws InterruptedException {
        try {
            HttpResponse<String> answer = get("/api/v1/keys/" + slave + "/enc_keys?number=1");
            return answer.statusCode() == 200 ? Optional.of(key(answer)) : Optional.empty();
        } catch (IOException e) {
            // The KME was killed: whether it had a key for us is not known to this end.
            return Optional.empty();
        }
    }

    /** The key of an id that a master holds. */
    Key keyOf(String master, String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/v1/keys/" + master + "/dec_keys?key_ID=" + id);
        if (answer.statusCode() != 200) {
            throw new IOException("%d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return key(answer);
    }

    /** What another server of the KME answers, SKIP's for example. */
    JsonNode json(int port, String path) throws IOException, InterruptedException {
        URI server = URI.create("https://127.0.0.1:" + port);
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(server.resolve(path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    private static Key key(HttpResponse<String> answer) throws IOException {
        JsonNode key = JSON.readTree(answer.body()).at("/keys/0");
        return new Key(key.get("key_ID").asText(), key.get("key").asText());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(kme.resolve(path)).timeout(Duration.ofSeconds(20)).build(),
                BodyHandlers.ofString());
    }

    private static SSLContext context(Path saes, String name) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        String pem = Files.readString(saes.resolve(name + ".key"));
        byte[] encoded =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        own.setKeyEntry(
                name,
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                new char[0],
                new Certificate[] {certificate(saes.resolve(name + ".crt"))});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("kme", certificate(saes.resolve("ca.crt")));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws Exception {
        try (InputStream content = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }
}

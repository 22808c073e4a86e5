package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.status.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Two applications fetch one key, each at its own end with its own certificate. */
public final class SaeFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final char[] IN_MEMORY = new char[0];

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
            throw new IllegalStateException("the two ends handed out different keys for " + keyId);
        }
        return new Containers(alice, bob);
    }

    /** The same two requests for a shell. */
    List<String> curlCommands(String keyId) {
        String curl = "curl --cacert %1$s/ca.crt --cert %1$s/%2$s.crt --key %1$s/%2$s.key '%3$s'";
        return List.of(
                curl.formatted(saes, "app-alice", aliceKme + "app-bob/enc_keys?number=1"),
                curl.formatted(saes, "app-bob", bobKme + "app-alice/dec_keys?key_ID=" + keyId));
    }

    private JsonNode get(URI uri, String sae)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(context(sae))
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

    private SSLContext context(String sae) throws IOException, GeneralSecurityException {
        KeyStore own = empty();
        own.setKeyEntry(
                sae, privateKey(sae), IN_MEMORY, new Certificate[] {certificate(sae + ".crt")});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("kme", certificate("ca.crt"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (var content = Files.newInputStream(saes.resolve(name))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }

    private PrivateKey privateKey(String sae) throws IOException, GeneralSecurityException {
        String pem = Files.readString(saes.resolve(sae + ".key"));
        byte[] encoded =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}

package io.bellwether.node.cli;

import io.bellwether.keydelivery.AdminServer;
import io.bellwether.keydelivery.PemFiles;
import io.bellwether.keydelivery.RegistryJson;
import io.bellwether.keydelivery.SaeDirectory.State;
import io.bellwether.node.ExitCode;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.status.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

import javax.net.ssl.SSLContext;

/** Speaks to a node's administrators' interface. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI registry;
    private final SSLContext tls;

    private AdminClient(URI registry, SSLContext tls) {
        this.registry = registry;
        this.tls = tls;
    }

    /**
     * @param folder of the administrator's certificate, or null for the one beside the
     *     configuration's folder
     */
    static AdminClient of(Path configurationFile, Path folder) throws IOException {
        FrontEndConfiguration configuration = load(configurationFile);
        HostAndPort address =
                configuration
                        .admin()
                        .address()
                        .orElseThrow(() ->
                                new Refused(
                                        ExitCode.CONFIGURATION,
                                        "admin.address: off; limit HOST:PORT of the node's"
                                                + " administrators' interface"));
        Path files =
                folder != null
                        ? folder
                        : configurationFile
                                .toAbsolutePath()
                                .normalize()
                                .getParent()
                                .resolveSibling("admin");
        if (!Files.isReadable(files.resolve("admin.key"))) {
            throw new Refused(
                    ExitCode.USAGE,
                    "--admin: %s; limit a folder with admin.crt, admin.key and ca.crt"
                            .formatted(files));
        }
        try {
            return new AdminClient(
                    URI.create("https://" + address + AdminServer.REGISTRY),
                    PemFiles.context(
                            files.resolve("admin.crt"),
                            files.resolve("admin.key"),
                            files.resolve("ca.crt")));
        } catch (GeneralSecurityException e) {
            throw new IOException(files + ": " + e.getMessage(), e);
        }
    }

    private static FrontEndConfiguration load(Path configurationFile) {
        return switch (ConfigurationReader.readFrontEnd(configurationFile)) {
            case FrontEndConfiguration.Result.Loaded(var loaded) -> loaded;
            case FrontEndConfiguration.Result.Rejected(var problems) ->
                    throw new Refused(
                            ExitCode.CONFIGURATION,
                            configurationFile + ": " + problems.getFirst().describe());
        };
    }

    State read() throws InterruptedException {
        return ask(HttpRequest.newBuilder(registry).GET());
    }

    State replace(State next) throws InterruptedException {
        return ask(
                HttpRequest.newBuilder(registry)
                        .PUT(BodyPublishers.ofByteArray(RegistryJson.write(next))));
    }

    State reset() throws InterruptedException {
        return ask(HttpRequest.newBuilder(registry).DELETE());
    }

    private State ask(HttpRequest.Builder request) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .connectTimeout(PATIENCE)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return RegistryJson.read(answer.body());
            }
            String message = Json.MAPPER.readTree(answer.body()).path("message").asText();
            boolean again = answer.statusCode() == 409;
            throw new Refused(
                    again
                            ? ExitCode.UNAVAILABLE
                            : answer.statusCode() < 500 ? ExitCode.USAGE : ExitCode.FAILED,
                    message);
        } catch (IOException e) {
            throw new Refused(
                    ExitCode.UNAVAILABLE,
                    "%s: no answer (%s); is the node running?".formatted(registry, e.getMessage()));
        }
    }
}

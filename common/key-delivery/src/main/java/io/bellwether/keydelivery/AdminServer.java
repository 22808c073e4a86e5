package io.bellwether.keydelivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Where an administrator changes which SAEs there are, on a port and under an authority that
 * applications have no part in. TLS 1.3 with client certificates; one resource, {@value #REGISTRY}:
 * GET reads it, PUT replaces it if it is still at the revision that the new one names, DELETE goes
 * back to the configuration's. Errors have the form of ETSI GS QKD 014.
 */
public final class AdminServer implements AutoCloseable {
    /** The resource. */
    public static final String REGISTRY = "/admin/v1/registry";

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int BACKLOG = 16;

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final SaeDirectory saes;

    private AdminServer(HttpsServer server, SaeDirectory saes) {
        this.server = server;
        this.saes = saes;
    }

    /**
     * Starts to listen.
     *
     * @param tls the authorities are those of administrators
     * @throws IOException if the address is taken or a file cannot be read
     */
    public static AdminServer start(InetSocketAddress address, TlsFiles tls, SaeDirectory saes)
            throws IOException {
        SSLContext context;
        try {
            context = new ReloadedTls(tls, saes.audit(), "administration").context();
        } catch (GeneralSecurityException e) {
            throw new IOException("admin: TLS cannot be used: " + e.getMessage(), e);
        }
        HttpsServer https = HttpsServer.create(address, BACKLOG);
        https.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = context.getDefaultSSLParameters();
                        ssl.setNeedClientAuth(true);
                        ssl.setProtocols(new String[] {"TLSv1.3"});
                        parameters.setSSLParameters(ssl);
                    }
                });
        AdminServer admin = new AdminServer(https, saes);
        https.setExecutor(admin.executor);
        https.createContext("/", admin::handle);
        https.start();
        LOG.info("administration listens at {}", https.getAddress());
        return admin;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (RefusedRequestException e) {
                answer = Answer.error(e.status().getCode(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("administration failed", e);
                answer = Answer.error(500, "the change failed; the node's log says why");
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, answer.body.length);
            exchange.getResponseBody().write(answer.body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getRawPath().equals(REGISTRY)) {
            return Answer.error(404, "no such resource");
        }
        String administrator = administrator((HttpsExchange) exchange);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> Answer.of(saes.state());
            case "PUT" -> {
                byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
                if (body.length > MAX_BODY_BYTES) {
                    yield Answer.error(
                            413, "request body: limit %d bytes".formatted(MAX_BODY_BYTES));
                }
                SaeDirectory.State wanted = RegistryJson.read(body);
                yield Answer.of(saes.replace(wanted.revision(), wanted.registry(), administrator));
            }
            case "DELETE" -> Answer.of(saes.reset(saes.state().revision(), administrator));
            default -> Answer.error(405, "method not allowed for this resource");
        };
    }

    /** Common name and fingerprint, for the audit trail. */
    private static String administrator(HttpsExchange exchange) throws IOException {
        try {
            X509Certificate certificate =
                    (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "%s sha256:%s"
                    .formatted(
                            certificate.getSubjectX500Principal().getName(),
                            HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IOException("the administrator's certificate cannot be read", e);
        }
    }

    /** The port that administrators connect to. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private record Answer(int status, byte[] body) {
        static Answer of(SaeDirectory.State state) {
            return new Answer(200, RegistryJson.write(state));
        }

        static Answer of(SaeDirectory.Change change) {
            return switch (change) {
                case SaeDirectory.Change.Done(SaeDirectory.State state) -> of(state);
                case SaeDirectory.Change.Outdated(SaeDirectory.State state) ->
                        error(
                                409,
                                "revision: the registry is at %d now; read it again"
                                        .formatted(state.revision()));
            };
        }

        static Answer error(int status, String message) {
            return new Answer(
                    status,
                    "{\"message\":\"%s\"}"
                            .formatted(
                                    new String(
                                            com.fasterxml.jackson.core.io.JsonStringEncoder
                                                    .getInstance()
                                                    .quoteAsString(message)))
                            .getBytes(StandardCharsets.UTF_8));
        }
    }
}

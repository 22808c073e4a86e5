package io.bellwether.node.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.bellwether.node.status.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The dashboard of a node, for browsers on its own machine: the page under {@code /}, what it shows
 * as JSON under {@value #STATE}, and the same again and again as server-sent events under {@value
 * #EVENTS}. The page itself holds nothing; the other two want the token. Nothing can be changed
 * here.
 */
public final class DashboardServer implements AutoCloseable {
    /** What is shown, once. */
    public static final String STATE = "/api/dashboard";

    /** What is shown, now and whenever it has changed. */
    public static final String EVENTS = "/api/events";

    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
    private static final int BACKLOG = 16;
    private static final int MOST_READERS = 16;

    /** A page asks for nothing but its own files, in no frame, and tells nobody where it is. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                    + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final AccessToken token;
    private final EventFeed feed;
    private final Supplier<DashboardState> states;
    private final StaticFiles files = new StaticFiles();
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private DashboardServer(
            HttpServer server,
            AccessToken token,
            Supplier<DashboardState> states,
            Duration interval) {
        this.server = server;
        this.token = token;
        this.states = states;
        this.feed = new EventFeed(this::json, interval);
    }

    /**
     * Starts to listen.
     *
     * @param address on loopback
     * @param interval at which an event is sent
     * @throws IOException if the address is taken
     */
    public static DashboardServer start(
            InetSocketAddress address,
            AccessToken token,
            Supplier<DashboardState> states,
            Duration interval)
            throws IOException {
        HttpServer http = HttpServer.create(address, BACKLOG);
        var dashboard = new DashboardServer(http, token, states, interval);
        http.setExecutor(dashboard.executor);
        http.createContext("/", dashboard::handle);
        http.start();
        LOG.info("dashboard listens at {}", http.getAddress());
        return dashboard;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            setHeaders(exchange.getResponseHeaders());
            if (!exchange.getRequestMethod().equals("GET")) {
                refuse(exchange, 405, "only GET: nothing can be changed here");
            } else if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
                refuse(exchange, 421, "this dashboard is reached under a loopback address only");
            } else {
                answer(exchange);
            }
        }
    }

    private static void setHeaders(Headers headers) {
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    /** A page of another host that resolves its own name to us is not ours. */
    private static boolean isOurs(String host) {
        return host != null
                && Set.of("127.0.0.1", "localhost", "[::1]")
                        .contains(host.replaceAll(":\\d+$", ""));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<StaticFiles.Content> file = files.at(path);
        if (file.isPresent()) {
            send(exchange, 200, file.get().type(), file.get().bytes());
        } else if (!path.equals(STATE) && !path.equals(EVENTS)) {
            refuse(exchange, 404, "no such resource");
        } else if (!token.isShownBy(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            refuse(exchange, 401, "the address printed by `bellwether dashboard` is needed");
        } else if (path.equals(STATE)) {
            send(exchange, 200, "application/json", json());
        } else {
            stream(exchange);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        if (!readers.tryAcquire()) {
            refuse(exchange, 503, "%d pages are open already".formatted(MOST_READERS));
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            feed.copyTo(out);
        } finally {
            readers.release();
        }
    }

    private byte[] json() {
        try {
            return Json.MAPPER.writeValueAsBytes(states.get());
        } catch (IOException e) {
            throw new IllegalStateException("what is shown is plain data", e);
        }
    }

    private static void refuse(HttpExchange exchange, int code, String why) throws IOException {
        byte[] body = Json.MAPPER.writeValueAsBytes(Map.of("message", why));
        send(exchange, code, "application/json", body);
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The port that browsers connect to. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        feed.close();
        server.stop(0);
        executor.shutdownNow();
    }
}

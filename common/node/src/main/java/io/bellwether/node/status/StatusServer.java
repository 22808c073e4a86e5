package io.bellwether.node.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The node's state for its own machine: {@code /status} as JSON, {@code /livez} and {@code /readyz}
 * for supervisors, {@code /metrics} for Prometheus. Loopback only, no secrets, nothing that can be
 * changed.
 */
public final class StatusServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * What the server tells.
     *
     * @param metrics in Prometheus' text format
     */
    public record Sources(
            Supplier<NodeStatus> status, Supplier<Readiness> readiness, Supplier<byte[]> metrics) {}

    /**
     * @throws IOException if the address is taken
     */
    public static StatusServer start(InetSocketAddress address, Sources sources)
            throws IOException {
        StatusServer server = open(address);
        server.serve("/status", () -> new Answer(true, sources.status.get()));
        server.serve(
                "/readyz",
                () -> {
                    Readiness readiness = sources.readiness.get();
                    return new Answer(readiness.ready(), readiness);
                });
        server.serveMetrics(sources.metrics);
        server.server.start();
        return server;
    }

    /**
     * Of a delivery front end, which needs its store and nothing else.
     *
     * @param metrics in Prometheus' text format
     * @throws IOException if the address is taken
     */
    public static StatusServer start(
            InetSocketAddress address,
            Supplier<FrontEndStatus> status,
            Supplier<Readiness.Check> store,
            Supplier<byte[]> metrics)
            throws IOException {
        StatusServer server = open(address);
        server.serve("/status", () -> new Answer(true, status.get()));
        server.serve(
                "/readyz",
                () -> {
                    Readiness.Check check = store.get();
                    return new Answer(check.ok(), Map.of("ready", check.ok(), "store", check));
                });
        server.serveMetrics(metrics);
        server.server.start();
        return server;
    }

    private record Answer(boolean well, Object plainData) {}

    private static StatusServer open(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 16);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        StatusServer opened = new StatusServer(server, executor);
        opened.serve("/livez", () -> new Answer(true, Map.of("alive", true)));
        return opened;
    }

    private void serve(String path, Supplier<Answer> answers) {
        server.createContext(
                path,
                exchange -> {
                    Answer answer = answers.get();
                    answer(exchange, answer.well ? 200 : 503, JSON, json(answer.plainData));
                });
    }

    private void serveMetrics(Supplier<byte[]> metrics) {
        server.createContext(
                "/metrics", exchange -> answer(exchange, 200, PROMETHEUS_TEXT, metrics.get()));
    }

    private static byte[] json(Object plainData) {
        try {
            return Json.MAPPER.writeValueAsBytes(plainData);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is plain data", e);
        }
    }

    private static void answer(HttpExchange exchange, int code, String type, byte[] body)
            throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}

package io.bellwether.node.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The node's state for its own machine: {@code /status} as JSON, {@code /livez} and {@code /readyz}
 * for supervisors. Loopback only, no secrets, nothing that can be changed.
 */
public final class StatusServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * @param ready whether the node can do its work now: linked to its peer
     * @throws IOException if the address is taken
     */
    public static StatusServer start(
            InetSocketAddress address, Supplier<NodeStatus> status, BooleanSupplier ready)
            throws IOException {
        HttpServer server = HttpServer.create(address, 16);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/status", exchange -> answer(exchange, 200, json(status.get())));
        server.createContext("/livez", exchange -> answer(exchange, 200, "{\"alive\":true}"));
        server.createContext(
                "/readyz",
                exchange -> {
                    boolean isReady = ready.getAsBoolean();
                    answer(exchange, isReady ? 200 : 503, "{\"ready\":%b}".formatted(isReady));
                });
        server.start();
        return new StatusServer(server, executor);
    }

    private static String json(NodeStatus status) {
        try {
            return Json.MAPPER.writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is plain data", e);
        }
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
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

package io.bellwether.node.bench;

import io.bellwether.node.bench.LoadGenerator.Figures;
import io.bellwether.node.bench.LoadGenerator.Request;
import io.bellwether.node.loopback.SaeTls;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * Many connections over mutual TLS 1.3 that say nothing: what they cost a key-delivery server that
 * runs in a process of its own, and whether each is answered when it speaks at last.
 */
public final class IdleConnections {
    private static final int BEFORE = 100;
    private static final double ANSWERS_PER_SECOND = 1000;
    private static final Request STATUS = Request.get("/api/v1/keys/app-bob/status");

    private IdleConnections() {}

    /**
     * @param residentMiBBefore of the server's process, with a few connections that were used
     * @param residentMiB with all connections open
     * @param residentMiBAfter when each has been used
     * @param answers to one request on each connection
     */
    public record Measured(
            int connections,
            double openedPerSecond,
            double residentMiBBefore,
            double residentMiB,
            double residentMiBAfter,
            double kibibytesPerConnection,
            long answers,
            long errors,
            double p99Millis) {}

    /**
     * @param pair made by {@code bellwether init}
     * @param serve the command line of a process that serves with its certificates, says its port
     *     in a line of its own and ends with its input
     */
    public static Measured measure(Path pair, List<String> serve, String heap, int connections)
            throws IOException, GeneralSecurityException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(serve).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BELLWETHER_HEAP", heap);
        Process server = builder.start();
        try (BufferedReader output = server.inputReader()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the server's process ended before it served");
            }
            SSLContext tls = SaeTls.context(pair.resolve("saes"), "app-alice");
            return measure(tls, Integer.parseInt(line), server.pid(), connections);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static Measured measure(SSLContext tls, int port, long process, int connections)
            throws IOException, InterruptedException {
        try (var few = new LoadGenerator(tls, port, BEFORE, () -> STATUS)) {
            few.atFullLoad(2);
            double before = residentMiB(process);
            long start = System.nanoTime();
            try (var idle = new LoadGenerator(tls, port, connections - BEFORE, () -> STATUS)) {
                double seconds = (System.nanoTime() - start) / 1e9;
                double open = residentMiB(process);
                Figures answered =
                        idle.atRate(
                                ANSWERS_PER_SECOND, (connections - BEFORE) / ANSWERS_PER_SECOND);
                double after = residentMiB(process);
                return new Measured(
                        connections,
                        (connections - BEFORE) / seconds,
                        before,
                        open,
                        after,
                        (open - before) * 1024 / (connections - BEFORE),
                        answered.answers(),
                        answered.errors(),
                        answered.p99Millis());
            }
        }
    }

    private static double residentMiB(long process) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }
}

package io.bellwether.node.bench;

import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.keystore.FrontEndRequests;
import io.bellwether.keystore.KeyLifetime;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RelayAnswer;
import io.bellwether.keystore.StoreLocation;
import io.bellwether.node.bench.LoadGenerator.Figures;
import io.bellwether.node.bench.LoadGenerator.Request;
import io.bellwether.node.loopback.SaeTls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * What delivery front ends, each a process of its own, hand out of one PostgreSQL: {@code enc_keys}
 * of one key of 256 bits. The engine is in this process and takes the peer to answer at once.
 */
public final class FrontEndsBench implements AutoCloseable {
    /** Where the master key lies that the front ends share with the engine. */
    static final String MASTER_KEY = "bench-master.key";

    private static final Request ENC_KEYS = Request.get("/api/v1/keys/app-bob/enc_keys");
    private static final double MOST_PER_SECOND = 20_000;

    /** Stretches after which a compiler that is busy still has to be put up with. */
    private static final int MOST_WARM_UPS = 8;

    private static final double HARDLY_FASTER = 1.1;

    private final Path pair;
    private final List<String> serve;
    private final List<String> limit;
    private final int connections;
    private final double seconds;
    private final EntropySource entropy;
    private final KeyStore store;
    private final FrontEndRequests engine;

    /**
     * One number of front ends.
     *
     * @param frontEndCpuMicros processor time of the front ends for each request
     */
    public record Measured(
            int frontEnds,
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            double frontEndCpuMicros,
            long errors) {}

    /**
     * @param pair made by {@code bellwether init}
     * @param database without a store in it; one remains there, of no use
     * @param serve the command line of a front end that says its port in a line of its own and ends
     *     with its input
     * @param limit a command that, with the process id of a front end behind it, limits that one;
     *     run when the front ends are warm; empty for none
     * @param connections of all front ends together
     */
    public FrontEndsBench(
            Path pair,
            StoreLocation.PostgresServer database,
            List<String> serve,
            List<String> limit,
            int connections,
            double seconds,
            EntropySource entropy) {
        this.pair = pair;
        this.serve = List.copyOf(serve);
        this.limit = List.copyOf(limit);
        this.connections = connections;
        this.seconds = seconds;
        this.entropy = entropy;
        try (MasterKey key = MasterKey.create(pair.resolve(MASTER_KEY))) {
            this.store = KeyStore.open(database, key, End.ALICE, KeyLifetime.unlimited());
        }
        this.engine = FrontEndRequests.serve(database, store, asked -> new RelayAnswer.Recorded());
    }

    /** So many front ends; a stretch counts when they are warm, and limited if they are to be. */
    public Measured measure(int frontEnds)
            throws IOException, GeneralSecurityException, InterruptedException {
        List<Process> started = new ArrayList<>();
        try {
            int[] ports = new int[frontEnds];
            for (int i = 0; i < frontEnds; i++) {
                Process process =
                        new ProcessBuilder(serve)
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
                started.add(process);
                String line = process.inputReader().readLine();
                if (line == null) {
                    throw new IOException("a front end's process ended before it served");
                }
                ports[i] = Integer.parseInt(line);
            }
            SSLContext tls = SaeTls.context(pair.resolve("saes"), "app-alice");
            try (var load = new LoadGenerator(tls, ports, connections, () -> ENC_KEYS)) {
                warm(load);
                limit(started);
                return measure(started, load);
            }
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /** Until a stretch is hardly faster than the fastest before it: the compilers rest. */
    private void warm(LoadGenerator load) throws InterruptedException {
        double fastest = 0;
        boolean faster = true;
        for (int i = 0; faster && i < MOST_WARM_UPS; i++) {
            double perSecond = stretch(load).requestsPerSecond();
            faster = perSecond > HARDLY_FASTER * fastest;
            fastest = Math.max(fastest, perSecond);
        }
    }

    private Figures stretch(LoadGenerator load) throws InterruptedException {
        BenchedServer.fill(List.of(store), (long) (seconds * MOST_PER_SECOND), entropy);
        return load.atFullLoad(seconds);
    }

    private void limit(List<Process> frontEnds) throws IOException, InterruptedException {
        for (Process frontEnd : limit.isEmpty() ? List.<Process>of() : frontEnds) {
            List<String> command = new ArrayList<>(limit);
            command.add(String.valueOf(frontEnd.pid()));
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IOException("%s ended with %d".formatted(command, code));
            }
        }
    }

    private Measured measure(List<Process> frontEnds, LoadGenerator load)
            throws InterruptedException {
        Duration before = processorTime(frontEnds);
        Figures figures = stretch(load);
        return new Measured(
                frontEnds.size(),
                figures.requestsPerSecond(),
                figures.p50Millis(),
                figures.p99Millis(),
                processorTime(frontEnds).minus(before).toNanos()
                        / 1e3
                        / Math.max(1, figures.answers()),
                figures.errors());
    }

    private static Duration processorTime(List<Process> processes) {
        return processes.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        engine.close();
        store.close();
        Files.deleteIfExists(pair.resolve(MASTER_KEY));
    }
}

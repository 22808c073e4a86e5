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
import io.bellwether.node.loopback.SaeTls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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

    private static final double MOST_PER_SECOND = 20_000;

    private final Path pair;
    private final List<String> serve;
    private final int connections;
    private final double seconds;
    private final EntropySource entropy;
    private final KeyStore store;
    private final FrontEndRequests engine;

    /** One number of front ends. */
    public record Measured(
            int frontEnds,
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            long errors) {}

    /**
     * @param pair made by {@code bellwether init}
     * @param database without a store in it; one remains there, of no use
     * @param serve the command line of a front end that says its port in a line of its own and ends
     *     with its input
     * @param connections of all front ends together
     */
    public FrontEndsBench(
            Path pair,
            StoreLocation.PostgresServer database,
            List<String> serve,
            int connections,
            double seconds,
            EntropySource entropy) {
        this.pair = pair;
        this.serve = List.copyOf(serve);
        this.connections = connections;
        this.seconds = seconds;
        this.entropy = entropy;
        try (MasterKey key = MasterKey.create(pair.resolve(MASTER_KEY))) {
            this.store = KeyStore.open(database, key, End.ALICE, KeyLifetime.unlimited());
        }
        this.engine = FrontEndRequests.serve(database, store, asked -> new RelayAnswer.Recorded());
    }

    /** So many front ends, one stretch to warm up and one that counts. */
    public Measured measure(int frontEnds)
            throws IOException, GeneralSecurityException, InterruptedException {
        BenchedServer.fill(List.of(store), (long) (2 * seconds * MOST_PER_SECOND), entropy);
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
            try (var load =
                    new LoadGenerator(
                            tls, ports, connections, () -> "/api/v1/keys/app-bob/enc_keys")) {
                load.atFullLoad(seconds);
                Figures figures = load.atFullLoad(seconds);
                return new Measured(
                        frontEnds,
                        figures.requestsPerSecond(),
                        figures.p50Millis(),
                        figures.p99Millis(),
                        figures.errors());
            }
        } finally {
            for (Process process : started) {
                process.destroy();
                process.waitFor();
            }
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        store.close();
        Files.deleteIfExists(pair.resolve(MASTER_KEY));
    }
}

package io.bellwether.node.bench;

import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.MasterDelivery;
import io.bellwether.keydelivery.PemFiles;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.node.bench.LoadGenerator.Figures;
import io.bellwether.node.bench.LoadGenerator.Request;
import io.bellwether.node.loopback.SaeTls;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * Key delivery under load, beside a handler that answers a constant: client and server in one
 * process, mutual TLS 1.3, connections kept alive, SQLite, every answer durable.
 */
public final class DeliveryBench {
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final String ENC_KEYS = "/api/v1/keys/app-bob/enc_keys";
    private static final String DEC_KEYS = "/api/v1/keys/app-alice/dec_keys";

    /** What is asked for when the ids that were provided are used up: an error that counts. */
    private static final KeyId NO_KEY = new KeyId(new UUID(0, 0));

    private static final int KEYS_AT_A_TIME = 128;

    /** Requests per second that are provided for before any were measured. */
    private static final double FIRST_GUESS_PER_SECOND = 30_000;

    /** What is provided for is so much more than what was measured last. */
    private static final double MARGIN = 1.5;

    /** Stretches after which a compiler that is busy still has to be put up with. */
    private static final int MOST_WARM_UPS = 8;

    /** Share of a processor that compiles; above it a stretch only warms up. */
    private static final double COMPILER_AT_REST = 0.1;

    private final Path certificates;
    private final int connections;
    private final double seconds;
    private final BenchedServer server;
    private final EntropySource entropy;

    /**
     * One method, as fast as it goes and at half that rate.
     *
     * @param cpuMicros processor time for each request, of the load generator and the server; on a
     *     machine that others use, too, the one figure that can be compared
     */
    public record Measured(
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            double p99MillisAtHalfLoad,
            double cpuMicros,
            long errors) {}

    /**
     * @param pair made by {@code bellwether init}: its certificates are used
     * @param entropy makes the keys
     */
    public DeliveryBench(
            Path pair,
            int connections,
            double seconds,
            BenchedServer server,
            EntropySource entropy) {
        this.certificates = pair;
        this.connections = connections;
        this.seconds = seconds;
        this.server = server;
        this.entropy = entropy;
    }

    private void fill(long keys) {
        server.fill(keys, entropy);
    }

    /** The handler that answers a constant. */
    public Measured limit() throws IOException, GeneralSecurityException, InterruptedException {
        Path alice = certificates.resolve("alice");
        SSLContext tls =
                PemFiles.context(
                        alice.resolve("delivery.crt"),
                        alice.resolve("delivery.key"),
                        alice.resolve("sae-ca.crt"));
        try (var constant = new ConstantServer(tls)) {
            return measure(
                    constant.port(),
                    BenchedServer.MASTER,
                    () -> Request.get(ENC_KEYS),
                    nothing -> {});
        }
    }

    public Measured status() throws IOException, GeneralSecurityException, InterruptedException {
        fill(1);
        return measure(
                server.port(),
                BenchedServer.MASTER,
                () -> Request.get("/api/v1/keys/app-bob/status"),
                nothing -> {});
    }

    /** One key of 256 bits for each request. */
    public Measured encKeys() throws IOException, GeneralSecurityException, InterruptedException {
        return encKeys(Request.get(ENC_KEYS));
    }

    /** As {@link #encKeys}, with POST. */
    public Measured encKeysByPost()
            throws IOException, GeneralSecurityException, InterruptedException {
        return encKeys(
                new Request(
                        ENC_KEYS, "{\"number\":1,\"size\":%d}".formatted(BenchedServer.KEY_BITS)));
    }

    private Measured encKeys(Request request)
            throws IOException, GeneralSecurityException, InterruptedException {
        return measure(server.port(), BenchedServer.MASTER, () -> request, this::fill);
    }

    /** One key for each request, by its id; reserved before each stretch. */
    public Measured decKeys() throws IOException, GeneralSecurityException, InterruptedException {
        return decKeys(id -> Request.get(DEC_KEYS + "?key_ID=" + id));
    }

    /** As {@link #decKeys}, with POST. */
    public Measured decKeysByPost()
            throws IOException, GeneralSecurityException, InterruptedException {
        return decKeys(
                id -> new Request(DEC_KEYS, "{\"key_IDs\":[{\"key_ID\":\"%s\"}]}".formatted(id)));
    }

    private Measured decKeys(Function<KeyId, Request> request)
            throws IOException, GeneralSecurityException, InterruptedException {
        Queue<KeyId> ids = new ConcurrentLinkedQueue<>();
        return measure(
                server.port(),
                BenchedServer.SLAVE_HERE,
                () -> {
                    KeyId next = ids.poll();
                    return request.apply(next == null ? NO_KEY : next);
                },
                requests -> reserve(ids, requests));
    }

    private void reserve(Queue<KeyId> ids, long keys) {
        fill(keys);
        var master = new MasterDelivery(server.store(), announced -> new RecordOutcome.Recorded());
        for (long have = ids.size(); have < keys; have += KEYS_AT_A_TIME) {
            var request =
                    new ReservationRequest(
                            KEYS_AT_A_TIME,
                            BenchedServer.KEY_BITS,
                            BenchedServer.MASTER,
                            List.of(BenchedServer.SLAVE_HERE),
                            Set.of(BenchedServer.SLAVE_HERE));
            if (!(master.deliver(request)
                    instanceof MasterDelivery.Outcome.Delivered(List<DeliveredKey> delivered))) {
                throw new IllegalStateException("too few keys were filled in");
            }
            delivered.forEach(key -> {
                key.bits().close();
                ids.add(key.keyId());
            });
        }
    }

    /**
     * @param provide makes ready for so many requests, before each stretch
     */
    private Measured measure(
            int port, SaeId caller, Supplier<Request> requests, LongConsumer provide)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLContext tls = SaeTls.context(certificates.resolve("saes"), caller.value());
        try (var load = new LoadGenerator(tls, port, connections, requests)) {
            Figures full = warm(load, provide);
            provide.accept((long) (full.requestsPerSecond() * seconds));
            Figures half = load.atRate(full.requestsPerSecond() / 2, seconds);
            return new Measured(
                    full.requestsPerSecond(),
                    full.p50Millis(),
                    full.p99Millis(),
                    half.p99Millis(),
                    full.cpuMicros(),
                    full.errors() + half.errors());
        }
    }

    /**
     * The first stretch, after one to warm up, in which the compiler has come to rest. What runs
     * for weeks is not measured while it shares the processors with a compiler that is at work for
     * its first seconds.
     */
    private Figures warm(LoadGenerator load, LongConsumer provide) throws InterruptedException {
        double expectedPerSecond = FIRST_GUESS_PER_SECOND;
        Figures figures = null;
        boolean compiling = true;
        for (int i = 0; i < 2 || compiling && i < MOST_WARM_UPS; i++) {
            provide.accept((long) (expectedPerSecond * seconds));
            long compiledMillis = COMPILER.getTotalCompilationTime();
            figures = load.atFullLoad(seconds);
            compiling =
                    COMPILER.getTotalCompilationTime() - compiledMillis
                            > COMPILER_AT_REST * seconds * 1000;
            expectedPerSecond = Math.max(1000, MARGIN * figures.requestsPerSecond());
        }
        return figures;
    }
}

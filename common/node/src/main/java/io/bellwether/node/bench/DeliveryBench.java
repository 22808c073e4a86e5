package io.bellwether.node.bench;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.DeliveryOptions;
import io.bellwether.keydelivery.IdentityMapping;
import io.bellwether.keydelivery.KeyDeliveryServer;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.keydelivery.MasterDelivery;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.PemFiles;
import io.bellwether.keydelivery.Quotas;
import io.bellwether.keydelivery.Sae;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.keydelivery.TlsFiles;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.keystore.StoredBlock;
import io.bellwether.node.bench.LoadGenerator.Figures;
import io.bellwether.node.loopback.SaeTls;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * Key delivery under load, beside a handler that answers a constant: client and server in one
 * process, mutual TLS 1.3, connections kept alive, SQLite, every answer durable.
 */
public final class DeliveryBench implements AutoCloseable {
    private static final SaeId MASTER = new SaeId("app-alice");
    private static final SaeId SLAVE = new SaeId("app-bob");

    /** An SAE at the master's KME, so that what it fetches is in the same store. */
    private static final SaeId SLAVE_HERE = new SaeId("app-here");

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int KEY_BITS = 256;
    private static final int BLOCK_BITS = 1 << 24;
    private static final int KEYS_AT_A_TIME = 128;

    /** Requests per second that are provided for before any were measured. */
    private static final double FIRST_GUESS_PER_SECOND = 30_000;

    /** What is provided for is so much more than what was measured last. */
    private static final double MARGIN = 1.5;

    /** Stretches after which a compiler that is busy still has to be put up with. */
    private static final int MOST_WARM_UPS = 8;

    /** Share of a processor that compiles; above it a stretch only warms up. */
    private static final double COMPILER_AT_REST = 0.1;

    /** Longer than any measurement: what is idle is to stay. */
    private static final Duration IDLE_TIME = Duration.ofHours(1);

    private final Path certificates;
    private final int connections;
    private final double seconds;
    private final KeyStore store;
    private final KeyStore peerStore;
    private final KeyDeliveryServer server;
    private final EntropySource entropy;
    private long blocks;

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
     * @param withPeerStore whether the other end's store is in this process, too, and records every
     *     key durably; otherwise it is taken to be on another machine and to answer at once
     * @param entropy makes the keys
     */
    public DeliveryBench(
            Path pair,
            int connections,
            double seconds,
            boolean withPeerStore,
            EntropySource entropy)
            throws IOException {
        this.entropy = entropy;
        this.certificates = pair;
        this.connections = connections;
        this.seconds = seconds;
        this.store = open("bench-alice", End.ALICE);
        this.peerStore = withPeerStore ? open("bench-bob", End.BOB) : null;
        PeerReservation peer =
                withPeerStore
                        ? keys -> peerStore.recordPeerReservations(keys, Set.of(SLAVE))
                        : keys -> new RecordOutcome.Recorded();
        this.server = KeyDeliveryServer.start(settings(pair.resolve("alice")), store, peer);
    }

    private static KeyDeliverySettings settings(Path alice) {
        return new KeyDeliverySettings(
                "127.0.0.1",
                0,
                new TlsFiles(
                        alice.resolve("delivery.crt"),
                        alice.resolve("delivery.key"),
                        alice.resolve("sae-ca.crt")),
                "alice",
                "bob",
                KeyLimits.defaults(),
                IdentityMapping.commonName(),
                SaeDirectory.fixed(
                        SaeRegistry.allPairs(
                                List.of(
                                        new Sae(MASTER, End.ALICE),
                                        new Sae(SLAVE, End.BOB),
                                        new Sae(SLAVE_HERE, End.ALICE)))),
                1,
                new DeliveryOptions(
                        Duration.ZERO,
                        Optional.empty(),
                        IDLE_TIME,
                        Quotas.inMemory(),
                        AuditTrail.none(),
                        Optional::empty,
                        request -> {}));
    }

    private KeyStore open(String name, End end) throws IOException {
        Path folder = Files.createDirectories(certificates.resolve(name));
        try (MasterKey key = MasterKey.create(folder.resolve("master.key"))) {
            return KeyStore.open(folder.resolve("keys.db"), key, end);
        }
    }

    /** Adds keys until there are so many; all of them are for this end. */
    private void fill(long keys) {
        long free = store.availableKeys(End.ALICE, KEY_BITS);
        for (; free < keys; free += BLOCK_BITS / KEY_BITS) {
            BlockId id = new BlockId(new UUID(0, ++blocks));
            BitArray secret = entropy.bits(BLOCK_BITS);
            for (KeyStore each : peerStore == null ? List.of(store) : List.of(store, peerStore)) {
                each.storeBlock(
                        new StoredBlock(
                                id,
                                new SecretBits(secret.slice(0, BLOCK_BITS)),
                                new byte[32],
                                BLOCK_BITS));
                each.markDeliverable(id);
            }
        }
    }

    /** Where the server listens. */
    public int port() {
        return server.port();
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
                    constant.port(), MASTER, () -> "/api/v1/keys/app-bob/enc_keys", nothing -> {});
        }
    }

    public Measured status() throws IOException, GeneralSecurityException, InterruptedException {
        fill(1);
        return measure(server.port(), MASTER, () -> "/api/v1/keys/app-bob/status", nothing -> {});
    }

    /** One key of 256 bits for each request. */
    public Measured encKeys() throws IOException, GeneralSecurityException, InterruptedException {
        return measure(server.port(), MASTER, () -> "/api/v1/keys/app-bob/enc_keys", this::fill);
    }

    /** One key for each request, by its id; reserved before each stretch. */
    public Measured decKeys() throws IOException, GeneralSecurityException, InterruptedException {
        Queue<KeyId> ids = new ConcurrentLinkedQueue<>();
        return measure(
                server.port(),
                SLAVE_HERE,
                () -> {
                    KeyId next = ids.poll();
                    return "/api/v1/keys/app-alice/dec_keys?key_ID="
                            + (next == null ? new UUID(0, 0) : next);
                },
                requests -> reserve(ids, requests));
    }

    private void reserve(Queue<KeyId> ids, long keys) {
        fill(keys);
        var master = new MasterDelivery(store, announced -> new RecordOutcome.Recorded());
        for (long have = ids.size(); have < keys; have += KEYS_AT_A_TIME) {
            var request =
                    new ReservationRequest(
                            KEYS_AT_A_TIME,
                            KEY_BITS,
                            MASTER,
                            List.of(SLAVE_HERE),
                            Set.of(SLAVE_HERE));
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
    private Measured measure(int port, SaeId caller, Supplier<String> targets, LongConsumer provide)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLContext tls = SaeTls.context(certificates.resolve("saes"), caller.value());
        try (var load = new LoadGenerator(tls, port, connections, targets)) {
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

    @Override
    public void close() {
        server.close();
        store.close();
        if (peerStore != null) {
            peerStore.close();
        }
    }
}

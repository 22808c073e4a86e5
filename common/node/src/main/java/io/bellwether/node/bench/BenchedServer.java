package io.bellwether.node.bench;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.DeliveryOptions;
import io.bellwether.keydelivery.IdentityMapping;
import io.bellwether.keydelivery.KeyDeliveryServer;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.Quotas;
import io.bellwether.keydelivery.Sae;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.keydelivery.TlsFiles;
import io.bellwether.keystore.EngineRelay;
import io.bellwether.keystore.KeyLifetime;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.StoreLocation;
import io.bellwether.keystore.StoredBlock;
import io.bellwether.node.keys.RelayedPeer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A server of ETSI GS QKD 014 to be measured, with the store behind it. */
public final class BenchedServer implements AutoCloseable {
    static final SaeId MASTER = new SaeId("app-alice");

    /** An SAE at the master's KME, so that what it fetches is in the same store. */
    static final SaeId SLAVE_HERE = new SaeId("app-here");

    static final int KEY_BITS = 256;
    private static final SaeId SLAVE = new SaeId("app-bob");
    private static final int BLOCK_BITS = 1 << 24;

    /** Longer than any measurement: what is idle is to stay. */
    private static final Duration IDLE_TIME = Duration.ofHours(1);

    /** With an engine in another process of this machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final List<KeyStore> stores = new ArrayList<>();
    private final KeyDeliveryServer server;

    private BenchedServer(Path pair, List<KeyStore> stores, Optional<EngineRelay> relay) {
        this.stores.addAll(stores);
        stores.forEach(store -> opened.push(store::close));
        relay.ifPresent(engine -> opened.push(engine::close));
        this.server =
                KeyDeliveryServer.start(
                        settings(pair.resolve("alice")), store(), peer(stores, relay));
        opened.push(server::close);
    }

    private static PeerReservation peer(List<KeyStore> stores, Optional<EngineRelay> relay) {
        if (relay.isPresent()) {
            return new RelayedPeer(relay.get(), PATIENCE);
        }
        return stores.size() > 1
                ? keys -> stores.get(1).recordPeerReservations(keys, Set.of(SLAVE))
                : keys -> new RecordOutcome.Recorded();
    }

    /**
     * On SQLite.
     *
     * @param pair made by {@code bellwether init}: its certificates are used
     * @param withPeerStore whether the other end's store is in this process, too, and records every
     *     key durably; otherwise it is taken to be on another machine and to answer at once
     */
    public static BenchedServer alone(Path pair, boolean withPeerStore) throws IOException {
        List<KeyStore> stores = new ArrayList<>();
        stores.add(open(pair, "bench-alice", End.ALICE));
        if (withPeerStore) {
            stores.add(open(pair, "bench-bob", End.BOB));
        }
        return new BenchedServer(pair, stores, Optional.empty());
    }

    private static KeyStore open(Path pair, String name, End end) throws IOException {
        Path folder = Files.createDirectories(pair.resolve(name));
        try (MasterKey key = MasterKey.create(folder.resolve("master.key"))) {
            return KeyStore.open(folder.resolve("keys.db"), key, end);
        }
    }

    /** A delivery front end of {@link FrontEndsBench}, in a process of its own. */
    public static BenchedServer frontEnd(Path pair, StoreLocation.PostgresServer database) {
        try (MasterKey key = MasterKey.read(pair.resolve(FrontEndsBench.MASTER_KEY))) {
            KeyStore store = KeyStore.open(database, key, End.ALICE, KeyLifetime.unlimited());
            return new BenchedServer(pair, List.of(store), Optional.of(EngineRelay.open(database)));
        }
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

    /** Adds keys until there are so many; all of them are for this end. */
    void fill(long keys, EntropySource entropy) {
        fill(stores, keys, entropy);
    }

    static void fill(List<KeyStore> stores, long keys, EntropySource entropy) {
        long free = stores.getFirst().availableKeys(End.ALICE, KEY_BITS);
        for (; free < keys; free += BLOCK_BITS / KEY_BITS) {
            BlockId id = new BlockId(UUID.randomUUID());
            BitArray secret = entropy.bits(BLOCK_BITS);
            for (KeyStore each : stores) {
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

    KeyStore store() {
        return stores.getFirst();
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        opened.forEach(Runnable::run);
    }
}

package io.bellwether.keydelivery;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.Reservation;
import io.bellwether.keystore.StoredBlock;

import org.bouncycastle.asn1.x509.GeneralName;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Both ends with stores, servers, an authority and SAEs, in one process. */
final class TwoKmes implements AutoCloseable {
    static final SaeId ALICE_APP = new SaeId("alice-app");
    static final SaeId BOB_APP = new SaeId("bob-app");
    static final SaeId BOB_SECOND = new SaeId("bob-second");
    static final SaeId ALICE_SECOND = new SaeId("alice-second");
    static final SaeId ODD_NAME = new SaeId("sae/1 +ü;%@bob");
    private static final SaeId ODD_AT_ALICE = new SaeId("sae/1 +ü;%@alice");

    /** Registered, but in no pair. */
    static final SaeId LONER = new SaeId("loner");

    private static final GeneralName LOCALHOST =
            new GeneralName(GeneralName.iPAddress, "127.0.0.1");

    final TestAuthority authority = new TestAuthority("test authority");
    final SaeRegistry registry = registry();
    final SaeDirectory directoryOfSaes;
    private final AuditTrail audit;
    private final Duration redeliveryWindow;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();
    private final Map<End, KeyStore> stores = new HashMap<>();
    private final Map<End, KeyDeliveryServer> servers = new HashMap<>();
    volatile boolean linkDown;

    /** Lets the other end refuse what is announced next. */
    volatile boolean refuseNext;

    /** What was told of requests to whoever counts, at both ends. */
    final Queue<AnsweredRequest> answered = new ConcurrentLinkedQueue<>();

    private long blocks;

    TwoKmes(Path directory) {
        this(directory, KeyLimits.defaults());
    }

    TwoKmes(Path directory, KeyLimits limits) {
        this(directory, limits, Duration.ZERO);
    }

    TwoKmes(Path directory, KeyLimits limits, Duration redeliveryWindow) {
        audit = AuditTrail.open(directory.resolve("audit.jsonl"), InstantSource.system());
        directoryOfSaes = SaeDirectory.open(registry, directory.resolve("saes.json"), audit);
        this.redeliveryWindow = redeliveryWindow;
        for (End end : End.values()) {
            Path home = directory.resolve(end.name());
            home.toFile().mkdirs();
            MasterKey key = MasterKey.create(home.resolve("master.key"));
            stores.put(end, KeyStore.open(home.resolve("keys.db"), key, end));
        }
        for (End end : End.values()) {
            KeyStore store = stores.get(end);
            TlsFiles tls =
                    authority.serverFiles(
                            directory.resolve(end.name()),
                            authority.issue("kme-" + end, LOCALHOST));
            servers.put(end, KeyDeliveryServer.start(settings(end, tls, limits), store, link(end)));
        }
    }

    KeyDeliverySettings settings(End end, TlsFiles tls, KeyLimits limits) {
        return new KeyDeliverySettings(
                "127.0.0.1",
                0,
                tls,
                "kme-" + end,
                "kme-" + end.other(),
                limits,
                IdentityMapping.commonName(),
                directoryOfSaes,
                7,
                new DeliveryOptions(
                        redeliveryWindow,
                        Optional.empty(),
                        DeliveryOptions.DEFAULT_IDLE_TIME,
                        Quotas.inMemory(),
                        audit,
                        () -> Optional.of(new KeySupply(1234.5, 6.5)),
                        answered::add));
    }

    /** Puts limits of an SAE in force at both ends. */
    void limit(SaeId id, SaeLimits limits) {
        SaeDirectory.State before = directoryOfSaes.state();
        List<Sae> saes =
                before.registry().saes().stream()
                        .map(sae ->
                                sae.id().equals(id)
                                        ? new Sae(id, sae.end(), sae.certificates(), limits)
                                        : sae)
                        .toList();
        directoryOfSaes.replace(
                before.revision(),
                new SaeRegistry(saes, before.registry().pairs().orElseThrow()),
                "test");
    }

    private static SaeRegistry registry() {
        List<Sae> saes =
                List.of(
                        new Sae(ALICE_APP, End.ALICE),
                        new Sae(ALICE_SECOND, End.ALICE),
                        new Sae(BOB_APP, End.BOB),
                        new Sae(BOB_SECOND, End.BOB),
                        new Sae(ODD_NAME, End.BOB),
                        new Sae(ODD_AT_ALICE, End.ALICE),
                        new Sae(LONER, End.BOB),
                        new Sae(new SaeId("loner-alice"), End.ALICE),
                        new Sae(new SaeId("loner-bob"), End.BOB));
        return new SaeRegistry(
                saes,
                List.of(
                        new SaePair(ALICE_APP, BOB_APP),
                        new SaePair(ALICE_APP, BOB_SECOND),
                        new SaePair(ALICE_APP, ALICE_SECOND),
                        new SaePair(ALICE_APP, ODD_NAME),
                        new SaePair(BOB_APP, ALICE_SECOND),
                        new SaePair(BOB_APP, BOB_SECOND),
                        new SaePair(BOB_APP, ODD_AT_ALICE)));
    }

    /** The link of the tests: a call of the other end's store. */
    PeerReservation link(End from) {
        return new PeerReservation() {
            @Override
            public RecordOutcome announce(List<Reservation> reservations)
                    throws PeerUnavailableException {
                if (linkDown) {
                    throw new PeerUnavailableException("the link is down");
                }
                if (refuseNext) {
                    refuseNext = false;
                    return new RecordOutcome.Refused(
                            reservations.getFirst().keyId(), RecordOutcome.Reason.UNKNOWN_BLOCK);
                }
                return stores.get(from.other())
                        .recordPeerReservations(reservations, directoryOfSaes.at(from.other()));
            }
        };
    }

    /** Gives both ends a block of the same bits, half of them for each end's requests. */
    TwoKmes fill(long bits) {
        BlockId id = new BlockId(new UUID(0, ++blocks));
        for (KeyStore store : stores.values()) {
            SplittableRandom random = new SplittableRandom(blocks);
            BitArray key = BitArray.wrap(random.longs(BitArray.wordsFor(bits)).toArray(), bits);
            store.storeBlock(new StoredBlock(id, new SecretBits(key), new byte[32], bits / 2));
            store.markDeliverable(id);
        }
        return this;
    }

    KeyStore store(End end) {
        return stores.get(end);
    }

    int port(End end) {
        return servers.get(end).port();
    }

    HttpClient client(SaeId sae) {
        return clients.computeIfAbsent(
                sae.value(),
                name ->
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .sslContext(authority.clientContext(authority.issue(quoted(name))))
                                .build());
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    URI uri(End end, String path) {
        return URI.create("https://127.0.0.1:" + port(end) + path);
    }

    /** Sends with the SAE's certificate to the KME where it sits. */
    HttpResponse<String> send(SaeId sae, String method, String path, String body) {
        End end = registry.find(sae).map(Sae::end).orElse(End.ALICE);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(end, path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return exchange(sae, request.build());
    }

    HttpResponse<String> exchange(SaeId sae, HttpRequest request) {
        try {
            return client(sae).send(request, BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(SaeId sae, String path) {
        return send(sae, "GET", path, null);
    }

    HttpResponse<String> post(SaeId sae, String path, String body) {
        return send(sae, "POST", path, body);
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::close);
        servers.values().forEach(KeyDeliveryServer::close);
        stores.values().forEach(KeyStore::close);
    }
}

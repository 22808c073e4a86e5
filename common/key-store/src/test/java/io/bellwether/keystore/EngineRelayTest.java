package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

class EngineRelayTest {
    private static final int KEYS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StoreLocation.PostgresServer location;
    private KeyStore engineStore;
    private KeyStore frontEndStore;
    private KeyStore peer;
    private EngineRelay relay;

    @BeforeEach
    void open(@TempDir Path here, @TempDir Path there) {
        StoreFixture fixture = new StoreFixture(here, Engine.POSTGRESQL);
        location = (StoreLocation.PostgresServer) fixture.location();
        engineStore = fixture.open(End.ALICE);
        frontEndStore = fixture.open(End.ALICE);
        peer = new StoreFixture(there).open(End.BOB);
        for (KeyStore store : List.of(engineStore, peer)) {
            addDeliverable(store, 1, KEYS * 256, KEYS * 256);
        }
        relay = EngineRelay.open(location);
    }

    @AfterEach
    void close() {
        relay.close();
        frontEndStore.close();
        engineStore.close();
        peer.close();
    }

    private FrontEndRequests engine(Function<List<Reservation>, RelayAnswer> announce) {
        return FrontEndRequests.serve(location, engineStore, announce);
    }

    private RelayAnswer recordAtPeer(List<Reservation> reservations) {
        return switch (peer.recordPeerReservations(reservations, Set.of(SLAVE))) {
            case RecordOutcome.Recorded() -> new RelayAnswer.Recorded();
            case RecordOutcome.Refused(KeyId id, RecordOutcome.Reason reason) ->
                    new RelayAnswer.Refused(id, reason);
        };
    }

    private List<KeyId> reserve(int count) {
        return frontEndStore.reserve(request(count, 256)).orElseThrow().stream()
                .map(Reservation::keyId)
                .toList();
    }

    @Test
    @DisplayName("what 8 threads of a front end reserve is recorded at the peer, and fetched there")
    void recorded() throws Exception {
        try (var _ = engine(this::recordAtPeer);
                var threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<KeyId>>> running = new ArrayList<>();
            for (int i = 0; i < KEYS / 2; i++) {
                running.add(
                        threads.submit(() -> {
                            List<KeyId> ids = reserve(2);
                            assertThat(relay.ask(ids, PATIENCE))
                                    .isEqualTo(new RelayAnswer.Recorded());
                            frontEndStore.takeForMaster(MASTER, ids);
                            return ids;
                        }));
            }
            for (Future<List<KeyId>> ids : running) {
                assertThat(peer.takeForSlave(MASTER, SLAVE, ids.get()))
                        .isInstanceOf(SlaveFetch.Delivered.class);
            }
        }
        assertThat(engineStore.unconfirmedReservations()).isEmpty();
    }

    @Test
    @DisplayName("a refusal and an unreachable peer come through as they are")
    void otherAnswers() {
        List<KeyId> ids = reserve(1);
        var refused = new RelayAnswer.Refused(ids.getFirst(), RecordOutcome.Reason.UNKNOWN_BLOCK);
        try (var _ = engine(reservations -> refused)) {
            assertThat(relay.ask(ids, PATIENCE)).isEqualTo(refused);
        }
        var away = new RelayAnswer.Unavailable("no link to the peer");
        try (var _ = engine(reservations -> away)) {
            assertThat(relay.ask(ids, PATIENCE)).isEqualTo(away);
        }
    }

    @Test
    @DisplayName("keys that are not reserved here are not announced")
    void notReserved() {
        try (var _ = engine(this::recordAtPeer)) {
            assertThat(relay.ask(List.of(KeyIds.random()), PATIENCE))
                    .isEqualTo(new RelayAnswer.Unavailable("a key is not reserved any more"));
        }
        assertThat(peer.counts().outstandingKeys()).isZero();
    }

    @Test
    @DisplayName("without an engine a front end gives up, and one that starts later finds nothing")
    void noEngine() {
        assertThat(relay.ask(reserve(1), Duration.ofMillis(50)))
                .isInstanceOf(RelayAnswer.Unavailable.class);
        try (var _ = engine(this::recordAtPeer)) {
            assertThat(relay.ask(reserve(1), PATIENCE)).isEqualTo(new RelayAnswer.Recorded());
        }
        assertThat(peer.counts().outstandingKeys()).isEqualTo(1);
    }

    @Test
    @DisplayName("a request that was left before the engine started is answered when it does")
    void engineStartsLater() throws Exception {
        List<KeyId> ids = reserve(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<RelayAnswer> answer = threads.submit(() -> relay.ask(ids, PATIENCE));
            try (var _ = engine(this::recordAtPeer)) {
                assertThat(answer.get()).isEqualTo(new RelayAnswer.Recorded());
            }
        }
    }
}

package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.expected;
import static io.bellwether.keystore.StoreFixture.request;
import static io.bellwether.keystore.StoreFixture.reveal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

@ParameterizedClass
@EnumSource(Engine.class)
class KeyStoreConcurrencyTest {
    @Parameter Engine engine;

    private static final int THREADS = 8;
    private static final int KEYS = 80;
    private static final int KEY_BITS = 256;

    @Test
    @DisplayName("8 threads reserve and fetch every key exactly once, with the right bits")
    void exactlyOnce(@TempDir Path aliceHome, @TempDir Path bobHome) throws Exception {
        long length = (long) KEYS * KEY_BITS;
        try (KeyStore alice = new StoreFixture(aliceHome, engine).open(End.ALICE);
                KeyStore bob = new StoreFixture(bobHome, engine).open(End.BOB)) {
            addDeliverable(alice, 1, length, length);
            addDeliverable(bob, 1, length, length);
            Map<KeyId, BitArray> atMaster = new ConcurrentHashMap<>();
            onAllThreads(() -> drain(alice, bob, length, atMaster));
            assertThat(atMaster).hasSize(KEYS);

            Map<KeyId, BitArray> atSlave = new ConcurrentHashMap<>();
            AtomicInteger refused = new AtomicInteger();
            onAllThreads(() -> fetchAll(bob, atMaster.keySet(), atSlave, refused));
            assertThat(atSlave).isEqualTo(atMaster);
            assertThat(refused).hasValue((THREADS - 1) * KEYS);
            assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        }
    }

    @Test
    @DisplayName("work that fails in a group commit undoes itself and nothing of its neighbours")
    void failingNeighbours(@TempDir Path home) throws Exception {
        try (KeyStore store = new StoreFixture(home, engine).open(End.ALICE)) {
            addDeliverable(store, 1, (long) KEYS * KEY_BITS, (long) KEYS * KEY_BITS);
            AtomicInteger failed = new AtomicInteger();
            onAllThreads(() -> takeOneAndAnUnknownOne(store, failed));
            assertThat(failed).hasValue(KEYS);
            assertThat(store.unconfirmedReservations()).hasSize(KEYS);
            assertThat(store.counts().localFreeBits()).isZero();
        }
    }

    private static Void takeOneAndAnUnknownOne(KeyStore store, AtomicInteger failed) {
        for (int i = 0; i < KEYS / THREADS; i++) {
            Reservation reserved = store.reserve(request(1, KEY_BITS)).orElseThrow().getFirst();
            try {
                store.takeForMaster(MASTER, List.of(reserved.keyId(), KeyIds.random()));
            } catch (IllegalStateException expected) {
                failed.incrementAndGet();
            }
        }
        return null;
    }

    private static Void drain(
            KeyStore alice, KeyStore bob, long length, Map<KeyId, BitArray> atMaster) {
        Optional<List<Reservation>> reserved = alice.reserve(request(2, KEY_BITS));
        while (reserved.isPresent()) {
            List<KeyId> ids = reserved.get().stream().map(Reservation::keyId).toList();
            assertThat(bob.recordPeerReservations(reserved.get(), Set.of(SLAVE)))
                    .isEqualTo(new RecordOutcome.Recorded());
            List<DeliveredKey> keys = alice.takeForMaster(MASTER, ids);
            for (int i = 0; i < ids.size(); i++) {
                assertThat(reveal(keys.get(i)))
                        .isEqualTo(expected(1, length, reserved.get().get(i)));
                assertThat(atMaster.put(ids.get(i), reveal(keys.get(i)))).isNull();
            }
            reserved = alice.reserve(request(2, KEY_BITS));
        }
        return null;
    }

    private static Void fetchAll(
            KeyStore bob, Set<KeyId> ids, Map<KeyId, BitArray> atSlave, AtomicInteger refused) {
        for (KeyId id : ids) {
            switch (bob.takeForSlave(MASTER, SLAVE, List.of(id))) {
                case SlaveFetch.Delivered(List<DeliveredKey> keys) ->
                        assertThat(atSlave.put(id, reveal(keys.getFirst()))).isNull();
                case SlaveFetch.NotFound() -> refused.incrementAndGet();
                case SlaveFetch.NotAuthorised() -> throw new AssertionError("not authorised");
            }
        }
        return null;
    }

    private static void onAllThreads(Callable<Void> work)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(work));
            }
            for (Future<Void> thread : running) {
                thread.get();
            }
        }
    }
}

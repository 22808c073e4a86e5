package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keydelivery.MasterDelivery.Outcome;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.Reservation;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.keystore.SlaveFetch;
import io.bellwether.keystore.StoredBlock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class CoalescedDeliveryTest {
    private static final SaeId MASTER = new SaeId("master");
    private static final SaeId SLAVE = new SaeId("slave");
    private static final int KEY_BITS = 256;
    private static final int KEYS = 400;
    private static final int THREADS = 16;

    private final AtomicInteger announcements = new AtomicInteger();
    private final Set<KeyId> recorded = ConcurrentHashMap.newKeySet();
    private volatile boolean peerAway;
    private KeyStore alice;
    private KeyStore bob;
    private CoalescedDelivery delivery;

    @BeforeEach
    void open(@TempDir Path directory) {
        alice = store(directory, End.ALICE);
        bob = store(directory, End.BOB);
        delivery = new CoalescedDelivery(alice, this::record);
    }

    @AfterEach
    void close() {
        delivery.close();
        alice.close();
        bob.close();
    }

    private static KeyStore store(Path directory, End end) {
        KeyStore store =
                KeyStore.open(
                        directory.resolve(end + ".db"),
                        MasterKey.create(directory.resolve(end + ".key")),
                        end);
        long length = (long) KEYS * KEY_BITS;
        BlockId id = new BlockId(new UUID(0, 1));
        BitArray bits =
                BitArray.wrap(
                        new SplittableRandom(1).longs(BitArray.wordsFor(length)).toArray(), length);
        store.storeBlock(new StoredBlock(id, new SecretBits(bits), new byte[32], length));
        store.markDeliverable(id);
        return store;
    }

    private RecordOutcome record(List<Reservation> reservations) throws PeerUnavailableException {
        announcements.incrementAndGet();
        if (peerAway) {
            throw new PeerUnavailableException("away");
        }
        RecordOutcome outcome = bob.recordPeerReservations(reservations, Set.of(SLAVE));
        reservations.forEach(reservation -> recorded.add(reservation.keyId()));
        return outcome;
    }

    private Outcome deliver() {
        return delivery.deliver(request(1), true).join();
    }

    private static ReservationRequest request(int keys) {
        return new ReservationRequest(keys, KEY_BITS, MASTER, List.of(SLAVE), Set.of());
    }

    /** Every thread asks until there is no key any more; the keys, which the peer had recorded. */
    private List<DeliveredKey> drain() throws Exception {
        List<DeliveredKey> all = new ArrayList<>();
        for (List<DeliveredKey> some :
                onAllThreads(() -> {
                    List<DeliveredKey> keys = new ArrayList<>();
                    while (deliver() instanceof Outcome.Delivered(List<DeliveredKey> got)) {
                        assertThat(recorded).contains(got.getFirst().keyId());
                        keys.addAll(got);
                    }
                    return keys;
                })) {
            all.addAll(some);
        }
        return all;
    }

    private static <T> List<T> onAllThreads(Callable<T> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> thread : running) {
                results.add(thread.get());
            }
            return results;
        }
    }

    @Test
    @DisplayName("a request that comes alone reserves exactly what it asks for")
    void alone() {
        assertThat(deliver()).isInstanceOf(Outcome.Delivered.class);
        assertThat(deliver()).isInstanceOf(Outcome.Delivered.class);
        assertThat(alice.progress().reservedKeys()).isEqualTo(2);
        assertThat(announcements).hasValue(2);
        assertThat(delivery.ready(MASTER, SLAVE, KEY_BITS)).isZero();
    }

    @Test
    @DisplayName(
            "16 threads get every key once, each recorded at the peer before, with fewer"
                    + " announcements than keys, and the slave can fetch them all")
    void everyKeyOnce() throws Exception {
        List<DeliveredKey> keys = drain();
        assertThat(keys).hasSize(KEYS);
        assertThat(keys.stream().map(DeliveredKey::keyId)).doesNotHaveDuplicates();
        assertThat(keys.stream().map(key -> key.reservation().range())).doesNotHaveDuplicates();
        assertThat(announcements.get()).isLessThan(KEYS);
        for (DeliveredKey key : keys) {
            assertThat(bob.takeForSlave(MASTER, SLAVE, List.of(key.keyId())))
                    .isInstanceOf(SlaveFetch.Delivered.class);
        }
        assertThat(alice.unconfirmedReservations()).isEmpty();
    }

    @Test
    @DisplayName("while the peer is away nobody gets a key, and none is lost when it is back")
    void peerAway() throws Exception {
        peerAway = true;
        assertThat(onAllThreads(this::deliver)).allMatch(Outcome.PeerUnreachable.class::isInstance);
        peerAway = false;
        assertThat(drain()).hasSize(KEYS);
    }

    @Test
    @DisplayName("keys that were ready and are given up meanwhile are replaced by others")
    void givenUpMeanwhile() throws Exception {
        onAllThreads(this::deliver);
        List<KeyId> ready =
                alice.unconfirmedReservations().stream().map(Reservation::keyId).toList();
        alice.cancel(ready);
        List<KeyId> handedOut = drain().stream().map(DeliveredKey::keyId).toList();
        assertThat(handedOut).doesNotContainAnyElementsOf(ready);
        assertThat(handedOut).hasSize(KEYS - THREADS - ready.size());
    }

    @Test
    @DisplayName("a request of a kind that is not usual leaves no key behind")
    void unusual() throws Exception {
        var unusual = new ReservationRequest(1, 64, MASTER, List.of(SLAVE), Set.of());
        onAllThreads(() -> delivery.deliver(unusual, false).join());
        assertThat(alice.unconfirmedReservations()).isEmpty();
        assertThat(alice.progress().reservedKeys()).isEqualTo(THREADS);
    }

    @Test
    @DisplayName(
            "of two requests that come together one gets the keys that do for one, though some of"
                    + " them are ready and the others in the store")
    void someReady() throws InterruptedException {
        assertThat(alice.reserve(request(KEYS - 6))).isPresent();
        var background = new HeldTasks();
        var lane = new Lane(alice, new MasterDelivery(alice, this::record), background);
        Stream.of(1, 1).forEach(keys -> enter(lane, keys));
        background.runAll();
        assertThat(lane.ready()).isEqualTo(1);
        List<CompletableFuture<Outcome>> together =
                Stream.of(4, 4).map(keys -> enter(lane, keys)).toList();
        background.runAll();
        assertThat(together.getFirst().join()).isInstanceOf(Outcome.Delivered.class);
        assertThat(together.getLast().join()).isInstanceOf(Outcome.TooFewKeys.class);
    }

    private static CompletableFuture<Outcome> enter(Lane lane, int keys) {
        return lane.entered(keys).deliver(request(keys));
    }

    /** Holds tasks back until told, so that requests come together; then each has its thread. */
    private static final class HeldTasks implements Executor {
        private final List<Runnable> held = new ArrayList<>();
        private final Queue<Thread> running = new ConcurrentLinkedQueue<>();
        private boolean hold = true;

        @Override
        public synchronized void execute(Runnable task) {
            if (hold) {
                held.add(task);
            } else {
                running.add(Thread.startVirtualThread(task));
            }
        }

        private synchronized void hold(boolean back) {
            hold = back;
            if (!hold) {
                held.forEach(this::execute);
                held.clear();
            }
        }

        /** Runs what was held and what comes of it, to the end. */
        void runAll() throws InterruptedException {
            hold(false);
            for (Thread thread = running.poll(); thread != null; thread = running.poll()) {
                thread.join();
            }
            hold(true);
        }
    }
}

package io.bellwether.keydelivery;

import io.bellwether.foundation.KeyId;
import io.bellwether.keydelivery.MasterDelivery.Announced;
import io.bellwether.keydelivery.MasterDelivery.Outcome;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.ReservationRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The requests of one kind that are under way, and the keys that are ready for them. */
final class Lane {
    /** Larger requests gain nothing by being put together. */
    static final int MOST_KEYS_OF_A_REQUEST = 16;

    /** Bounds what waits for requests that may never come. */
    private static final int MOST_READY = 256;

    /**
     * Then they go back to the store, which keeps them for the next request of the kind. Much
     * shorter than the lease after which other processes on the same database take them up.
     */
    private static final long READY_NANOS = Duration.ofMinutes(2).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final KeyStore store;
    private final MasterDelivery delivery;
    private final Executor background;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private int keysUnderWay;
    private boolean filling;

    /** What became of the last filling, if it brought nothing. */
    private Optional<Outcome> failure = Optional.empty();

    private record Ready(KeyId key, long sinceNanos) {}

    Lane(KeyStore store, MasterDelivery delivery, Executor background) {
        this.store = store;
        this.delivery = delivery;
        this.background = background;
    }

    /** A request comes. */
    Lane entered(int keys) {
        lock.lock();
        keysUnderWay += keys;
        lock.unlock();
        return this;
    }

    /** It goes; whether the lane is of no more use. */
    boolean left(int keys) {
        lock.lock();
        try {
            keysUnderWay -= keys;
            return keysUnderWay == 0 && ready.isEmpty() && !filling;
        } finally {
            lock.unlock();
        }
    }

    int ready() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    Outcome deliver(ReservationRequest request) {
        List<KeyId> ids = new ArrayList<>();
        Optional<Outcome> failed = claim(request, ids);
        if (failed.isPresent()) {
            return failed.get();
        }
        try {
            return new Outcome.Delivered(store.takeForMaster(request.master(), ids));
        } catch (IllegalStateException expired) {
            // meanwhile: what is left of them waits in the store for the next request
            store.abandon(ids);
            return delivery.deliver(request);
        }
    }

    /** Takes ready keys, after having made some ready if need be; or says why there are none. */
    private Optional<Outcome> claim(ReservationRequest request, List<KeyId> ids) {
        lock.lock();
        try {
            dropOld();
            while (ready.size() < request.count()) {
                Optional<Outcome> failed = filling ? awaitFilling() : fillHere(request);
                if (failed.isPresent() && ready.size() < request.count()) {
                    return failed;
                }
            }
            for (int i = 0; i < request.count(); i++) {
                ids.add(ready.remove().key);
            }
            if (!filling && keysUnderWay > request.count() && ready.size() < keysUnderWay / 2) {
                filling = true;
                background.execute(() -> fillAhead(request));
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Who waits for others' filling tries for itself if there were too few keys for all. */
    private Optional<Outcome> awaitFilling() {
        filled.awaitUninterruptibly();
        return failure.filter(outcome -> !(outcome instanceof Outcome.TooFewKeys));
    }

    private Optional<Outcome> fillHere(ReservationRequest request) {
        filling = true;
        return fill(request);
    }

    private void fillAhead(ReservationRequest request) {
        lock.lock();
        try {
            fill(request);
        } catch (RuntimeException e) {
            // the next request meets the same trouble and answers for it
            LOG.debug("no keys could be made ready: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock, which is given up while the store and the peer are asked. */
    private Optional<Outcome> fill(ReservationRequest request) {
        boolean alone = keysUnderWay <= request.count();
        int wanted = alone ? request.count() : Math.min(MOST_READY, 2 * keysUnderWay);
        int missing = Math.max(request.count(), wanted) - ready.size();
        failure = Optional.empty();
        lock.unlock();
        Announced announced = null;
        try {
            announced = delivery.announce(withCount(request, missing));
            if (announced instanceof Announced.Failed(Outcome.TooFewKeys few)
                    && missing > request.count()) {
                announced = delivery.announce(request);
            }
        } finally {
            lock.lock();
            filling = false;
            long now = System.nanoTime();
            switch (announced) {
                case Announced.Recorded(List<KeyId> keys) ->
                        keys.forEach(key -> ready.add(new Ready(key, now)));
                case Announced.Failed(Outcome outcome) -> failure = Optional.of(outcome);
                case null -> {}
            }
            filled.signalAll();
        }
        return failure;
    }

    private static ReservationRequest withCount(ReservationRequest request, int count) {
        return new ReservationRequest(
                count,
                request.keySizeBits(),
                request.master(),
                request.slaves(),
                request.slavesHere(),
                request.lifetime());
    }

    private void dropOld() {
        long now = System.nanoTime();
        List<KeyId> old = new ArrayList<>();
        while (!ready.isEmpty() && now - ready.peek().sinceNanos > READY_NANOS) {
            old.add(ready.remove().key);
        }
        if (!old.isEmpty()) {
            store.abandon(old);
        }
    }
}

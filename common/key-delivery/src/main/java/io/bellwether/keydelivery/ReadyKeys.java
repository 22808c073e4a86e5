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

/** Keys of one kind that the peer has recorded and no request has yet. */
final class ReadyKeys {
    /** Bounds what waits for requests that may never come. */
    private static final int MOST_READY = 256;

    /** Keys for so many rounds of the requests that are under way are reserved together. */
    private static final int ROUNDS_AHEAD = 4;

    /**
     * Then they go back to the store, which keeps them for the next request of the kind. Much
     * shorter than the lease after which other processes on the same database take them up.
     */
    private static final long READY_NANOS = Duration.ofMinutes(2).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(ReadyKeys.class);

    private final KeyStore store;
    private final MasterDelivery delivery;
    private final Executor background;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private boolean filling;

    /** What became of the last filling, if it brought nothing. */
    private Optional<Outcome> failure = Optional.empty();

    private record Ready(KeyId key, long sinceNanos) {}

    /**
     * @param failure why the keys are fewer than were wanted, if they are
     */
    record Taken(List<KeyId> keys, Optional<Outcome> failure) {}

    ReadyKeys(KeyStore store, MasterDelivery delivery, Executor background) {
        this.store = store;
        this.delivery = delivery;
        this.background = background;
    }

    int count() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isUnused() {
        lock.lock();
        try {
            return ready.isEmpty() && !filling;
        } finally {
            lock.unlock();
        }
    }

    /** Keys that nobody was given after all. */
    void giveBack(List<KeyId> keys) {
        long now = System.nanoTime();
        lock.lock();
        keys.forEach(key -> ready.addFirst(new Ready(key, now)));
        lock.unlock();
    }

    /**
     * Takes ready keys, after having made some ready if need be.
     *
     * @param like whom the keys are for, and how long they are
     * @param underWay keys that requests under way ask for; 0 if nothing is to be made ready beside
     *     what is wanted
     */
    Taken take(ReservationRequest like, int wanted, int underWay) {
        int ahead = Math.min(MOST_READY, ROUNDS_AHEAD * underWay);
        lock.lock();
        try {
            dropOld();
            Optional<Outcome> failed = Optional.empty();
            while (ready.size() < wanted && failed.isEmpty()) {
                if (filling) {
                    filled.awaitUninterruptibly();
                    failed = failure.filter(outcome -> !(outcome instanceof Outcome.TooFewKeys));
                } else {
                    filling = true;
                    failed = fill(like, wanted, ahead);
                }
            }
            List<KeyId> taken = new ArrayList<>();
            while (taken.size() < wanted && !ready.isEmpty()) {
                taken.add(ready.remove().key);
            }
            if (failed.isEmpty() && !filling && ready.size() < underWay && ahead > 0) {
                filling = true;
                background.execute(() -> fillAhead(like, ahead));
            }
            return new Taken(taken, taken.size() < wanted ? failed : Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    private void fillAhead(ReservationRequest like, int ahead) {
        lock.lock();
        try {
            fill(like, 1, ahead);
        } catch (RuntimeException e) {
            // the next request meets the same trouble and answers for it
            LOG.debug("no keys could be made ready: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock, which is given up while the store and the peer are asked. */
    private Optional<Outcome> fill(ReservationRequest like, int least, int ahead) {
        int fewest = Math.max(1, least - ready.size());
        int missing = Math.max(fewest, ahead - ready.size());
        failure = Optional.empty();
        lock.unlock();
        Announced announced = null;
        try {
            announced = delivery.announce(withCount(like, missing));
            if (announced instanceof Announced.Failed(Outcome.TooFewKeys few) && missing > fewest) {
                announced = delivery.announce(withCount(like, fewest));
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
        while (!ready.isEmpty() && now - ready.element().sinceNanos > READY_NANOS) {
            old.add(ready.remove().key);
        }
        if (!old.isEmpty()) {
            store.abandon(old);
        }
    }
}

package io.bellwether.keydelivery;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.MasterDelivery.Outcome;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.ReservationRequest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The requests of one kind that are under way. One thread at a time serves all that wait, together,
 * for as long as there are any.
 */
final class Lane {
    /** Larger requests gain nothing by being put together. */
    static final int MOST_KEYS_OF_A_REQUEST = 16;

    /** Bounds the transaction that a request may have to wait for. */
    private static final int MOST_KEYS_TOGETHER = 256;

    private final KeyStore store;
    private final MasterDelivery delivery;
    private final Executor background;
    private final ReadyKeys ready;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int keysUnderWay;
    private boolean serving;

    private record Waiting(ReservationRequest request, CompletableFuture<Outcome> outcome) {
        int keys() {
            return request.count();
        }

        void complete(Supplier<Outcome> made) {
            try {
                outcome.complete(made.get());
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        }
    }

    /** A request and the keys that it gets. */
    private record Claim(Waiting waiting, List<KeyId> keys) {}

    Lane(KeyStore store, MasterDelivery delivery, Executor background) {
        this.store = store;
        this.delivery = delivery;
        this.background = background;
        this.ready = new ReadyKeys(store, delivery, background);
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
            return keysUnderWay == 0 && ready.isUnused();
        } finally {
            lock.unlock();
        }
    }

    int ready() {
        return ready.count();
    }

    CompletableFuture<Outcome> deliver(ReservationRequest request) {
        var mine = new Waiting(request, new CompletableFuture<>());
        lock.lock();
        try {
            waiting.add(mine);
            if (!serving) {
                background.execute(this::serve);
                serving = true;
            }
        } finally {
            lock.unlock();
        }
        return mine.outcome;
    }

    private void serve() {
        for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
            try {
                serve(group);
            } catch (RuntimeException e) {
                // those who have their answer keep it
                group.forEach(one -> one.outcome.completeExceptionally(e));
            }
        }
    }

    /** All that wait now, within bounds; none: whoever comes next is to serve. */
    private List<Waiting> next() {
        // who has just been answered may ask again: one commit for all of them
        Thread.yield();
        List<Waiting> group = new ArrayList<>();
        lock.lock();
        try {
            int keys = 0;
            while (!waiting.isEmpty() && keys + waiting.element().keys() <= MOST_KEYS_TOGETHER) {
                keys += waiting.element().keys();
                group.add(waiting.remove());
            }
            serving = !group.isEmpty();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private int underWay() {
        lock.lock();
        try {
            return keysUnderWay;
        } finally {
            lock.unlock();
        }
    }

    private void serve(List<Waiting> group) {
        int wanted = group.stream().mapToInt(Waiting::keys).sum();
        ReservationRequest like = group.getFirst().request;
        int underWay = underWay();
        boolean alone = group.size() == 1 && underWay <= wanted;
        ReadyKeys.Taken taken = ready.take(like, wanted, alone ? 0 : underWay);
        List<Claim> claims = new ArrayList<>();
        int next = 0;
        for (Waiting one : group) {
            if (next + one.keys() > taken.keys().size()) {
                break;
            }
            claims.add(new Claim(one, taken.keys().subList(next, next + one.keys())));
            next += one.keys();
        }
        ready.giveBack(taken.keys().subList(next, taken.keys().size()));
        if (!claims.isEmpty()) {
            handOut(like.master(), claims, taken.keys().subList(0, next));
        }
        for (Waiting one : group.subList(claims.size(), group.size())) {
            Outcome failure = taken.failure().orElseThrow();
            if (failure instanceof Outcome.TooFewKeys && group.size() > 1) {
                // what is ready and what is stored may do for one of them
                serve(List.of(one));
            } else {
                one.outcome.complete(failure);
            }
        }
    }

    /** In one transaction; one by one if a key has expired or was given up meanwhile. */
    private void handOut(SaeId master, List<Claim> claims, List<KeyId> keys) {
        List<DeliveredKey> delivered;
        try {
            delivered = store.takeForMaster(master, keys);
        } catch (IllegalStateException expired) {
            claims.forEach(claim -> claim.waiting.complete(() -> handOut(claim)));
            return;
        } catch (RuntimeException e) {
            ready.giveBack(keys);
            throw e;
        }
        int next = 0;
        for (Claim claim : claims) {
            int end = next + claim.keys.size();
            List<DeliveredKey> own = List.copyOf(delivered.subList(next, end));
            claim.waiting.complete(() -> new Outcome.Delivered(own));
            next = end;
        }
    }

    private Outcome handOut(Claim claim) {
        ReservationRequest request = claim.waiting.request;
        try {
            return new Outcome.Delivered(store.takeForMaster(request.master(), claim.keys));
        } catch (IllegalStateException expired) {
            // what is left of them waits in the store for the next request
            store.abandon(claim.keys);
            return delivery.deliver(request);
        }
    }
}

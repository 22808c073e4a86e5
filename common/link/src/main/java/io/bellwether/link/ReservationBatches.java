package io.bellwether.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One request for reservations under way at a time, and all that wait meanwhile go into the next
 * one: a seal costs the same however many keys it covers. It also bounds how many bits this end has
 * put to use without the peer's proof that it claimed them.
 */
final class ReservationBatches {
    /** Above this many keys a batch is not made longer. */
    private static final int BATCH_KEYS = 10_000;

    /** Sends one request and waits for its answer. */
    @FunctionalInterface
    interface Sender {
        ReservationVerdict send(List<KeyReservation> reservations, Duration patience)
                throws LinkException;
    }

    private final Sender sender;
    private final ReentrantLock underWay = new ReentrantLock(true);
    private final List<Waiting> queue = new ArrayList<>();

    ReservationBatches(Sender sender) {
        this.sender = sender;
    }

    /** One caller's reservations; the rest is written by whoever sends them. */
    private static final class Waiting {
        private final List<KeyReservation> reservations;
        private ReservationVerdict verdict;
        private LinkException failure;

        Waiting(List<KeyReservation> reservations) {
            this.reservations = reservations;
        }

        boolean isSettled() {
            return verdict != null || failure != null;
        }
    }

    /**
     * Sends the reservations, with others or alone.
     *
     * @throws LinkException if no answer came in time
     */
    ReservationVerdict announce(List<KeyReservation> reservations, Duration patience)
            throws LinkException {
        var own = new Waiting(reservations);
        synchronized (queue) {
            queue.add(own);
        }
        try {
            if (!underWay.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LinkException(
                        LinkException.Cause.LOST,
                        "no turn for a reservation in %d ms".formatted(patience.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(LinkException.Cause.LOST, "interrupted", e);
        } finally {
            if (!underWay.isHeldByCurrentThread()) {
                synchronized (queue) {
                    queue.remove(own);
                }
            }
        }
        try {
            if (!own.isSettled()) {
                settle(nextBatch(own), patience);
            }
        } finally {
            underWay.unlock();
        }
        if (own.failure != null) {
            throw new LinkException(own.failure.reason(), own.failure.getMessage(), own.failure);
        }
        return own.verdict;
    }

    private List<Waiting> nextBatch(Waiting own) {
        var batch = new ArrayList<Waiting>(List.of(own));
        int keys = own.reservations.size();
        synchronized (queue) {
            queue.remove(own);
            while (!queue.isEmpty() && keys + queue.getFirst().reservations.size() <= BATCH_KEYS) {
                keys += queue.getFirst().reservations.size();
                batch.add(queue.removeFirst());
            }
        }
        return batch;
    }

    private void settle(List<Waiting> batch, Duration patience) {
        ReservationVerdict verdict = send(batch, patience);
        if (verdict instanceof ReservationVerdict.Refused && batch.size() > 1) {
            // One key spoils the request it is in: each caller hears about its own.
            batch.forEach(waiting -> waiting.verdict = send(List.of(waiting), patience));
        } else {
            batch.forEach(waiting -> waiting.verdict = verdict);
        }
    }

    private ReservationVerdict send(List<Waiting> batch, Duration patience) {
        try {
            return sender.send(
                    batch.stream().flatMap(waiting -> waiting.reservations.stream()).toList(),
                    patience);
        } catch (LinkException e) {
            batch.forEach(waiting -> waiting.failure = e);
            return null;
        }
    }
}

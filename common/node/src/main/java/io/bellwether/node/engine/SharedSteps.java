package io.bellwether.node.engine;

import io.bellwether.foundation.Workers.Step;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Steps that a few threads go through together. Each begins with a range of a step's items, the
 * same in every step of as many items, so that it finds its own data in its caches, and then helps
 * the others, from the ends of their ranges. Between steps they wait for items under way only: a
 * thread that comes late, or never, holds up nobody.
 *
 * <p>To wake a parked thread takes about as long as a step: so they are not woken for each, but
 * wait actively for a while.
 */
final class SharedSteps {
    /** Tens of microseconds: longer than an item of a fast stage. */
    private static final int SPINS = 2_000;

    /** About a tenth of a millisecond more; then the others must be at something slow. */
    private static final int YIELDS = SPINS + 200;

    private static final long PARK_NANOS = 20_000;
    private static final long LONGEST_PARK_NANOS = 1_000_000;

    private final List<Step> steps;
    private final int threads;

    /** For each step and thread: the next item, and in the lower half the end of its range. */
    private final AtomicLongArray ranges;

    /** For each step how many items have not ended. */
    private final AtomicIntegerArray left;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    SharedSteps(List<Step> steps, int threads) {
        this.steps = steps;
        this.threads = threads;
        ranges = new AtomicLongArray(steps.size() * threads);
        left = new AtomicIntegerArray(steps.size());
        for (int step = 0; step < steps.size(); step++) {
            long items = steps.get(step).items();
            left.setPlain(step, (int) items);
            for (int thread = 0; thread < threads; thread++) {
                long first = items * thread / threads;
                long end = items * (thread + 1) / threads;
                ranges.setPlain(step * threads + thread, first << Integer.SIZE | end);
            }
        }
    }

    /**
     * Goes through all steps. Returns when all items have ended.
     *
     * @param thread a number of its own, from 0
     */
    void goThrough(int thread) {
        for (int step = 0; step < steps.size(); step++) {
            for (int k = 0; k < threads; k++) {
                take(step, (thread + k) % threads, thread);
            }
            awaitEnd(step);
        }
    }

    /** Does what is left of a range. */
    private void take(int step, int owner, int thread) {
        int range = step * threads + owner;
        while (true) {
            long items = ranges.get(range);
            int first = (int) (items >>> Integer.SIZE);
            int end = (int) items;
            if (first == end) {
                return;
            }
            boolean own = owner == thread;
            if (ranges.compareAndSet(
                    range, items, own ? items + (1L << Integer.SIZE) : items - 1)) {
                run(step, own ? first : end - 1, thread);
                left.decrementAndGet(step);
            }
        }
    }

    /** After a failure items are taken, so that nobody waits for them, but not run. */
    private void run(int step, int item, int thread) {
        if (failure.get() == null) {
            try {
                steps.get(step).work().run(item, thread);
            } catch (Throwable thrown) {
                if (!failure.compareAndSet(null, thrown) && failure.get() != thrown) {
                    failure.get().addSuppressed(thrown);
                }
            }
        }
    }

    private void awaitEnd(int step) {
        for (int tries = 0; left.get(step) != 0; tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else if (tries < YIELDS) {
                Thread.yield();
            } else {
                long nanos = PARK_NANOS * (tries - YIELDS + 1L);
                LockSupport.parkNanos(Math.min(LONGEST_PARK_NANOS, nanos));
            }
        }
    }

    /** Throws what an item has thrown. */
    void throwFailure() {
        switch (failure.get()) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case null -> {}
            case Throwable other -> throw new IllegalStateException(other);
        }
    }
}

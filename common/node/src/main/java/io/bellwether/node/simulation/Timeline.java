package io.bellwether.node.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/** The virtual clock and what is to happen when. */
final class Timeline implements InstantSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::number));
    private long nowMillis;
    private long numbers;

    private record Entry(long atMillis, long number, Runnable action) {}

    long nowMillis() {
        return nowMillis;
    }

    @Override
    public Instant instant() {
        return START.plusMillis(nowMillis);
    }

    void at(long atMillis, Runnable action) {
        entries.add(new Entry(Math.max(atMillis, nowMillis), numbers++, action));
    }

    void in(long millis, Runnable action) {
        at(nowMillis + millis, action);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Moves on to what comes next and lets it happen. */
    void advance() {
        Entry next = entries.remove();
        nowMillis = next.atMillis;
        next.action.run();
    }

    /** Lets the calling thread of a node wait. */
    void pause(Duration duration) {
        long end = nowMillis + duration.toMillis();
        Thread thread = Thread.currentThread();
        at(end, () -> LockSupport.unpark(thread));
        while (nowMillis < end) {
            LockSupport.park(this);
            SimulatedProcess.point("pause");
        }
    }
}

package io.bellwether.node.dashboard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is shown, as server-sent events to any number of readers. It is put together once for all of
 * them, and not at all while nobody reads. A slow reader skips events and holds nobody up.
 */
final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final Supplier<byte[]> states;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("dashboard-events").factory());
    private byte[] event = new byte[0];
    private long number;
    private int readers;
    private boolean closed;

    /** Since the last state that could be put together: said once. */
    private volatile boolean failing;

    EventFeed(Supplier<byte[]> states, Duration interval) {
        this.states = states;
        clock.scheduleWithFixedDelay(
                this::refreshIfRead, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refreshIfRead() {
        if (isRead()) {
            refresh();
        }
    }

    /** What cannot be put together now, say because the disk is full, may be a second later. */
    private void refresh() {
        try {
            publish(states.get());
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("the dashboard's readers see nothing new", e);
            }
            failing = true;
        }
    }

    private synchronized boolean isRead() {
        return readers > 0;
    }

    private synchronized void publish(byte[] state) {
        number++;
        event =
                "id: %d\nretry: 1000\ndata: %s\n\n"
                        .formatted(number, new String(state, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        notifyAll();
    }

    /**
     * Writes events until the reader goes away or this is closed.
     *
     * @throws IOException when the reader has gone away
     */
    void copyTo(OutputStream reader) throws IOException {
        enter();
        try {
            refresh();
            long seen = 0;
            for (byte[] next = after(seen); next.length > 0; next = after(seen)) {
                seen = number();
                reader.write(next);
                reader.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        readers++;
    }

    private synchronized void leave() {
        readers--;
    }

    private synchronized long number() {
        return number;
    }

    /** The newest event, once there is one that was not seen; empty when this is closed. */
    private synchronized byte[] after(long seen) throws InterruptedException {
        while (number <= seen && !closed) {
            wait();
        }
        return closed ? new byte[0] : event;
    }

    @Override
    public synchronized void close() {
        closed = true;
        clock.shutdownNow();
        notifyAll();
    }
}

package io.bellwether.node.engine;

import java.time.Duration;

/** Waits that double from try to try, up to a limit. Used by one thread. */
public final class BackOff {
    private final Duration initial;
    private final Duration limit;
    private Duration next;

    public BackOff(Duration initial, Duration limit) {
        this.initial = initial;
        this.limit = limit;
        this.next = initial;
    }

    /** How long to wait before the next try. */
    public Duration next() {
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(limit) < 0 ? doubled : limit;
        return wait;
    }

    /** A try went well. */
    public void reset() {
        next = initial;
    }
}

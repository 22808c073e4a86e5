package io.bellwether.node.status;

import io.bellwether.keydelivery.KeySupply;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The key rate of the last hour, or of the time since the node started if that is shorter. */
final class SupplyMeter {
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final double MILLIS = 1000.0;

    private final Instant started;
    private final Deque<Added> lately = new ArrayDeque<>();
    private Optional<Instant> newest = Optional.empty();

    private record Added(Instant at, long bits) {}

    SupplyMeter(Instant started) {
        this.started = started;
    }

    void add(Instant now, long bits) {
        lately.addLast(new Added(now, bits));
        newest = Optional.of(now);
        forgetBefore(now.minus(WINDOW));
    }

    /** Empty before the first key. */
    Optional<KeySupply> at(Instant now) {
        forgetBefore(now.minus(WINDOW));
        return newest.map(last -> {
            Instant from = started.isAfter(now.minus(WINDOW)) ? started : now.minus(WINDOW);
            double seconds = Math.max(1, Duration.between(from, now).toMillis() / MILLIS);
            long bits = lately.stream().mapToLong(Added::bits).sum();
            return new KeySupply(bits / seconds, Duration.between(last, now).toMillis() / MILLIS);
        });
    }

    private void forgetBefore(Instant limit) {
        while (!lately.isEmpty() && lately.peekFirst().at.isBefore(limit)) {
            lately.removeFirst();
        }
    }
}

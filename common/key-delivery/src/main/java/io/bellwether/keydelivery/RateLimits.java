package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A token bucket for each identity: a rate in the long run, twice the rate at once. */
final class RateLimits {
    private static final double NANOS = 1e9;

    private final Map<SaeId, Bucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    RateLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes one request.
     *
     * @return 0, or the seconds until there is room for the next, rounded up
     */
    long take(SaeId id, double requestsPerSecond) {
        return buckets.computeIfAbsent(id, first -> new Bucket(nanoTime.getAsLong()))
                .take(requestsPerSecond, nanoTime.getAsLong());
    }

    private static final class Bucket {
        private double tokens = Double.MAX_VALUE;
        private long filledNanos;

        Bucket(long nowNanos) {
            filledNanos = nowNanos;
        }

        synchronized long take(double rate, long nowNanos) {
            double capacity = Math.max(1, 2 * rate);
            double grown = (nowNanos - filledNanos) / NANOS * rate;
            tokens = Math.min(capacity, tokens + grown);
            filledNanos = nowNanos;
            if (tokens >= 1) {
                tokens--;
                return 0;
            }
            return (long) Math.ceil((1 - tokens) / rate);
        }
    }
}

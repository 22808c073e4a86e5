package io.bellwether.link;

import java.util.function.LongSupplier;

/**
 * How fast the authentication bits of one direction may be spent: a token bucket that lives longer
 * than a connection, so that dialling again does not fill it. What is asked for beyond the burst is
 * given when the bucket is full, and paid back before anything else.
 *
 * <p>Thread-safe.
 */
public final class SpendingLimit {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long bitsPerSecond;
    private final long burstBits;
    private final LongSupplier nanoClock;
    private double level;
    private long lastNanos;

    /**
     * @param bitsPerSecond how fast the bucket fills; above 0
     * @param burstBits what it holds; above 0
     * @param nanoClock monotonic
     */
    public SpendingLimit(long bitsPerSecond, long burstBits, LongSupplier nanoClock) {
        if (bitsPerSecond <= 0 || burstBits <= 0) {
            throw new IllegalArgumentException(
                    "spending limit: %d bits per second, burst %d bits; limit above 0"
                            .formatted(bitsPerSecond, burstBits));
        }
        this.bitsPerSecond = bitsPerSecond;
        this.burstBits = burstBits;
        this.nanoClock = nanoClock;
        this.level = burstBits;
        this.lastNanos = nanoClock.getAsLong();
    }

    /**
     * Takes {@code bits} if they can be afforded now.
     *
     * @return 0 if they were taken, otherwise the milliseconds after which to ask again, at least 1
     */
    synchronized long take(int bits) {
        fill();
        double wanted = Math.min(bits, burstBits);
        if (level >= wanted) {
            level -= bits;
            return 0;
        }
        return (long) Math.ceil((wanted - level) * 1000 / bitsPerSecond);
    }

    private void fill() {
        long now = nanoClock.getAsLong();
        double gained = (now - lastNanos) / NANOS_PER_SECOND * bitsPerSecond;
        level = Math.min(burstBits, level + gained);
        lastNanos = now;
    }

    /** What can be spent at once now; below zero while a large block is being paid back. */
    public synchronized long availableBits() {
        fill();
        return (long) level;
    }

    public long bitsPerSecond() {
        return bitsPerSecond;
    }
}

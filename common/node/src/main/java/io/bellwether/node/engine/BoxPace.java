package io.bellwether.node.engine;

import io.bellwether.device.BoxException;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the box's timing inside the node. What a node says to its peer follows from what its box
 * has done, so a box that answers sooner or later speaks to everybody who sees the packets go by:
 * stored outcomes of an earlier block, a bit per chunk. With a pace every request takes the same
 * time, whatever the box does; one that takes longer costs the block, at the end of its time.
 *
 * <p>What remains: which request was late or failed, less than the logarithm of their number per
 * block, and {@code box.maximumBlocks} bounds the blocks.
 */
public final class BoxPace {
    /** The box's own pace: that its timing says nothing is then an assumption. */
    public static final BoxPace FREE = new BoxPace(0, () -> 0, nanos -> {});

    private final long requestNanos;
    private final LongSupplier nanoClock;
    private final LongConsumer wait;

    /**
     * @param nanoClock as {@link System#nanoTime}
     * @param wait for about so many nanoseconds, or shorter
     */
    BoxPace(long requestNanos, LongSupplier nanoClock, LongConsumer wait) {
        this.requestNanos = requestNanos;
        this.nanoClock = nanoClock;
        this.wait = wait;
    }

    /**
     * A pace by the machine's clock.
     *
     * @param perRequest zero for none
     */
    public static BoxPace of(Duration perRequest) {
        return perRequest.isZero()
                ? FREE
                : new BoxPace(perRequest.toNanos(), System::nanoTime, LockSupport::parkNanos);
    }

    /** Whether the box's timing is kept back. */
    boolean isKept() {
        return requestNanos > 0;
    }

    /** What is asked of the box. */
    @FunctionalInterface
    interface Request<T> {
        T ask() throws BoxException;
    }

    /**
     * Asks, and gives the answer or the failure when the time of a request is over, not before.
     *
     * @throws BoxException if the box fails, or took longer
     */
    <T> T ask(Request<T> request) throws BoxException {
        if (!isKept()) {
            return request.ask();
        }
        long begun = nanoClock.getAsLong();
        T answer;
        long taken;
        try {
            answer = request.ask();
            taken = nanoClock.getAsLong() - begun;
        } finally {
            awaitEnd(begun);
        }
        if (taken > requestNanos) {
            throw new BoxException(
                    BoxException.Reason.TIMED_OUT,
                    "the box took longer than box.requestMillis allows: %d"
                            .formatted(requestNanos / 1_000_000));
        }
        return answer;
    }

    private void awaitEnd(long begun) {
        long left = requestNanos - (nanoClock.getAsLong() - begun);
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            wait.accept(left);
            left = requestNanos - (nanoClock.getAsLong() - begun);
        }
    }
}

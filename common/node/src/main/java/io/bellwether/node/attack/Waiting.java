package io.bellwether.node.attack;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what daemons in other processes do. */
final class Waiting {
    private static final long POLL_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private Waiting() {}

    /**
     * Waits for something that has to become true.
     *
     * @throws StuckException if it does not
     */
    static void until(String what, BooleanSupplier condition)
            throws InterruptedException, StuckException {
        if (!isTrueWithin(PATIENCE, condition)) {
            throw new StuckException(
                    "waited %d s in vain: %s".formatted(PATIENCE.toSeconds(), what));
        }
    }

    /** Watches whether something becomes true. */
    static boolean isTrueWithin(Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        Instant limit = Instant.now().plus(patience);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}

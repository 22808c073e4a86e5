package io.bellwether.node.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that stopping the node cuts short. */
public final class Pauses {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Returns after {@code duration}, or at once when the node stops. */
    public void pause(Duration duration) {
        try {
            if (ended.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends this and every later pause. */
    public void end() {
        ended.countDown();
    }
}

package io.bellwether.node.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** What ends the whole node: a failed random generator, a damaged store, a defect of ours. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final AtomicReference<Throwable> first = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Runs the work of a thread; what it throws ends the node. */
    public void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        if (first.compareAndSet(null, failure)) {
            log.atError().setCause(failure).log("node.failed");
            ended.countDown();
        }
    }

    /** The node is told to stop. */
    public void stop() {
        ended.countDown();
    }

    /** Waits until the node fails or is told to stop; the failure, if there was one. */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        ended.await();
        return Optional.ofNullable(first.get());
    }

    /** Waits for a thread of the node to end. */
    public void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.bellwether.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A part of a start that waits for nothing, on a thread of its own beside the rest. */
final class BegunEarly<T> {
    private final FutureTask<T> task;

    private BegunEarly(FutureTask<T> task) {
        this.task = task;
    }

    static <T> BegunEarly<T> begin(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("start").start(task);
        return new BegunEarly<>(task);
    }

    /**
     * What it made, once it is there.
     *
     * @throws IOException as the work itself; its unchecked exceptions come as they are
     */
    T get() throws IOException {
        try {
            return await();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** What it made, once it has come to its end; empty if it failed. */
    Optional<T> made() {
        try {
            return Optional.of(await());
        } catch (ExecutionException failed) {
            return Optional.empty();
        }
    }

    private T await() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

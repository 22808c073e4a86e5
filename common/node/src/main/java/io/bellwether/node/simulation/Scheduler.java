package io.bellwether.node.simulation;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs the threads of both nodes one at a time, each until it waits, and lets the dice choose who
 * is next. They are virtual threads whose continuations are queued here instead of on the cores, so
 * that whatever they wait in (a queue, a lock, a monitor, a future) is the code's own.
 */
final class Scheduler {
    /** Package-private in the JDK, "invoked by tests": the module java.base has to be opened. */
    private static final Constructor<?> BUILDER = builder();

    private final List<Runnable> runnable = new ArrayList<>();
    private final Dice dice;

    Scheduler(Dice dice) {
        this.dice = dice;
    }

    private static Constructor<?> builder() {
        try {
            Constructor<?> found =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            found.setAccessible(true);
            return found;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "the simulation schedules virtual threads itself, which needs a JDK 25 started"
                            + " with --add-opens java.base/java.lang=ALL-UNNAMED",
                    e);
        }
    }

    void start(String name, Runnable work) {
        try {
            ((Thread.Builder.OfVirtual) BUILDER.newInstance((Executor) this::queue))
                    .name(name)
                    .start(work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual thread", e);
        }
    }

    private synchronized void queue(Runnable continuation) {
        runnable.add(continuation);
    }

    private synchronized Runnable next() {
        int chosen = dice.below(runnable.size());
        Runnable last = runnable.removeLast();
        return chosen == runnable.size() ? last : runnable.set(chosen, last);
    }

    synchronized boolean isIdle() {
        return runnable.isEmpty();
    }

    /** Lets one thread run until it waits. */
    void step() {
        next().run();
    }
}

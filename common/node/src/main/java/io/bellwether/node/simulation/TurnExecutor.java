package io.bellwether.node.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** One task after the other, on a thread of the process. */
final class TurnExecutor implements Executor {
    private final SimulatedProcess process;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean working;

    TurnExecutor(SimulatedProcess process) {
        this.process = process;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
        if (!working) {
            working = true;
            process.start("recorder", this::work);
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized Runnable next() {
        working = !tasks.isEmpty();
        return tasks.poll();
    }
}

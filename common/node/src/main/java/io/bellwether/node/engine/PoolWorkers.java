package io.bellwether.node.engine;

import io.bellwether.foundation.Workers;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Has parts of a stage computed by the Java machine's common pool, one thread for each core. */
public final class PoolWorkers implements Workers {
    /** Of this process: there is one common pool. */
    public static final PoolWorkers COMMON = new PoolWorkers();

    private PoolWorkers() {}

    @Override
    public int count() {
        return ForkJoinPool.getCommonPoolParallelism() + 1;
    }

    @Override
    public void run(List<? extends Runnable> parts) {
        if (parts.size() == 1) {
            parts.getFirst().run();
        } else {
            ForkJoinTask.invokeAll(parts.stream().map(ForkJoinTask::adapt).toList());
        }
    }
}

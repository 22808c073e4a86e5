package io.bellwether.node.engine;

import io.bellwether.foundation.Workers;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/**
 * Has a stage's work done by the caller and by the Java machine's common pool, together one thread
 * for each core. Where the pool is busy, the caller does all.
 */
public final class PoolWorkers implements Workers {
    /** Of this process: there is one common pool. */
    public static final PoolWorkers COMMON =
            new PoolWorkers(ForkJoinPool.getCommonPoolParallelism() + 1);

    private final int count;

    /**
     * @param count how many items at once, 1 or more; more than there are threads changes nothing
     */
    PoolWorkers(int count) {
        this.count = count;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void run(List<Step> steps) {
        int most = steps.stream().mapToInt(Step::items).max().orElse(0);
        int threads = Math.min(count, most);
        if (threads <= 1) {
            Workers.ONE.run(steps);
            return;
        }
        var shared = new SharedSteps(steps, threads);
        List<? extends ForkJoinTask<?>> others =
                IntStream.range(1, threads)
                        .mapToObj(thread -> ForkJoinTask.adapt(() -> shared.goThrough(thread)))
                        .toList();
        others.forEach(ForkJoinTask::fork);
        shared.goThrough(0);
        // Those that have not begun have nothing to do any more.
        others.forEach(other -> other.cancel(false));
        shared.throwFailure();
    }
}

package io.bellwether.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.Workers;
import io.bellwether.foundation.Workers.Step;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

@Timeout(60)
class PoolWorkersTest {
    /** The machine's, one alone, and more than there are threads and than most steps have items. */
    private static final List<PoolWorkers> ALL =
            List.of(
                    PoolWorkers.COMMON,
                    new PoolWorkers(1),
                    new PoolWorkers(2),
                    new PoolWorkers(3),
                    new PoolWorkers(50));

    /** Steps in which each item adds to what its neighbours were before. */
    private static final class Chain {
        private static final int[] SIZES = {7, 1, 0, 64, 2, 1000, 3, 5, 5, 5, 5, 5, 100};

        private final long[][] values = new long[SIZES.length][];
        private final AtomicIntegerArray runs = new AtomicIntegerArray(IntStream.of(SIZES).sum());
        private final List<Step> steps = new ArrayList<>();

        Chain() {
            int before = 0;
            for (int k = 0; k < SIZES.length; k++) {
                int step = k;
                int first = before;
                values[k] = new long[SIZES[k]];
                steps.add(
                        new Step(
                                SIZES[k],
                                (item, worker) -> {
                                    runs.incrementAndGet(first + item);
                                    values[step][item] = sumBefore(step) + item + 1;
                                }));
                before += SIZES[k];
            }
        }

        private long sumBefore(int step) {
            long sum = 0;
            for (int k = 0; k < step; k++) {
                for (long value : values[k]) {
                    sum = 31 * sum + value;
                }
            }
            return sum;
        }

        void assertComplete() {
            assertThat(IntStream.range(0, runs.length()).map(runs::get)).containsOnly(1);
            Chain expected = new Chain();
            Workers.ONE.run(expected.steps);
            assertThat(values).isDeepEqualTo(expected.values);
        }
    }

    private static void runChain(Workers workers) {
        Chain chain = new Chain();
        workers.run(chain.steps);
        chain.assertComplete();
    }

    @Test
    @DisplayName("every item has run once, after those of all steps before, which it sees")
    void steps() {
        for (PoolWorkers workers : ALL) {
            for (int k = 0; k < 30; k++) {
                runChain(workers);
            }
            workers.run(List.of());
        }
    }

    @Test
    @DisplayName("the steps are complete also from a virtual thread and from a pool's thread")
    void nested() throws InterruptedException {
        for (PoolWorkers workers : ALL) {
            AtomicInteger complete = new AtomicInteger();
            Runnable run =
                    () -> {
                        runChain(workers);
                        complete.incrementAndGet();
                    };
            Thread.ofVirtual().start(run).join();
            ForkJoinPool.commonPool().submit(run).join();
            workers.run(List.of(new Step(5, (item, worker) -> run.run())));
            assertThat(complete).hasValue(7);
        }
    }

    @Test
    @DisplayName("no two items that are under way have the same worker's number")
    void numbersOfWorkers() {
        for (PoolWorkers workers : ALL) {
            AtomicIntegerArray busy = new AtomicIntegerArray(workers.count());
            AtomicBoolean shared = new AtomicBoolean();
            Step step =
                    new Step(
                            500,
                            (item, worker) -> {
                                if (busy.incrementAndGet(worker) != 1) {
                                    shared.set(true);
                                }
                                Thread.yield();
                                busy.decrementAndGet(worker);
                            });
            workers.run(List.of(step, step));
            assertThat(shared).isFalse();
        }
    }

    @Test
    @DisplayName("two items wait for each other, so that they are under way at once")
    void atOnce() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Step step =
                new Step(
                        2,
                        (item, worker) -> {
                            both.countDown();
                            await(both);
                        });
        new PoolWorkers(2).run(List.of(step));
        assertThat(both.getCount()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("where all of the pool's threads are busy, the caller does all")
    void busyPool() {
        CountDownLatch release = new CountDownLatch(1);
        List<ForkJoinTask<?>> blockers = new ArrayList<>();
        for (int k = 0; k < ForkJoinPool.getCommonPoolParallelism(); k++) {
            blockers.add(ForkJoinPool.commonPool().submit(() -> await(release)));
        }
        try {
            for (PoolWorkers workers : ALL) {
                runChain(workers);
            }
        } finally {
            release.countDown();
        }
        blockers.forEach(ForkJoinTask::join);
    }

    @Test
    @DisplayName("several callers at once each have their own steps done")
    void severalCallers() throws InterruptedException {
        AtomicInteger complete = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            callers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int n = 0; n < 20; n++) {
                                    runChain(new PoolWorkers(2));
                                }
                                complete.incrementAndGet();
                            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(complete).hasValue(4);
    }

    @Test
    @DisplayName("what an item throws reaches the caller, when no item is under way any more")
    void failure() {
        for (PoolWorkers workers : ALL) {
            for (int failing = 0; failing < 20; failing++) {
                for (Throwable planted :
                        List.of(new IllegalStateException("planted"), new StackOverflowError())) {
                    failsWith(planted, failing, workers);
                }
            }
        }
    }

    private static void failsWith(Throwable planted, int failing, PoolWorkers workers) {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger later = new AtomicInteger();
        Step step =
                new Step(
                        20,
                        (item, worker) -> {
                            underWay.incrementAndGet();
                            try {
                                Thread.yield();
                                if (item >= failing) {
                                    throwAny(planted);
                                }
                            } finally {
                                underWay.decrementAndGet();
                            }
                        });
        Step after = new Step(20, (item, worker) -> later.incrementAndGet());
        assertThatThrownBy(() -> workers.run(List.of(step, after))).isSameAs(planted);
        assertThat(underWay).hasValue(0);
        assertThat(later).hasValue(0);
    }

    private static void throwAny(Throwable planted) {
        switch (planted) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(planted);
        }
    }
}

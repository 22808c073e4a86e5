package io.bellwether.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

class PoolWorkersTest {
    @Test
    @DisplayName("every part has run once when the call returns, also from a virtual thread")
    void allParts() throws InterruptedException {
        assertThat(PoolWorkers.COMMON.count()).isPositive();
        for (int count : new int[] {0, 1, 2, 100}) {
            var runs = new AtomicIntegerArray(count);
            var parts =
                    IntStream.range(0, count)
                            .<Runnable>mapToObj(i -> () -> runs.incrementAndGet(i))
                            .toList();
            Thread.ofVirtual().start(() -> PoolWorkers.COMMON.run(parts)).join();
            assertThat(IntStream.range(0, count).map(runs::get)).allMatch(n -> n == 1);
        }
    }

    @Test
    @DisplayName("what a part throws reaches the caller")
    void failure() {
        Runnable failing =
                () -> {
                    throw new IllegalStateException("planted");
                };
        for (int others = 0; others < 3; others++) {
            var parts = new ArrayList<Runnable>();
            for (int i = 0; i < others; i++) {
                parts.add(() -> {});
            }
            parts.add(failing);
            assertThatThrownBy(() -> PoolWorkers.COMMON.run(parts))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("planted");
        }
    }
}

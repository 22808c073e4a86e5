package io.bellwether.node.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Stream;

/** Waits between tries. */
class BackOffTest {
    private static Stream<Long> nextMillis(BackOff backOff, int tries) {
        return Stream.generate(backOff::next).limit(tries).map(Duration::toMillis);
    }

    @Test
    @DisplayName("waits double from try to try up to the limit and stay there")
    void doubles() {
        var backOff = new BackOff(Duration.ofMillis(200), Duration.ofMillis(1500));

        assertThat(nextMillis(backOff, 6)).containsExactly(200L, 400L, 800L, 1500L, 1500L, 1500L);
    }

    @Test
    @DisplayName("after a success the waits start again from the first")
    void resets() {
        var backOff = new BackOff(Duration.ofMillis(200), Duration.ofMillis(1500));
        assertThat(nextMillis(backOff, 3)).endsWith(800L);

        backOff.reset();

        assertThat(nextMillis(backOff, 2)).containsExactly(200L, 400L);
    }

    @Test
    @DisplayName("a limit equal to the first wait keeps it")
    void constant() {
        var backOff = new BackOff(Duration.ofMillis(200), Duration.ofMillis(200));

        assertThat(nextMillis(backOff, 3)).containsExactly(200L, 200L, 200L);
    }
}

package io.bellwether.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.Workers.Step;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WorkersTest {
    @Test
    @DisplayName("one worker does the items of all steps in order")
    void inOrder() {
        List<String> done = new ArrayList<>();
        Workers.ONE.run(
                List.of(
                        new Step(2, (item, worker) -> done.add("a" + item + worker)),
                        new Step(0, (item, worker) -> done.add("never")),
                        new Step(1, (item, worker) -> done.add("b" + item + worker))));
        assertThat(done).containsExactly("a00", "a10", "b00");
        assertThat(Workers.ONE.count()).isOne();
    }

    @Test
    @DisplayName("one worker ends at the item that fails")
    void failure() {
        List<Integer> done = new ArrayList<>();
        Step failing =
                new Step(
                        3,
                        (item, worker) -> {
                            if (item == 1) {
                                throw new IllegalStateException("planted");
                            }
                            done.add(item);
                        });
        assertThatThrownBy(() -> Workers.ONE.run(List.of(failing, failing))).hasMessage("planted");
        assertThat(done).containsExactly(0);
    }
}

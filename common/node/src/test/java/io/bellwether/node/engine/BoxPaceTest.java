package io.bellwether.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BoxException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a box's answers take effect, on a clock that moves only when somebody waits. */
class BoxPaceTest {
    private static final long REQUEST = 700_000_000;

    private long now = 5_000;
    private final BoxPace pace =
            new BoxPace(REQUEST, () -> now, nanos -> now += Math.max(1, nanos / 2));

    private int answerAfter(long nanos) {
        now += nanos;
        return 42;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000_000, 699_999_999, 700_000_000})
    @DisplayName("however fast a box answers, the answer is there at the same moment")
    void sameMoment(long taken) throws BoxException {
        long begun = now;

        assertThat(pace.<Integer>ask(() -> answerAfter(taken))).isEqualTo(42);
        assertThat(now - begun).isEqualTo(REQUEST);
    }

    @Test
    @DisplayName("a box that is slower costs the block, in words of the node's own")
    void late() {
        assertThatThrownBy(() -> pace.ask(() -> answerAfter(REQUEST + 1)))
                .isInstanceOfSatisfying(
                        BoxException.class,
                        late -> {
                            assertThat(late.reason()).isEqualTo(BoxException.Reason.TIMED_OUT);
                            assertThat(late.ownWords()).endsWith("box.requestMillis allows: 700");
                        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300_000_000})
    @DisplayName("a failure shows at that moment, too")
    void failure(long taken) {
        long begun = now;

        assertThatThrownBy(() ->
                        pace.ask(() -> {
                            now += taken;
                            throw new BoxException(BoxException.Reason.APPARATUS, "broken");
                        }))
                .hasMessage("broken");
        assertThat(now - begun).isEqualTo(REQUEST);
    }

    @Test
    @DisplayName("without a pace the box's own time is what everybody sees")
    void free() throws BoxException {
        assertThat(BoxPace.FREE.<Integer>ask(() -> answerAfter(9))).isEqualTo(42);
        assertThat(now).isEqualTo(5_009);
        assertThat(BoxPace.of(java.time.Duration.ZERO)).isSameAs(BoxPace.FREE);
    }
}

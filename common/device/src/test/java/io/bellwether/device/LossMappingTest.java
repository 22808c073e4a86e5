package io.bellwether.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LossMappingTest {
    @Test
    @DisplayName("every lost round becomes the fixed bit, is counted and none is dropped")
    void mapsAndCounts() throws BoxException {
        LossMapping mapping = new LossMapping(1);
        byte[] outcomes = {0, 2, 1, 2, 2, 0};
        assertThat(mapping.apply(outcomes, 5)).isEqualTo(3);
        assertThat(outcomes).containsExactly(0, 1, 1, 1, 1, 0);
        assertThat(mapping.apply(new byte[] {2}, 1)).isEqualTo(1);
        assertThat(mapping.lostRounds()).isEqualTo(4);
    }

    @Test
    @DisplayName("a value that is no outcome is refused without being shown")
    void refusesNonsense() {
        assertThatThrownBy(() -> new LossMapping(0).apply(new byte[] {0, 77}, 2))
                .isInstanceOf(BoxException.class)
                .hasMessageContaining("outcome 1 of the frame")
                .hasMessageNotContaining("77");
    }

    @Test
    @DisplayName("a fixed bit that is no bit is refused")
    void refusesNoBit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LossMapping(2));
    }
}

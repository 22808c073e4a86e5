package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChshGameTest {
    @Test
    @DisplayName("a round is won by equal outcomes, except at x = y = 1 where they must differ")
    void winningRule() {
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                boolean equalWins = x == 0 || y == 0;
                assertThat(ChshGame.wins(x, y, 0, 0)).isEqualTo(equalWins);
                assertThat(ChshGame.wins(x, y, 1, 1)).isEqualTo(equalWins);
                assertThat(ChshGame.wins(x, y, 0, 1)).isEqualTo(!equalWins);
                assertThat(ChshGame.wins(x, y, 1, 0)).isEqualTo(!equalWins);
            }
        }
    }

    @Test
    @DisplayName("the bounds of S and of the win ratio belong to each other")
    void boundsMatch() {
        assertThat(ChshGame.winRatioOf(ChshGame.QUANTUM_BOUND))
                .isCloseTo(ChshGame.W_MAX, within(1e-15));
        assertThat(ChshGame.winRatioOf(-ChshGame.QUANTUM_BOUND))
                .isCloseTo(ChshGame.W_MIN, within(1e-15));
        assertThat(ChshGame.winRatioOf(ChshGame.LOCAL_BOUND)).isEqualTo(ChshGame.W_LOCAL);
        assertThat(ChshGame.chshOf(ChshGame.winRatioOf(2.64))).isCloseTo(2.64, within(1e-14));
    }
}

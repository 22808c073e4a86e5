package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static double[][][][] uniform() {
        double[][][][] p = new double[2][2][][];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                p[x][y] = new double[][] {{.25, .25}, {.25, .25}};
            }
        }
        return p;
    }

    @Test
    @DisplayName("a probability outside [0, 1] is refused with x, y, value and limit")
    void refusesProbabilityOutOfRange() {
        double[][][][] p = uniform();
        p[1][0] = new double[][] {{-.1, .6}, {.25, .25}};
        assertThatThrownBy(() -> Behaviour.of(p))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("p(a=0,b=0|x=1,y=0) = -0.1 is outside [0, 1]");
    }

    @Test
    @DisplayName("NaN is refused like any other value outside [0, 1]")
    void refusesNaN() {
        double[][][][] p = uniform();
        p[0][0][1][1] = Double.NaN;
        assertThatThrownBy(() -> Behaviour.of(p)).hasMessageContaining("NaN is outside [0, 1]");
    }

    @Test
    @DisplayName("a block that does not sum to 1 is refused with x, y, sum and tolerance")
    void refusesUnnormalised() {
        double[][][][] p = uniform();
        p[0][1][0][0] = .3;
        assertThatThrownBy(() -> Behaviour.of(p))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p(ab|x=0,y=1) sums to 1.05")
                .hasMessageContaining("1.0E-9");
    }

    @Test
    @DisplayName("a ragged table is refused and says which count is off")
    void refusesRaggedTable() {
        double[][][][] p = uniform();
        p[1] = new double[][][] {p[1][0]};
        assertThatThrownBy(() -> Behaviour.of(p))
                .hasMessage("number of Bob settings at x=1 is 1, expected 2");
        assertThatThrownBy(() -> Behaviour.of(new double[0][][][]))
                .hasMessageContaining("at least one setting");
    }

    @Test
    @DisplayName("changing the caller's table afterwards changes nothing")
    void takesACopy() {
        double[][][][] p = uniform();
        Behaviour behaviour = Behaviour.of(p);
        p[0][0][0][0] = 1;
        assertThat(behaviour.probability(0, 0, 0, 0)).isEqualTo(.25);
    }

    @Test
    @DisplayName("a box whose answer at Alice repeats Bob's setting signals by 1")
    void signalIsMeasured() {
        double[][][][] p = new double[2][2][2][2];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                p[x][y][y][0] = 1;
            }
        }
        assertThat(Behaviour.of(p).largestSignal()).isEqualTo(1);
        assertThat(Behaviour.of(uniform()).largestSignal()).isEqualTo(0);
    }

    @Test
    @DisplayName("CHSH of a behaviour with one setting is refused, not guessed")
    void chshNeedsTwoSettings() {
        Behaviour single = Behaviour.of(new double[][][][] {{{{.5, 0}, {0, .5}}}});
        assertThatThrownBy(single::chsh)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 and 1 settings");
        assertThat(single.qber(0, 0)).isCloseTo(0, within(0.0));
    }
}

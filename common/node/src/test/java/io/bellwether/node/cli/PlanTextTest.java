package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    @Test
    @DisplayName("times are shown in the largest unit that leaves at least one")
    void durations() {
        assertThat(PlanText.duration(0.25)).isEqualTo("0.25 s");
        assertThat(PlanText.duration(90)).isEqualTo("1.5 min");
        assertThat(PlanText.duration(28_800)).isEqualTo("8 h");
        assertThat(PlanText.duration(86_400)).isEqualTo("1 d");
        assertThat(PlanText.duration(86_400 * 400.0)).isEqualTo("1.095 years");
    }

    @Test
    @DisplayName("numbers have four digits, and no exponent where that is readable")
    void numbers() {
        assertThat(PlanText.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(PlanText.number(0.05078125)).isEqualTo("0.05078");
        assertThat(PlanText.number(0)).isEqualTo("0");
        assertThat(PlanText.number(1e-9)).isEqualTo("1.000e-09");
    }

    @Test
    @DisplayName("durations are read with their unit, and refused without")
    void durationText() {
        assertThat(DurationText.seconds("90s")).isEqualTo(90);
        assertThat(DurationText.seconds("1.5h")).isEqualTo(5400);
        assertThat(DurationText.seconds("2d")).isEqualTo(172_800);
        assertThatThrownBy(() -> DurationText.seconds("8"))
                .hasMessage("duration = 8 is not a number with s, min, h or d, such as 8h");
    }

    @Test
    @DisplayName("the bar is filled as far as the work is done")
    void bar() {
        assertThat(ProgressBar.line("curve", 50, 200))
                .isEqualTo("curve [#######.......................]  25 %");
    }
}

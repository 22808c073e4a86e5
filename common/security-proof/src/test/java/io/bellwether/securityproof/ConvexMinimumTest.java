package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConvexMinimumTest {
    private static final Interval LOW = Interval.exactly(-1);
    private static final Interval HIGH = Interval.exactly(2);

    @Test
    @DisplayName("a parabola is bounded from below within 1e-13 of its minimum")
    void parabola() {
        double bound =
                ConvexMinimum.lowerBound(
                        w -> Interval.exactly(w).minus(Interval.exactly(0.3)).squared(), LOW, HIGH);
        assertThat(bound).isLessThanOrEqualTo(0).isGreaterThan(-1e-13);
    }

    @Test
    @DisplayName("a minimum at the end of the range, or at a kink, is still bounded from below")
    void endsAndKinks() {
        double increasing = ConvexMinimum.lowerBound(w -> Interval.exactly(w).exp(), LOW, HIGH);
        assertThat(increasing).isLessThanOrEqualTo(Math.exp(-1)).isGreaterThan(.3678793);
        double decreasing = ConvexMinimum.lowerBound(w -> Interval.exactly(-w), LOW, HIGH);
        assertThat(decreasing).isLessThanOrEqualTo(-2).isGreaterThan(-2 - 1e-6);
        double kink = ConvexMinimum.lowerBound(w -> Interval.exactly(Math.abs(w - 0.7)), LOW, HIGH);
        assertThat(kink).isLessThanOrEqualTo(0).isGreaterThan(-1e-6);
    }

    @Test
    @DisplayName("an uncertain function lowers the bound by its uncertainty, never raises it")
    void uncertainFunction() {
        double bound =
                ConvexMinimum.lowerBound(w -> new Interval(w * w - 1e-9, w * w + 1e-9), LOW, HIGH);
        assertThat(bound).isLessThanOrEqualTo(-1e-9).isGreaterThan(-1e-3);
    }
}

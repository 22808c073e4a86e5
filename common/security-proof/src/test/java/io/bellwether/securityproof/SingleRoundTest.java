package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleRoundTest {
    /** Independent Python program, vector "eta". */
    @ParameterizedTest(name = "eta({0}) = {1}")
    @CsvSource({
        "0.75, 0.0",
        "0.76, 0.059689812988265256",
        "0.8, 0.3461124357945391",
        "0.825538, 0.5873828807098689",
        "0.83, 0.6371183480992282",
        "0.834625, 0.6921351421063268",
        "0.85, 0.9185310849856456"
    })
    void etaMatchesVectors(double w, double expected) {
        Interval eta = SingleRound.eta(Interval.exactly(w));
        assertThat(eta.middle()).isCloseTo(expected, within(1e-12));
        assertThat(eta.upper() - eta.lower()).isLessThan(1e-12);
    }

    @Test
    @DisplayName("eta is 0 between 1/4 and 3/4, 1 at the quantum maximum, and mirrored")
    void etaAtTheEnds() {
        assertThat(SingleRound.eta(Interval.exactly(0.5)).upper()).isLessThan(1e-14);
        assertThat(SingleRound.eta(SingleRound.W_MAX).upper()).isEqualTo(1);
        assertThat(SingleRound.eta(SingleRound.W_MAX).lower()).isGreaterThan(1 - 1e-6);
        assertThat(SingleRound.eta(Interval.exactly(0.2)).middle())
                .isCloseTo(SingleRound.eta(Interval.exactly(0.8)).middle(), within(1e-12));
    }

    @Test
    @DisplayName("the slope of eta agrees with the difference quotient, and grows: eta is convex")
    void slope() {
        double previous = 0;
        for (double t = 0.7501; t < 0.8535; t += 0.0007) {
            double step = 1e-6;
            double quotient =
                    (SingleRound.eta(Interval.exactly(t + step)).middle()
                                    - SingleRound.eta(Interval.exactly(t - step)).middle())
                            / (2 * step);
            assertThat(SingleRound.etaSlope(t)).isCloseTo(quotient, within(1e-3));
            assertThat(SingleRound.etaSlope(t)).isGreaterThan(previous);
            previous = SingleRound.etaSlope(t);
        }
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenyiRoundTest {
    private static Interval entropy(Interval minusOne, double d) {
        return minusOne.log1p().over(Interval.LN2.times(d)).negated();
    }

    /** Independent Python program, vector "H_alpha_down". */
    @ParameterizedTest(name = "w = {0}, alpha = {1}: {2} bits")
    @CsvSource({
        "0.76, 1.0001, 0.05968409384523474",
        "0.76, 1.1, 0.054464124014784066",
        "0.76, 2.0, 0.030374716719127025",
        "0.8, 1.001, 0.3458548930247445",
        "0.8, 1.5, 0.24988441448541832",
        "0.83, 1.01, 0.6339878214106539",
        "0.83, 2.0, 0.4078007497143819",
        "0.85, 1.0001, 0.9185159208055413",
        "0.85, 1.1, 0.9026668447262147"
    })
    void matchesVectors(double w, double alpha, double expected) {
        double d = alpha - 1;
        Interval h = entropy(new RenyiRound(d, 0).unflippedMinusOne(Interval.exactly(w)), d);
        assertThat(h.middle()).isCloseTo(expected, within(1e-9));
        assertThat(h.upper() - h.lower()).isLessThan(1e-10);
    }

    /** Independent Python program, vector "H_alpha_down_noisy_p0.05". */
    @ParameterizedTest(name = "w = {0}, alpha = {1}, p = 0.05: {2} bits")
    @CsvSource({
        "0.76, 1.001, 0.3272800332094947",
        "0.76, 2.0, 0.1711663040015384",
        "0.8, 1.1, 0.4940195998026652",
        "0.83, 1.001, 0.7330601712297188",
        "0.83, 2.0, 0.5031696351905037"
    })
    void noisyMatchesVectors(double w, double alpha, double expected) {
        double d = alpha - 1;
        Interval h = entropy(new RenyiRound(d, .05).keyRoundMinusOne(Interval.exactly(w)), d);
        assertThat(h.middle()).isCloseTo(expected, within(1e-9));
    }

    @Test
    @DisplayName("at alpha - 1 = 1e-8 nine digits of the von Neumann entropy remain")
    void noCancellation() {
        Interval w = Interval.exactly(.83);
        Interval h = entropy(new RenyiRound(1e-8, 0).unflippedMinusOne(w), 1e-8);
        assertThat(h.middle()).isCloseTo(SingleRound.eta(w).middle(), within(1e-8));
        assertThat(h.upper() - h.lower()).isLessThan(1e-7);
    }

    @Test
    @DisplayName("q is concave in w, as the proof says (second differences on a grid)")
    void concaveOnAGrid() {
        for (double d : new double[] {1e-4, 1e-2, .3, 1}) {
            RenyiRound round = new RenyiRound(d, 0);
            double step = 1e-3;
            for (double w = .74; w < .852; w += step) {
                double left = round.unflippedMinusOne(Interval.exactly(w - step)).middle();
                double middle = round.unflippedMinusOne(Interval.exactly(w)).middle();
                double right = round.unflippedMinusOne(Interval.exactly(w + step)).middle();
                assertThat((left + right - 2 * middle) / d).isLessThan(1e-12);
            }
        }
    }

    @Test
    @DisplayName("at and beyond the quantum maximum the functionals stay enclosed")
    void atTheMaximum() {
        Interval q = new RenyiRound(.01, 0).unflippedMinusOne(SingleRound.W_MAX);
        assertThat(q.lower()).isLessThanOrEqualTo(Math.expm1(-.01 * Math.log(2)));
        assertThat(q.upper()).isGreaterThanOrEqualTo(Math.expm1(-.01 * Math.log(2)));
        Interval noisy = new RenyiRound(.01, .1).keyRoundMinusOne(SingleRound.W_MAX);
        assertThat(noisy.lower()).isLessThanOrEqualTo(noisy.upper());
    }
}

package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;

class IntervalTest {
    private static final MathContext DIGITS = new MathContext(60);
    private static final long SEED = 20220728;

    @Test
    @DisplayName("sums, products, quotients and roots of random doubles hold the 60-digit value")
    void holdsExactValues() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = wild(random);
            double b = wild(random);
            BigDecimal x = new BigDecimal(a);
            BigDecimal y = new BigDecimal(b);
            Interval p = Interval.exactly(a);
            Interval q = Interval.exactly(b);
            assertHolds(p.plus(q), x.add(y));
            assertHolds(p.minus(q), x.subtract(y));
            assertHolds(p.times(q), x.multiply(y));
            assertHolds(p.over(q), x.divide(y, DIGITS));
            assertHolds(p.squared(), x.multiply(x));
            assertHolds(Interval.exactly(Math.abs(a)).sqrt(), x.abs().sqrt(DIGITS));
        }
    }

    private static double wild(SplittableRandom random) {
        double magnitude = Math.scalb(1 + random.nextDouble(), random.nextInt(-60, 60));
        return random.nextBoolean() ? magnitude : -magnitude;
    }

    private static void assertHolds(Interval interval, BigDecimal exact) {
        assertThat(new BigDecimal(interval.lower()).compareTo(exact))
                .as("seed %s: %s holds %s", SEED, interval, exact)
                .isLessThanOrEqualTo(0);
        assertThat(new BigDecimal(interval.upper()).compareTo(exact))
                .as("seed %s: %s holds %s", SEED, interval, exact)
                .isGreaterThanOrEqualTo(0);
    }

    @Test
    @DisplayName("logarithms and exponentials hold values known to 40 digits")
    void holdsKnownConstants() {
        // OEIS A002162, A001113, A020857 (log2 3), A016631 (ln 9 = 2 ln 3)
        assertHolds(
                Interval.exactly(2).ln(),
                new BigDecimal("0.6931471805599453094172321214581765680755"));
        assertHolds(
                Interval.ONE.exp(), new BigDecimal("2.7182818284590452353602874713526624977572"));
        assertHolds(
                Interval.exactly(3).log2(),
                new BigDecimal("1.5849625007211561814537389439478165087598"));
        assertHolds(
                Interval.exactly(8).log1p(),
                new BigDecimal("2.1972245773362193827904904738450514092950"));
        assertHolds(
                Interval.ONE.expm1(), new BigDecimal("1.7182818284590452353602874713526624977572"));
        assertThat(Interval.exactly(10).exp2().middle()).isCloseTo(1024, within(1e-9));
    }

    @Test
    @DisplayName("an operation on intervals holds the operation on any of their members")
    void holdsMembers() {
        Interval wide = new Interval(-2, 3);
        assertThat(wide.times(wide).lower()).isLessThanOrEqualTo(-6);
        assertThat(wide.times(wide).upper()).isGreaterThanOrEqualTo(9);
        assertThat(wide.minus(wide).upper()).isGreaterThanOrEqualTo(5);
        assertThat(new Interval(-1, 4).sqrt().lower()).isEqualTo(0);
        assertThat(wide.clamped(0, 1)).isEqualTo(new Interval(0, 1));
        assertThat(new Interval(5, 6).clamped(0, 1)).isEqualTo(new Interval(1, 1));
    }

    @Test
    @DisplayName("division by an interval around 0 and an empty interval are refused")
    void refusals() {
        assertThatThrownBy(() -> Interval.ONE.over(new Interval(-1, 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

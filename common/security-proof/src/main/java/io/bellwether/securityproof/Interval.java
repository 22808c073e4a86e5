package io.bellwether.securityproof;

/**
 * A closed interval that is guaranteed to hold the exact value of the expression it was computed
 * from. Every operation rounds outwards: the four basic operations and the square root are
 * correctly rounded (IEEE 754), so one step to the next double covers them; {@link StrictMath}'s
 * log, exp, log1p and expm1 are within 1 ulp by specification, so two steps cover them. StrictMath
 * also makes the ends the same on every machine.
 */
record Interval(double lower, double upper) {
    static final Interval ZERO = new Interval(0, 0);
    static final Interval ONE = new Interval(1, 1);
    static final Interval LN2 = around(StrictMath.log(2));

    Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException(
                    "interval [" + lower + ", " + upper + "] is empty or not a number");
        }
    }

    /** The double itself, exactly. */
    static Interval exactly(double value) {
        return new Interval(value, value);
    }

    /**
     * Holds every real number that the nearest double, or one of its two neighbours, stands for.
     */
    static Interval around(double value) {
        return new Interval(down(value, 2), up(value, 2));
    }

    double middle() {
        return lower / 2 + upper / 2;
    }

    Interval plus(Interval other) {
        return new Interval(Math.nextDown(lower + other.lower), Math.nextUp(upper + other.upper));
    }

    Interval minus(Interval other) {
        return new Interval(Math.nextDown(lower - other.upper), Math.nextUp(upper - other.lower));
    }

    Interval negated() {
        return new Interval(-upper, -lower);
    }

    Interval times(Interval other) {
        double a = lower * other.lower;
        double b = lower * other.upper;
        double c = upper * other.lower;
        double d = upper * other.upper;
        return new Interval(
                Math.nextDown(Math.min(Math.min(a, b), Math.min(c, d))),
                Math.nextUp(Math.max(Math.max(a, b), Math.max(c, d))));
    }

    Interval times(double exact) {
        return times(exactly(exact));
    }

    /**
     * The quotient.
     *
     * @throws ArithmeticException when the divisor may be 0
     */
    Interval over(Interval divisor) {
        if (divisor.lower <= 0 && divisor.upper >= 0) {
            throw new ArithmeticException("division by an interval that holds 0: " + divisor);
        }
        double a = lower / divisor.lower;
        double b = lower / divisor.upper;
        double c = upper / divisor.lower;
        double d = upper / divisor.upper;
        return new Interval(
                Math.nextDown(Math.min(Math.min(a, b), Math.min(c, d))),
                Math.nextUp(Math.max(Math.max(a, b), Math.max(c, d))));
    }

    Interval squared() {
        Interval product = times(this);
        return new Interval(Math.max(0, product.lower), product.upper);
    }

    /** Square root of the part that is not negative. */
    Interval sqrt() {
        return new Interval(
                Math.max(0, Math.nextDown(Math.sqrt(Math.max(0, lower)))),
                Math.nextUp(Math.sqrt(Math.max(0, upper))));
    }

    /** Natural logarithm of a positive interval. */
    Interval ln() {
        return new Interval(down(StrictMath.log(lower), 2), up(StrictMath.log(upper), 2));
    }

    /** Logarithm to base 2 of a positive interval. */
    Interval log2() {
        return ln().over(LN2);
    }

    /** ln(1 + this), accurate near 0. */
    Interval log1p() {
        return new Interval(down(StrictMath.log1p(lower), 2), up(StrictMath.log1p(upper), 2));
    }

    /** e to the power of this, never below 0. */
    Interval exp() {
        return new Interval(
                Math.max(0, down(StrictMath.exp(lower), 2)), up(StrictMath.exp(upper), 2));
    }

    /** e to the power of this, minus 1, accurate near 0. */
    Interval expm1() {
        return new Interval(
                Math.max(-1, down(StrictMath.expm1(lower), 2)), up(StrictMath.expm1(upper), 2));
    }

    /** 2 to the power of this. */
    Interval exp2() {
        return times(LN2).exp();
    }

    /** The part inside [low, high]; for quantities that are known to lie there. */
    Interval clamped(double low, double high) {
        return new Interval(
                Math.min(high, Math.max(low, lower)), Math.max(low, Math.min(high, upper)));
    }

    private static double down(double value, int steps) {
        double result = value;
        for (int i = 0; i < steps; i++) {
            result = Math.nextDown(result);
        }
        return result;
    }

    private static double up(double value, int steps) {
        double result = value;
        for (int i = 0; i < steps; i++) {
            result = Math.nextUp(result);
        }
        return result;
    }
}

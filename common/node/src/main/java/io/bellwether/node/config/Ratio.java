package io.bellwether.node.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact probability, so that it can be sampled exactly and compared between the nodes; in lowest
 * terms.
 *
 * @param numerator 0 to the denominator
 * @param denominator 1 to 2^31 - 1
 */
public record Ratio(long numerator, long denominator) {
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,10})\\s*/\\s*([0-9]{1,10})");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]*\\.?[0-9]+([eE]-?[0-9]{1,2})?");

    public Ratio {
        if (denominator < 1
                || denominator > Integer.MAX_VALUE
                || numerator < 0
                || numerator > denominator) {
            throw new IllegalArgumentException(
                    "ratio: %d/%d; limit 0 to 1 with a denominator up to %d"
                            .formatted(numerator, denominator, Integer.MAX_VALUE));
        }
        long common =
                BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).longValue();
        numerator /= common;
        denominator /= common;
    }

    /** Reads {@code 13/256} or {@code 0.05}; empty when it is neither or outside the limits. */
    public static Optional<Ratio> parse(String text) {
        BigInteger top;
        BigInteger bottom;
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            top = new BigInteger(fraction.group(1));
            bottom = new BigInteger(fraction.group(2));
        } else if (DECIMAL.matcher(text).matches()) {
            BigDecimal decimal = new BigDecimal(text);
            int scale = Math.max(0, decimal.scale());
            top = decimal.setScale(scale).unscaledValue();
            bottom = BigInteger.TEN.pow(scale);
        } else {
            return Optional.empty();
        }
        BigInteger common = top.gcd(bottom).max(BigInteger.ONE);
        top = top.divide(common);
        bottom = bottom.divide(common);
        return bottom.signum() > 0 && bottom.bitLength() < 32 && top.compareTo(bottom) <= 0
                ? Optional.of(new Ratio(top.longValue(), bottom.longValue()))
                : Optional.empty();
    }

    /** Whether it is neither 0 nor 1. */
    public boolean isBetweenZeroAndOne() {
        return numerator > 0 && numerator < denominator;
    }

    public double doubleValue() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}

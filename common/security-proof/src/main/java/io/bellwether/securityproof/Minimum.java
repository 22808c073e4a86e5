package io.bellwether.securityproof;

import java.util.function.DoubleUnaryOperator;

/** Golden-section search for the minimum of a unimodal function in double precision. */
final class Minimum {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int STEPS = 60;

    private Minimum() {}

    static double point(DoubleUnaryOperator f, double low, double high) {
        double a = low;
        double b = high;
        for (int i = 0; i < STEPS; i++) {
            double c = b - GOLDEN * (b - a);
            double d = a + GOLDEN * (b - a);
            if (f.applyAsDouble(c) < f.applyAsDouble(d)) {
                b = d;
            } else {
                a = c;
            }
        }
        return (a + b) / 2;
    }

    static double value(DoubleUnaryOperator f, double low, double high) {
        return f.applyAsDouble(point(f, low, high));
    }
}

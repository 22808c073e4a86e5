package io.bellwether.securityproof.planner;

import java.util.function.DoubleUnaryOperator;

/** Search for the maximum of a function with one peak; one evaluation per step. */
final class GoldenSection {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private GoldenSection() {}

    /** The largest value seen. */
    static double maximum(DoubleUnaryOperator f, double low, double high, int steps) {
        return f.applyAsDouble(argument(f, low, high, steps));
    }

    /** Where the largest value seen lies. */
    static double argument(DoubleUnaryOperator f, double low, double high, int steps) {
        double a = low;
        double b = high;
        double c = b - GOLDEN * (b - a);
        double d = a + GOLDEN * (b - a);
        double fc = f.applyAsDouble(c);
        double fd = f.applyAsDouble(d);
        for (int i = 0; i < steps; i++) {
            if (fc > fd) {
                b = d;
                d = c;
                fd = fc;
                c = b - GOLDEN * (b - a);
                fc = f.applyAsDouble(c);
            } else {
                a = c;
                c = d;
                fc = fd;
                d = a + GOLDEN * (b - a);
                fd = f.applyAsDouble(d);
            }
        }
        return fc > fd ? c : d;
    }
}

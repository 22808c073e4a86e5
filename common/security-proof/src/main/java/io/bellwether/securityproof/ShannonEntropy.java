package io.bellwether.securityproof;

/** Shannon entropies in double precision, for asymptotic rates and upper bounds. */
public final class ShannonEntropy {
    private static final double LN2 = StrictMath.log(2);

    private ShannonEntropy() {}

    /** h(p) in bits; p outside [0, 1] by rounding counts as the nearer end. */
    public static double binary(double p) {
        return p <= 0 || p >= 1 ? 0 : minusXLog2X(p) + minusXLog2X(1 - p);
    }

    /** phi(x) = h((1 + x)/2). */
    public static double phi(double x) {
        return binary((1 + x) / 2);
    }

    /** Entropy in bits of the (normalised) distribution. */
    static double of(double... probabilities) {
        double sum = 0;
        for (double p : probabilities) {
            sum += p > 0 ? minusXLog2X(p) : 0;
        }
        return sum;
    }

    private static double minusXLog2X(double x) {
        return -x * StrictMath.log(x) / LN2;
    }
}

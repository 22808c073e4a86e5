package io.bellwether.securityproof;

/**
 * Entropy of one outcome against an adversary who holds a purification, as a function of the CHSH
 * win ratio w.
 *
 * <p>eta(w) = 1 - h(1/2 + 1/2 sqrt(16 w (w - 1) + 3)) for w &gt; 3/4, 0 for 1/4 &lt;= w &lt;= 3/4,
 * mirrored below (Pironio et al., New J. Phys. 11, 045021 (2009)); 16 w (w - 1) + 3 = S^2/4 - 1.
 * eta is convex on [wMin, wMax].
 */
final class SingleRound {
    /** wMax = (2 + sqrt 2)/4 and wMin = (2 - sqrt 2)/4, enclosed. */
    static final Interval W_MAX = Interval.exactly(2).plus(Interval.exactly(2).sqrt()).times(0.25);

    static final Interval W_MIN = Interval.exactly(2).minus(Interval.exactly(2).sqrt()).times(0.25);

    private SingleRound() {}

    /** h(p) = -p log p - (1 - p) log(1 - p) in bits, for p and q = 1 - p given separately. */
    static Interval binaryEntropy(Interval p, Interval q) {
        return minusXLog2X(p).plus(minusXLog2X(q)).clamped(0, 1);
    }

    /** -x log2 x for x in [0, 1]; 0 at 0. It increases up to 1/e and decreases after. */
    private static Interval minusXLog2X(Interval x) {
        Interval inside = x.clamped(0, 1);
        if (inside.lower() == 0) {
            // contains 0, where the function is 0; the largest value on [0, 1] is log2(e)/e <
            // 0.5308
            double top =
                    inside.upper() == 0
                            ? 0
                            : inside.upper() < 0.36 ? at(inside.upper()).upper() : 0.5308;
            return new Interval(0, Math.max(0, top));
        }
        return inside.negated().times(inside.log2());
    }

    private static Interval at(double x) {
        return Interval.exactly(x).negated().times(Interval.exactly(x).log2());
    }

    /** sqrt(S^2/4 - 1), 0 where S is at most 2. */
    static Interval correlation(Interval w) {
        return w.times(w.minus(Interval.ONE))
                .times(16)
                .plus(Interval.exactly(3))
                .sqrt()
                .clamped(0, 1);
    }

    /** eta(w) in bits; it increases with the correlation, so each end comes from one end. */
    static Interval eta(Interval w) {
        Interval x = correlation(w);
        return new Interval(etaOf(x.lower()).lower(), etaOf(x.upper()).upper());
    }

    private static Interval etaOf(double correlation) {
        Interval half = Interval.exactly(correlation / 2);
        Interval centre = Interval.exactly(0.5);
        return Interval.ONE
                .minus(binaryEntropy(centre.plus(half), centre.minus(half)))
                .clamped(0, 1);
    }

    /**
     * The derivative of eta at t in (3/4, wMax), to double precision: the theorems use it as the
     * slope of an affine function and hold for any slope.
     */
    static double etaSlope(double t) {
        double x = correlation(Interval.exactly(t)).middle();
        // (1/2) log2((1 + x)/(1 - x)) (16 t - 8)/x
        double ratio = x < 1e-8 ? 1 : 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x)) / x;
        return ratio * (16 * t - 8) / StrictMath.log(2);
    }
}

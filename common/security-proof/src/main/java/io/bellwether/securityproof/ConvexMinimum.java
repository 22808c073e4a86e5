package io.bellwether.securityproof;

import java.util.function.DoubleFunction;

/**
 * A lower bound on the minimum of a convex function that does not depend on how well the minimum
 * was searched for.
 *
 * <p>For points u &lt; m &lt; v, a convex F lies above the line through (u, F(u)) and (m, F(m)) at
 * every w &gt;= m, and above the line through (m, F(m)) and (v, F(v)) at every w &lt;= m; beyond v
 * (below u) it lies above the other line. The bound is the minimum of these lines over the whole
 * range, evaluated in interval arithmetic. It is close to the minimum when m is close to the
 * minimiser, and valid wherever m is.
 */
final class ConvexMinimum {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int SEARCH_STEPS = 44;

    /** Enough for ten digits of the minimum of a smooth function. */
    private static final int ESTIMATE_STEPS = 30;

    /** Half widths of the triple, as parts of the range; the best of the bounds is taken. */
    private static final double[] HALF_WIDTHS = {1e-5, 1e-6, 1e-7, 1e-8};

    private ConvexMinimum() {}

    /**
     * Bounds the minimum of {@code f} over the range from below.
     *
     * @param f convex on the whole range; encloses F at a double strictly inside
     * @param range lower and upper end of the range, each an enclosure of the exact end
     */
    static double lowerBound(DoubleFunction<Interval> f, Interval rangeLow, Interval rangeHigh) {
        double low = rangeLow.upper();
        double high = rangeHigh.lower();
        double minimiser = search(f, low, high, SEARCH_STEPS);
        double best = Double.NEGATIVE_INFINITY;
        for (double part : HALF_WIDTHS) {
            double half = part * (high - low);
            // strictly inside: at its ends the function may be infinite
            double middle = Math.min(high - 2 * half, Math.max(low + 2 * half, minimiser));
            double bound =
                    boundFromTriple(f, middle - half, middle, middle + half, rangeLow, rangeHigh);
            best = Math.max(best, bound);
        }
        return best;
    }

    /** The value near the minimum, without a guarantee: for optimisers. */
    static double estimate(DoubleFunction<Interval> f, Interval rangeLow, Interval rangeHigh) {
        double minimiser = search(f, rangeLow.upper(), rangeHigh.lower(), ESTIMATE_STEPS);
        return f.apply(minimiser).middle();
    }

    private static double search(DoubleFunction<Interval> f, double low, double high, int steps) {
        double a = low;
        double b = high;
        double c = b - GOLDEN * (b - a);
        double d = a + GOLDEN * (b - a);
        double fc = f.apply(c).middle();
        double fd = f.apply(d).middle();
        for (int i = 0; i < steps; i++) {
            if (fc < fd) {
                b = d;
                d = c;
                fd = fc;
                c = b - GOLDEN * (b - a);
                fc = f.apply(c).middle();
            } else {
                a = c;
                c = d;
                fc = fd;
                d = a + GOLDEN * (b - a);
                fd = f.apply(d).middle();
            }
        }
        return (a + b) / 2;
    }

    private static double boundFromTriple(
            DoubleFunction<Interval> f,
            double u,
            double m,
            double v,
            Interval rangeLow,
            Interval rangeHigh) {
        Interval fu = f.apply(u);
        Interval fm = f.apply(m);
        Interval fv = f.apply(v);
        Interval um = Interval.exactly(m).minus(Interval.exactly(u));
        Interval mv = Interval.exactly(v).minus(Interval.exactly(m));
        Interval leftSlope = fm.minus(fu).over(um);
        Interval rightSlope = fv.minus(fm).over(mv);
        Interval beyond = upTo(rangeHigh.minus(Interval.exactly(v)).upper());
        Interval before = upTo(Interval.exactly(u).minus(rangeLow).upper());
        Interval stepRight = upTo(mv.upper());
        Interval stepLeft = upTo(um.upper());
        double right = fm.plus(leftSlope.times(stepRight)).lower();
        double left = fm.minus(rightSlope.times(stepLeft)).lower();
        double farRight = fv.plus(rightSlope.times(beyond)).lower();
        double farLeft = fu.minus(leftSlope.times(before)).lower();
        return Math.min(Math.min(left, right), Math.min(farLeft, farRight));
    }

    private static Interval upTo(double distance) {
        return new Interval(0, Math.max(0, distance));
    }
}

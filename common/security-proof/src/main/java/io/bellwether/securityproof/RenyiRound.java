package io.bellwether.securityproof;

/**
 * The one-round functionals of KEYLEN-RENYI, Q = 2^{-(alpha - 1) H}, each as the difference Q - 1
 * so that nothing cancels when alpha - 1 is as small as 1e-8. With d = alpha - 1, b = 1/alpha, x =
 * sqrt(S^2/4 - 1) and l+- = (1 +- x)/2:
 *
 * <ul>
 *   <li>q(w) = 2^{1 - alpha} (l+^b + l-^b)^alpha, Alice's outcome as it is;
 *   <li>Q_p(w) = 2 4^{-alpha} sum over +- of (u +- r)^alpha, the outcome flipped with probability
 *       p; u = l+^b + l-^b, r = sqrt(u^2 - 16 p (1 - p) m), m = (l+ l-)^b. Q_0 = q.
 * </ul>
 *
 * <p>Both do not increase with x (a channel turns two states of small overlap into two of larger
 * overlap, and Q is monotone under channels), so an interval of x is evaluated at its ends.
 */
record RenyiRound(double alphaMinusOne, double flipProbability) {
    private static final Interval HALF = Interval.exactly(0.5);

    /** q(w) - 1, at most 0. */
    Interval unflippedMinusOne(Interval w) {
        Interval x = SingleRound.correlation(w);
        return new Interval(unflippedAt(x.upper()).lower(), unflippedAt(x.lower()).upper());
    }

    /** Q_p(w) - 1, at most 0. */
    Interval keyRoundMinusOne(Interval w) {
        if (flipProbability == 0) {
            return unflippedMinusOne(w);
        }
        Interval x = SingleRound.correlation(w);
        return new Interval(flippedAt(x.upper()).lower(), flippedAt(x.lower()).upper());
    }

    private Interval unflippedAt(double x) {
        Interval d = Interval.exactly(alphaMinusOne);
        Interval lnQ = alpha().times(normExcess(x).log1p()).minus(d.times(Interval.LN2));
        return lnQ.expm1().clamped(-1, 0);
    }

    private Interval flippedAt(double x) {
        Interval plus = HALF.plus(Interval.exactly(x / 2));
        Interval minus = HALF.minus(Interval.exactly(x / 2)).clamped(0, 0.5);
        Interval b = Interval.ONE.over(alpha());
        Interval m = power(plus, b).times(power(minus, b));
        Interval noise = Interval.exactly(flipProbability);
        Interval fourPq = noise.times(Interval.ONE.minus(noise)).times(4);
        Interval excess = normExcess(x);
        Interval u = Interval.ONE.plus(excess);
        Interval r = u.squared().minus(fourPq.times(m).times(4)).sqrt();
        Interval sum = u.plus(r);
        Interval large = sum.times(0.25);
        // (u - r)/4 without cancellation: (u^2 - r^2)/(4 (u + r))
        Interval small = fourPq.times(m).over(sum);
        return excess.plus(powerExcess(large)).plus(powerExcess(small)).clamped(-1, 0);
    }

    /** 2 e (e^d - 1), 0 at e = 0. */
    private Interval powerExcess(Interval e) {
        return e.times(2).times(expm1OfLog(e, Interval.exactly(alphaMinusOne)));
    }

    /** u - 1 = l+ (l+^{b-1} - 1) + l- (l-^{b-1} - 1), with b - 1 = -d/alpha. */
    private Interval normExcess(double x) {
        Interval exponent = Interval.exactly(alphaMinusOne).over(alpha()).negated();
        Interval plus = HALF.plus(Interval.exactly(x / 2));
        Interval minus = HALF.minus(Interval.exactly(x / 2));
        Interval large = plus.times(plus.ln().times(exponent).expm1());
        if (minus.upper() <= 0) {
            return large;
        }
        Interval small =
                minus.lower() > 0
                        ? minus.times(minus.ln().times(exponent).expm1())
                        : new Interval(
                                0,
                                power(Interval.exactly(minus.upper()), exponent.plus(Interval.ONE))
                                        .upper());
        return large.plus(small);
    }

    /** e^d - 1 for 0 &lt;= e &lt;= 1. */
    private static Interval expm1OfLog(Interval e, Interval exponent) {
        return new Interval(
                e.lower() > 0
                        ? Interval.exactly(e.lower()).ln().times(exponent).expm1().lower()
                        : -1,
                e.upper() > 0
                        ? Interval.exactly(e.upper()).ln().times(exponent).expm1().upper()
                        : -1);
    }

    /** e^b for 0 &lt;= e and b &gt; 0. */
    private static Interval power(Interval e, Interval exponent) {
        return new Interval(
                e.lower() > 0 ? Interval.exactly(e.lower()).ln().times(exponent).exp().lower() : 0,
                e.upper() > 0 ? Interval.exactly(e.upper()).ln().times(exponent).exp().upper() : 0);
    }

    private Interval alpha() {
        return Interval.ONE.plus(Interval.exactly(alphaMinusOne));
    }
}

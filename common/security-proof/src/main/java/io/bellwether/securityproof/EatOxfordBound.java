package io.bellwether.securityproof;

import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;

import java.util.function.DoubleFunction;

/**
 * The formula of {@link KeylenEatOxford}, term by term, each rounded against the key. Symbols are
 * those of Nadlinger et al. 2022, supplement, Eqs (61) to (73).
 *
 * <p>g_t is used only through its slope c: its offset cancels between g_t(w_thr) and the infimum,
 * so any affine function is a valid choice and rounding of eta'(t) does no harm.
 */
final class EatOxfordBound {
    /** The randomness extractor at the end. */
    enum Extractor {
        /** Two-universal hashing: 2 log 1/eps_PA. */
        TWO_UNIVERSAL,
        /**
         * Trevisan's, Eq. (61): 5 log 1/eps_PA and 6 bits, then the inverse of y + (4/ln 2) ln y.
         */
        TREVISAN
    }

    private static final Interval TWO = Interval.exactly(2);
    private static final Interval LOG2_33 = Interval.exactly(33).log2();
    private static final Interval LOG2_5_SQUARED = Interval.exactly(5).log2().squared();
    private static final Interval E_SQUARED = TWO.exp();

    private EatOxfordBound() {}

    /** A lower bound on the key length in bits; may be negative. */
    static double keyBits(BlockParameters block, FreeParameters free, Extractor extractor) {
        double slope = SingleRound.etaSlope(free.t());
        double infimum = infimum(slope, free.alphaPrimeMinusOne(), block.testProbability());
        return keyBits(block, free, extractor, infimum);
    }

    /** The key length with the infimum estimated, not bounded: for the optimiser. */
    static double estimate(BlockParameters block, FreeParameters free, Extractor extractor) {
        double slope = SingleRound.etaSlope(free.t());
        double infimum =
                ConvexMinimum.estimate(
                        deficit(slope, free.alphaPrimeMinusOne(), block.testProbability()),
                        SingleRound.W_MIN,
                        SingleRound.W_MAX);
        return keyBits(block, free, extractor, infimum);
    }

    private static double keyBits(
            BlockParameters block, FreeParameters free, Extractor extractor, double infimum) {
        Interval rounds = Interval.exactly(block.rounds());
        double a1 = free.alphaPrimeMinusOne();
        double a2 = free.alphaDoublePrimeMinusOne();
        double slope = SingleRound.etaSlope(free.t());
        Interval perRound =
                Interval.exactly(slope)
                        .times(block.winThreshold())
                        .plus(Interval.exactly(infimum))
                        .minus(Interval.exactly(a1).squared().times(k(slope, a1)))
                        .minus(Interval.exactly(block.testProbability()))
                        .minus(Interval.exactly(a2).times(LOG2_5_SQUARED));
        Interval accumulationBits = Interval.exactly(block.epsilon().secrecy()).log2().negated();
        Interval fixed =
                smoothingCost(free.epsilonSmoothingPrime(), a1, accumulationBits)
                        .plus(
                                smoothingCost(
                                        free.epsilonSmoothingDoublePrime(), a2, accumulationBits))
                        .plus(theta(remainingSmoothing(free)).times(3))
                        .plus(Interval.exactly(block.leakedBits()));
        return extracted(
                rounds.times(perRound).minus(fixed), free.epsilonPrivacyAmplification(), extractor);
    }

    /**
     * A lower bound on inf over w in [wMin, wMax] of eta(w) - c w - (a' - 1) V(w).
     *
     * <p>The function is convex: eta is convex; V = (ln 2/2)(L^2 + 2 L sqrt(2 + Var) + 2 + Var)
     * with Var = p0 (1 - p0)(c/gamma)^2 concave in w, as p0 = gamma (1 - w) is affine and a square
     * root of a concave function is concave, so -(a' - 1) V is convex.
     */
    static double infimum(double slope, double alphaPrimeMinusOne, double testProbability) {
        return ConvexMinimum.lowerBound(
                deficit(slope, alphaPrimeMinusOne, testProbability),
                SingleRound.W_MIN,
                SingleRound.W_MAX);
    }

    private static DoubleFunction<Interval> deficit(
            double slope, double alphaPrimeMinusOne, double testProbability) {
        return w -> {
            Interval at = Interval.exactly(w);
            return SingleRound.eta(at)
                    .minus(at.times(slope))
                    .minus(v(at, slope, testProbability).times(alphaPrimeMinusOne));
        };
    }

    /** V(w) = (ln 2/2)(log 33 + sqrt(2 + Var))^2, with f(0) - f(1) = -c/gamma. */
    private static Interval v(Interval w, double slope, double testProbability) {
        Interval p0 = Interval.ONE.minus(w).times(testProbability);
        Interval step = Interval.exactly(slope).over(Interval.exactly(testProbability));
        Interval variance = p0.times(Interval.ONE.minus(p0)).times(step.squared());
        return LOG2_33.plus(TWO.plus(variance).sqrt()).squared().times(Interval.LN2).times(0.5);
    }

    /** K = 2^{(a'-1)R} ln^3(2^R + e^2)/(6 (2 - a')^3 ln 2), R = 2 + g_t(1) - g_t(wMin). */
    static Interval k(double slope, double alphaPrimeMinusOne) {
        Interval range = TWO.plus(Interval.ONE.minus(SingleRound.W_MIN).times(slope));
        Interval log = range.exp2().plus(E_SQUARED).ln();
        Interval twoMinusAlpha = Interval.ONE.minus(Interval.exactly(alphaPrimeMinusOne));
        return range.times(alphaPrimeMinusOne)
                .exp2()
                .times(log)
                .times(log)
                .times(log)
                .over(
                        twoMinusAlpha
                                .times(twoMinusAlpha)
                                .times(twoMinusAlpha)
                                .times(Interval.LN2)
                                .times(6));
    }

    /** (theta(e) + a log 1/eps_EA)/(a - 1). */
    private static Interval smoothingCost(
            double epsilon, double alphaMinusOne, Interval accumulationBits) {
        Interval alpha = Interval.ONE.plus(Interval.exactly(alphaMinusOne));
        return theta(Interval.exactly(epsilon))
                .plus(alpha.times(accumulationBits))
                .over(Interval.exactly(alphaMinusOne));
    }

    /** theta(e) = log 1/(1 - sqrt(1 - e^2)) = log(1 + sqrt(1 - e^2)) - 2 log e, Eq. (66). */
    static Interval theta(Interval epsilon) {
        Interval root = Interval.ONE.minus(epsilon.squared()).sqrt();
        return Interval.ONE.plus(root).log2().minus(epsilon.log2().times(2));
    }

    /** es - es' - 2 es'', positive by construction; kept above 0 through rounding. */
    private static Interval remainingSmoothing(FreeParameters free) {
        Interval difference =
                Interval.exactly(free.epsilonSmoothing())
                        .minus(Interval.exactly(free.epsilonSmoothingPrime()))
                        .minus(Interval.exactly(free.epsilonSmoothingDoublePrime()).times(2));
        return difference.clamped(Double.MIN_NORMAL, 1);
    }

    private static double extracted(Interval entropy, double epsilon, Extractor extractor) {
        Interval hashingBits = Interval.exactly(epsilon).log2().negated();
        return switch (extractor) {
            case TWO_UNIVERSAL -> entropy.minus(hashingBits.times(2)).lower();
            case TREVISAN ->
                    inverseOfSeedCost(
                            entropy.minus(hashingBits.times(5)).minus(Interval.exactly(6)).lower());
        };
    }

    /** Upsilon_b of Eq. (52): the y with y + b ln y = x, b = 4/ln 2; for x below 2, x itself. */
    private static double inverseOfSeedCost(double x) {
        if (x < 2) {
            return x;
        }
        double b = 4 / StrictMath.log(2);
        double low = 1;
        double high = x;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (middle + b * StrictMath.log(middle) <= x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;
import io.bellwether.securityproof.ShannonEntropy;

/**
 * The length of {@code KEYLEN-EAT-OXFORD} (with two-universal hashing) in double precision: for
 * searching. It is not rounded against the key and certifies nothing. Symbols are those of
 * Nadlinger et al. 2022, supplement, Eqs (61) to (73).
 */
final class EatOxfordEstimate {
    private static final double LN2 = StrictMath.log(2);
    private static final double LOG2_33 = log2(33);
    private static final double LOG2_5_SQUARED = log2(5) * log2(5);
    private static final double E_SQUARED = StrictMath.exp(2);
    private static final int STEPS = 38;

    private final double testProbability;
    private final FreeParameters free;
    private final double slope;

    EatOxfordEstimate(double testProbability, FreeParameters free) {
        this.testProbability = testProbability;
        this.free = free;
        this.slope = etaSlope(free.t());
    }

    /** Key bits per round at this accepted win ratio and these published bits. */
    double bitsPerRound(
            double rounds, double winThreshold, double leakedBits, double epsilonSecrecy) {
        double a1 = free.alphaPrimeMinusOne();
        double a2 = free.alphaDoublePrimeMinusOne();
        double infimum =
                -GoldenSection.maximum(this::surplus, ChshGame.W_MIN, ChshGame.W_MAX, STEPS);
        double perRound =
                slope * winThreshold
                        + infimum
                        - a1 * a1 * k()
                        - testProbability
                        - a2 * LOG2_5_SQUARED;
        double accumulation = -log2(epsilonSecrecy);
        double remaining =
                free.epsilonSmoothing()
                        - free.epsilonSmoothingPrime()
                        - 2 * free.epsilonSmoothingDoublePrime();
        double fixed =
                (theta(free.epsilonSmoothingPrime()) + (1 + a1) * accumulation) / a1
                        + (theta(free.epsilonSmoothingDoublePrime()) + (1 + a2) * accumulation) / a2
                        + 3 * theta(Math.max(Double.MIN_NORMAL, remaining))
                        + leakedBits
                        - 2 * log2(free.epsilonPrivacyAmplification());
        return perRound - fixed / rounds;
    }

    /** -(eta(w) - c w - (a' - 1) V(w)), concave. */
    private double surplus(double w) {
        double p0 = testProbability * (1 - w);
        double step = slope / testProbability;
        double variance = p0 * (1 - p0) * step * step;
        double v = LOG2_33 + Math.sqrt(2 + variance);
        return slope * w + free.alphaPrimeMinusOne() * LN2 / 2 * v * v - eta(w);
    }

    private double k() {
        double range = 2 + slope * (1 - ChshGame.W_MIN);
        double a1 = free.alphaPrimeMinusOne();
        double log = StrictMath.log(StrictMath.pow(2, range) + E_SQUARED);
        double rest = 1 - a1;
        return StrictMath.pow(2, a1 * range) * log * log * log / (6 * rest * rest * rest * LN2);
    }

    private static double eta(double w) {
        return 1 - ShannonEntropy.phi(correlation(w));
    }

    private static double etaSlope(double t) {
        double x = correlation(t);
        double ratio = x < 1e-8 ? 1 : 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x)) / x;
        return ratio * (16 * t - 8) / LN2;
    }

    private static double correlation(double w) {
        return Math.sqrt(Math.min(1, Math.max(0, 16 * w * (w - 1) + 3)));
    }

    private static double theta(double epsilon) {
        return log2(1 + Math.sqrt(1 - epsilon * epsilon)) - 2 * log2(epsilon);
    }

    private static double log2(double x) {
        return StrictMath.log(x) / LN2;
    }
}

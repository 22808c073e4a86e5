package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

/**
 * Devetak-Winter rates r = H(A|E) - H(A|B) per key round, in the limit of infinitely many rounds:
 * for planning and comparison, in double precision. They cannot size a key.
 *
 * <p>All use f_p(y) = 1 + phi(sqrt((1-2p)^2 + 4p(1-p) y)) - phi(sqrt y), phi(x) = h((1+x)/2), the
 * entropy of an outcome that was flipped with probability p (Pironio et al. 2009 at p = 0; Ho et
 * al., Phys. Rev. Lett. 124, 230502 (2020)).
 */
public final class AsymptoticRates {
    /** One key basis, CHSH. */
    public static final String CHSH_CLAIM_ID = "RATE-CHSH";

    /** One key basis, asymmetric CHSH. */
    public static final String ASYMMETRIC_CLAIM_ID = "RATE-CHSH-ASYMMETRIC";

    /** Two key bases, CHSH. */
    public static final String TWO_BASES_CLAIM_ID = "RATE-TWO-BASES";

    /** A game that self-tests a maximally entangled pair of d levels. */
    public static final String SELF_TEST_CLAIM_ID = "RATE-SELF-TEST";

    private static final int HULL_POINTS = 400;

    private AsymptoticRates() {}

    /** E2(S) on a grid of S, the same for every flip probability. */
    private static final class TwoBasesTable {
        static final double[] VALUES = new double[HULL_POINTS + 1];
        static final double[] CORRELATIONS_SQUARED = new double[HULL_POINTS + 1];

        static {
            for (int i = 0; i <= HULL_POINTS; i++) {
                VALUES[i] = 2 + (ChshGame.QUANTUM_BOUND - 2) * i / HULL_POINTS;
                CORRELATIONS_SQUARED[i] = meanCorrelationSquared(VALUES[i]);
            }
        }
    }

    /**
     * RATE-CHSH: f_p(S^2/4 - 1) - h(Q + p - 2pQ).
     *
     * @param chsh S, at most 2 sqrt 2 in absolute value; up to 2 Eve may know everything but the
     *     flip
     * @param qber Q of the key settings, in [0, 1]
     * @param flipProbability p, in [0, 1/2)
     */
    public static AsymptoticRate chsh(double chsh, double qber, double flipProbability) {
        requireValue("chsh", chsh, ChshGame.QUANTUM_BOUND);
        double entropy = flippedEntropy(correlationSquared(chsh, 1), flipProbability);
        return devetakWinter(CHSH_CLAIM_ID, entropy, qber, flipProbability);
    }

    /**
     * RATE-CHSH-ASYMMETRIC: s = a (E00 + E01) + E10 - E11; the entropy is the lower convex hull of
     * f_p(s^2/4 - a^2) and the local point (2, h(p)) (Woodhead, Acin, Pironio, Quantum 5, 443
     * (2021)). Above a = 1 the local point (2a, h(p)) lies on the curve, which is its own hull: f_p
     * is convex, as a difference of two stretches of F(y) = sum_k y^k / (2k (2k - 1) ln 2) of which
     * (1 - y)^2 F'' falls.
     *
     * @param weight a, above 0
     * @param value s, at most 2 sqrt(1 + a^2)
     */
    public static AsymptoticRate asymmetricChsh(
            double weight, double value, double qber, double flipProbability) {
        Parameters.requireBetween("weight", weight, 0, Double.POSITIVE_INFINITY);
        requireValue("value", value, 2 * Math.sqrt(1 + weight * weight));
        requireFlipProbability(flipProbability);
        double entropy = asymmetricEntropy(weight, value, flipProbability);
        return devetakWinter(ASYMMETRIC_CLAIM_ID, entropy, qber, flipProbability);
    }

    /**
     * RATE-TWO-BASES: the key setting is drawn from two and both sides keep rounds with matching
     * bases; per such round, the lower convex hull of f_p(E2(S)), less h of the error (Masini,
     * Pironio, Woodhead, Quantum 6, 843 (2022), at equal weights; the protocol is that of Schwonnek
     * et al., Nat. Commun. 12, 2880 (2021)).
     */
    public static AsymptoticRate twoBases(double chsh, double qber, double flipProbability) {
        requireValue("chsh", chsh, ChshGame.QUANTUM_BOUND);
        double[] values = TwoBasesTable.VALUES;
        double[] entropies = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            entropies[i] = flippedEntropy(TwoBasesTable.CORRELATIONS_SQUARED[i], flipProbability);
        }
        double entropy = chsh <= 2 ? entropies[0] : new LowerHull(values, entropies).at(chsh);
        return devetakWinter(TWO_BASES_CLAIM_ID, entropy, qber, flipProbability);
    }

    /**
     * RATE-CHSH-MARGINAL: one key basis, S and the mean of Alice's key outcome (Masini, Pironio,
     * Woodhead, Quantum 6, 843 (2022)).
     *
     * @param aliceMean of her outcomes +1 and -1 before any flip, in [-1, 1]
     * @param chsh S, at most 2 sqrt(2 - aliceMean^2), the most that a quantum pair reaches
     */
    public static AsymptoticRate marginalChsh(
            double aliceMean, double chsh, double qber, double flipProbability) {
        requireValue("aliceMean", aliceMean, 1);
        requireValue("chsh", chsh, 2 * Math.sqrt(2 - aliceMean * aliceMean));
        requireFlipProbability(flipProbability);
        double scale = (1 - 2 * flipProbability) * (1 - 2 * flipProbability);
        double scaled = MarginalEntropy.bound(aliceMean, chsh, new ScaledEntropy(flipProbability));
        return devetakWinter(
                EfficiencyThresholds.CLAIM_ID, 1 + scale * scaled, qber, flipProbability);
    }

    /**
     * RATE-SELF-TEST: log2 d at the maximal quantum value d - 1 of the inequality B_d, which
     * self-tests the maximally entangled pair of d levels: the key outcome is uniform and unknown
     * to Eve (Pereira Alves and Kaniewski 2022; Farkas et al.).
     *
     * @param levels d, at least 2
     */
    public static AsymptoticRate selfTest(int levels) {
        Parameters.requireAtLeast("levels", levels, 2);
        return new AsymptoticRate(SELF_TEST_CLAIM_ID, StrictMath.log(levels) / StrictMath.log(2));
    }

    /** f_p(y) with y cut to [0, 1]. */
    static double flippedEntropy(double y, double p) {
        double inside = Math.min(1, Math.max(0, y));
        double noisy = Math.sqrt((1 - 2 * p) * (1 - 2 * p) + 4 * p * (1 - p) * inside);
        return 1 + ShannonEntropy.phi(noisy) - ShannonEntropy.phi(Math.sqrt(inside));
    }

    private static double correlationSquared(double value, double weight) {
        return value <= 0 ? 0 : value * value / 4 - weight * weight;
    }

    private static double asymmetricEntropy(double weight, double value, double flip) {
        double scale = (1 - 2 * flip) * (1 - 2 * flip);
        return 1 + scale * asymmetricEntropy(weight, value, new ScaledEntropy(flip));
    }

    /** The same, scaled. */
    static double asymmetricEntropy(double weight, double value, ScaledEntropy entropy) {
        if (value <= 2 * Math.max(1, weight)) {
            return entropy.known();
        }
        if (weight >= 1) {
            return entropy.correlated(correlationSquared(value, weight));
        }
        double top = 2 * Math.sqrt(1 + weight * weight);
        // where the line from the local point touches the curve: the smallest slope
        double tangent =
                Minimum.point(
                        s ->
                                (entropy.correlated(correlationSquared(s, weight))
                                                - entropy.known())
                                        / (s - 2),
                        2 + 1e-6,
                        top);
        if (value >= tangent) {
            return entropy.correlated(correlationSquared(value, weight));
        }
        double atTangent = entropy.correlated(correlationSquared(tangent, weight));
        return entropy.known() + (atTangent - entropy.known()) * (value - 2) / (tangent - 2);
    }

    /**
     * E2(S): the smallest mean square correlation of two equally likely key bases at CHSH value S,
     * min over x in [0, 1) of [x^2 + 1 + (1 + x)(S^2/4 - S sqrt((1 + x)/2))]/(1 - x).
     */
    private static double meanCorrelationSquared(double chsh) {
        if (chsh <= 2) {
            return 0;
        }
        double best = Minimum.point(x -> meanCorrelationSquaredAt(x, chsh), 0, 1 - 1e-9);
        return meanCorrelationSquaredAt(best, chsh);
    }

    private static double meanCorrelationSquaredAt(double x, double s) {
        return (x * x + 1 + (1 + x) * (s * s / 4 - s * Math.sqrt((1 + x) / 2))) / (1 - x);
    }

    private static AsymptoticRate devetakWinter(
            String claimId, double entropy, double qber, double flipProbability) {
        if (!(qber >= 0 && qber <= 1)) {
            throw new IllegalArgumentException("qber = " + qber + " is outside [0, 1]");
        }
        requireFlipProbability(flipProbability);
        double error = qber + flipProbability - 2 * flipProbability * qber;
        return new AsymptoticRate(claimId, entropy - ShannonEntropy.binary(error));
    }

    private static void requireFlipProbability(double flipProbability) {
        if (!(flipProbability >= 0 && flipProbability < 0.5)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + flipProbability + " is outside [0, 0.5)");
        }
    }

    private static void requireValue(String name, double value, double limit) {
        // the limit is irrational: allow the rounding of its computation
        if (!(Math.abs(value) <= limit + 1e-12)) {
            throw new IllegalArgumentException(
                    "%s = %s is outside [%s, %s], no quantum behaviour reaches it"
                            .formatted(name, value, -limit, limit));
        }
    }
}

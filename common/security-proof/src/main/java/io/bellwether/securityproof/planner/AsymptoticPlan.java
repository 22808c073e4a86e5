package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.ShannonEntropy;

import java.util.OptionalDouble;

/**
 * Asymptotic rates at the best preprocessing, error correction at f times the Shannon limit: what
 * infinitely many rounds would give, and where it ends. For planning; sizes no key.
 */
public final class AsymptoticPlan {
    private static final int STEPS = 50;
    private static final int BISECTIONS = 60;

    /** Closer to 1/2 the rate is below 1e-6 and drowns in rounding. */
    private static final double MAX_FLIP_PROBABILITY = 0.499;

    private AsymptoticPlan() {}

    /** A family of rates: H(A|E) - h(error) per key round, for a flip probability. */
    interface Protocol {
        double rate(double flipProbability);
    }

    /**
     * RATE-CHSH, in bits per key round; negative where there is no key.
     *
     * @param preprocessing with the best p, otherwise p = 0
     */
    public static double chsh(
            double chsh, double qber, double ecEfficiency, boolean preprocessing) {
        return best(
                p ->
                        AsymptoticRates.chsh(chsh, qber, p).bitsPerRound()
                                - extraLeak(qber, p, ecEfficiency),
                preprocessing);
    }

    /** RATE-TWO-BASES, in bits per round with matching bases. */
    public static double twoBases(
            double chsh, double qber, double ecEfficiency, boolean preprocessing) {
        return best(
                p ->
                        AsymptoticRates.twoBases(chsh, qber, p).bitsPerRound()
                                - extraLeak(qber, p, ecEfficiency),
                preprocessing);
    }

    /** RATE-CHSH-ASYMMETRIC of a Werner state at the best weight, angles chosen for that weight. */
    public static double asymmetric(double visibility, double ecEfficiency, boolean preprocessing) {
        double qber = (1 - visibility) / 2;
        return best(
                p ->
                        GoldenSection.maximum(
                                        weight -> asymmetricAt(weight, visibility, qber, p),
                                        0.05,
                                        1,
                                        20)
                                - extraLeak(qber, p, ecEfficiency),
                preprocessing);
    }

    private static double asymmetricAt(double weight, double visibility, double qber, double p) {
        double value = visibility * 2 * Math.sqrt(1 + weight * weight);
        return AsymptoticRates.asymmetricChsh(weight, value, qber, p).bitsPerRound();
    }

    /** The largest QBER with a positive RATE-CHSH at this S; empty when there is none. */
    public static OptionalDouble largestQber(double chsh, double ecEfficiency) {
        if (chsh(chsh, 0, ecEfficiency, true) <= 0) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (chsh(chsh, middle, ecEfficiency, true) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(low);
    }

    /** The smallest S with a positive RATE-CHSH at this QBER; empty when not even 2 sqrt 2 does. */
    public static OptionalDouble smallestChsh(double qber, double ecEfficiency) {
        if (chsh(ChshGame.QUANTUM_BOUND, qber, ecEfficiency, true) <= 0) {
            return OptionalDouble.empty();
        }
        double low = 2;
        double high = ChshGame.QUANTUM_BOUND;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (chsh(middle, qber, ecEfficiency, true) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /** Close to p = 1/2 the rate scales with (1 - 2p)^2: the search runs on its logarithm. */
    private static double best(Protocol protocol, boolean preprocessing) {
        double without = protocol.rate(0);
        if (!preprocessing) {
            return without;
        }
        double with =
                GoldenSection.maximum(
                        t -> protocol.rate(MAX_FLIP_PROBABILITY * SearchSpace.logistic(t)),
                        -12,
                        12,
                        STEPS);
        return Math.max(without, with);
    }

    private static double extraLeak(double qber, double flip, double ecEfficiency) {
        double error = qber + flip - 2 * qber * flip;
        return (ecEfficiency - 1) * ShannonEntropy.binary(error);
    }
}

package io.bellwether.bell;

/**
 * The generalised CHSH expressions alpha (E00 + E01) + beta (E10 - E11) (Sekatski et al., Quantum
 * 5, 444 (2021); at beta = 1 the asymmetric CHSH expression of Woodhead, Acin and Pironio, Quantum
 * 5, 443 (2021)). All of them together say what the two correlation functions X = E00 + E01 and Y =
 * E10 - E11 say one by one.
 *
 * @param alpha weight of E00 + E01, at least 0
 * @param beta weight of E10 - E11, at least 0; not both are 0
 */
public record GeneralisedChsh(double alpha, double beta) {
    /**
     * @throws IllegalArgumentException when a weight is negative or not finite, or both are 0
     */
    public GeneralisedChsh {
        if (!(alpha >= 0 && beta >= 0 && alpha + beta > 0 && Double.isFinite(alpha + beta))) {
            throw new IllegalArgumentException(
                    "weights alpha = %s, beta = %s: both have to be at least 0, and one above"
                            .formatted(alpha, beta));
        }
    }

    /** a (E00 + E01) + E10 - E11. */
    public static GeneralisedChsh asymmetric(double weight) {
        return new GeneralisedChsh(weight, 1);
    }

    /** Its value for X = E00 + E01 and Y = E10 - E11. */
    public double value(double x, double y) {
        return alpha * x + beta * y;
    }

    /** Its value for a behaviour with at least two settings a side and two outcomes. */
    public double valueOf(Behaviour behaviour) {
        return value(first(behaviour), second(behaviour));
    }

    /** X = E00 + E01. */
    public static double first(Behaviour behaviour) {
        return behaviour.correlator(0, 0) + behaviour.correlator(0, 1);
    }

    /** Y = E10 - E11. */
    public static double second(Behaviour behaviour) {
        return behaviour.correlator(1, 0) - behaviour.correlator(1, 1);
    }

    /** Largest value of a local behaviour, 2 max(alpha, beta). */
    public double localBound() {
        return 2 * Math.max(alpha, beta);
    }

    /** Largest value of a quantum behaviour, 2 sqrt(alpha^2 + beta^2). */
    public double quantumBound() {
        return 2 * Math.hypot(alpha, beta);
    }

    /** As a linear function of p(ab|xy) with two settings and two outcomes a side. */
    public BellInequality inequality() {
        return BellInequality.of(
                2,
                2,
                2,
                2,
                (x, y, a, b) -> (x == 0 ? alpha : y == 0 ? beta : -beta) * (a == b ? 1 : -1));
    }
}

package io.bellwether.securityproof;

/**
 * RATE-CHSH-GENERALISED: the two correlation functions X = E00 + E01 and Y = E10 - E11 are known
 * one by one, not just their sum S. Each expression a X + Y bounds H(A|E) as in
 * RATE-CHSH-ASYMMETRIC, for a above 1 by f_p(s^2/4 - a^2) without a hull; the best a is taken
 * (Sekatski et al., Quantum 5, 444 (2021); Woodhead, Acin, Pironio, Quantum 5, 443 (2021)). Where
 * the curve needs no hull, the best a is X Y/(4 - X^2) and the squared correlation (Y^2/4)/(1 -
 * X^2/4). Asymptotic; it cannot size a key.
 */
public final class GeneralisedChshRate {
    /** The ID in {@code claims/}. */
    public static final String CLAIM_ID = "RATE-CHSH-GENERALISED";

    private static final int GRID = 16;

    private GeneralisedChshRate() {}

    /**
     * Per key round, with Alice's setting 0 in key rounds.
     *
     * @param first X = E00 + E01
     * @param second Y = E10 - E11; X^2 + Y^2 is at most 4 for quantum devices
     * @param qber Q of the key settings, in [0, 1]
     * @param flipProbability p, in [0, 1/2)
     */
    public static AsymptoticRate of(
            double first, double second, double qber, double flipProbability) {
        double x = Math.abs(first);
        double y = Math.abs(second);
        if (!(x * x + y * y <= 4 + 1e-12)) {
            throw new IllegalArgumentException(
                    "first = %s, second = %s: sum of squares above 4, no quantum behaviour reaches it"
                            .formatted(first, second));
        }
        double best = entropy(1, x, y, flipProbability);
        int bestIndex = GRID;
        for (int i = 1; i < GRID; i++) {
            double entropy = entropy((double) i / GRID, x, y, flipProbability);
            if (entropy > best) {
                best = entropy;
                bestIndex = i;
            }
        }
        double low = Math.max(0.5, bestIndex - 1) / GRID;
        double high = Math.min(1, (bestIndex + 1.0) / GRID);
        double weight = Minimum.point(a -> -entropy(a, x, y, flipProbability), low, high);
        best = Math.max(best, entropy(weight, x, y, flipProbability));
        if (x < 2 && x * y / (4 - x * x) > 1) {
            best = Math.max(best, entropy(x * y / (4 - x * x), x, y, flipProbability));
        }
        double error = qber + flipProbability - 2 * flipProbability * qber;
        if (!(qber >= 0 && qber <= 1)) {
            throw new IllegalArgumentException("qber = " + qber + " is outside [0, 1]");
        }
        return new AsymptoticRate(CLAIM_ID, best - ShannonEntropy.binary(error));
    }

    /** H(A|E) by the expression of weight a. */
    private static double entropy(double a, double x, double y, double flip) {
        double value = Math.min(a * x + y, 2 * Math.hypot(1, a));
        double bits = AsymptoticRates.asymmetricChsh(a, value, 0, flip).bitsPerRound();
        return bits + ShannonEntropy.binary(flip);
    }
}

package io.bellwether.bell;

/**
 * A linear function of a behaviour, sum c(xyab) p(ab|xy), and the largest value that local
 * behaviours give it. Immutable.
 */
public final class BellInequality {
    /** Strategies of one side that are tried one by one. */
    private static final int MAX_STRATEGIES = 1 << 20;

    private final double[][][][] coefficients;

    private BellInequality(double[][][][] coefficients) {
        this.coefficients = coefficients;
    }

    /** What a table of coefficients says about each entry. */
    @FunctionalInterface
    public interface Coefficient {
        /** The coefficient of p(ab|xy). */
        double at(int x, int y, int a, int b);
    }

    /**
     * Builds the table.
     *
     * @throws IllegalArgumentException when a number of settings or outcomes is below 1 or a
     *     coefficient is not finite
     */
    public static BellInequality of(
            int aliceSettings,
            int bobSettings,
            int aliceOutcomes,
            int bobOutcomes,
            Coefficient coefficient) {
        if (aliceSettings < 1 || bobSettings < 1 || aliceOutcomes < 1 || bobOutcomes < 1) {
            throw new IllegalArgumentException(
                    "an inequality of %d and %d settings, %d and %d outcomes; all at least 1"
                            .formatted(aliceSettings, bobSettings, aliceOutcomes, bobOutcomes));
        }
        double[][][][] c = new double[aliceSettings][bobSettings][aliceOutcomes][bobOutcomes];
        for (int x = 0; x < aliceSettings; x++) {
            for (int y = 0; y < bobSettings; y++) {
                for (int a = 0; a < aliceOutcomes; a++) {
                    for (int b = 0; b < bobOutcomes; b++) {
                        c[x][y][a][b] = coefficient.at(x, y, a, b);
                        if (!Double.isFinite(c[x][y][a][b])) {
                            throw new IllegalArgumentException(
                                    "c(x=%d,y=%d,a=%d,b=%d) = %s is not finite"
                                            .formatted(x, y, a, b, c[x][y][a][b]));
                        }
                    }
                }
            }
        }
        return new BellInequality(c);
    }

    /** The coefficient of p(ab|xy). */
    public double coefficient(int a, int b, int x, int y) {
        return coefficients[x][y][a][b];
    }

    /** Number of Alice's settings. */
    public int aliceSettings() {
        return coefficients.length;
    }

    /** Number of Bob's settings. */
    public int bobSettings() {
        return coefficients[0].length;
    }

    /** Number of Alice's outcomes. */
    public int aliceOutcomes() {
        return coefficients[0][0].length;
    }

    /** Number of Bob's outcomes. */
    public int bobOutcomes() {
        return coefficients[0][0][0].length;
    }

    /**
     * Its value for a behaviour.
     *
     * @throws IllegalArgumentException when the behaviour has other numbers of settings or outcomes
     */
    public double valueOf(Behaviour behaviour) {
        if (behaviour.aliceSettings() != aliceSettings()
                || behaviour.bobSettings() != bobSettings()
                || behaviour.aliceOutcomes() != aliceOutcomes()
                || behaviour.bobOutcomes() != bobOutcomes()) {
            throw new IllegalArgumentException(
                    "the behaviour has other numbers of settings or outcomes than the inequality");
        }
        double sum = 0;
        for (int x = 0; x < aliceSettings(); x++) {
            for (int y = 0; y < bobSettings(); y++) {
                for (int a = 0; a < aliceOutcomes(); a++) {
                    for (int b = 0; b < bobOutcomes(); b++) {
                        sum += coefficients[x][y][a][b] * behaviour.probability(a, b, x, y);
                    }
                }
            }
        }
        return sum;
    }

    /**
     * The largest value of a local behaviour: all deterministic strategies of the side that has
     * fewer are tried, the other side answers each setting best. Exact when sums of the
     * coefficients are, e.g. for multiples of 2^-30 of moderate size.
     *
     * @throws IllegalStateException when both sides have more than 2^20 strategies
     */
    public double localBound() {
        double aliceStrategies = Math.pow(aliceOutcomes(), aliceSettings());
        double bobStrategies = Math.pow(bobOutcomes(), bobSettings());
        if (Math.min(aliceStrategies, bobStrategies) > MAX_STRATEGIES) {
            throw new IllegalStateException(
                    "%s and %s deterministic strategies, one side may have at most %d"
                            .formatted(aliceStrategies, bobStrategies, MAX_STRATEGIES));
        }
        return aliceStrategies < bobStrategies ? swapped().bobFirst() : bobFirst();
    }

    private BellInequality swapped() {
        return of(
                bobSettings(),
                aliceSettings(),
                bobOutcomes(),
                aliceOutcomes(),
                (x, y, a, b) -> coefficients[y][x][b][a]);
    }

    private double bobFirst() {
        int[] bob = new int[bobSettings()];
        double best = Double.NEGATIVE_INFINITY;
        do {
            double sum = 0;
            for (int x = 0; x < aliceSettings(); x++) {
                sum += bestAnswer(x, bob);
            }
            best = Math.max(best, sum);
        } while (DeterministicStrategies.advance(bob, bobOutcomes()));
        return best;
    }

    private double bestAnswer(int x, int[] bob) {
        double best = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < aliceOutcomes(); a++) {
            double sum = 0;
            for (int y = 0; y < bob.length; y++) {
                sum += coefficients[x][y][a][bob[y]];
            }
            best = Math.max(best, sum);
        }
        return best;
    }
}

package io.bellwether.bell;

/**
 * A behaviour p(ab|xy): for every pair of settings the joint distribution of the outcomes.
 * Immutable. A behaviour may signal, as finite measured statistics do; {@link #largestSignal()}
 * says by how much.
 */
public final class Behaviour {
    /** Each block of p(.|xy) has to sum to 1 within this. */
    private static final double NORMALISATION_TOLERANCE = 1e-9;

    private final double[][][][] probabilities;

    private Behaviour(double[][][][] probabilities) {
        this.probabilities = probabilities;
    }

    /**
     * Takes a copy of the table.
     *
     * @param p indexed {@code p[x][y][a][b]}; the same shape for every x and y
     * @throws IllegalArgumentException when the shape is ragged or empty, an entry is outside [0,
     *     1], or a block does not sum to 1 within 1e-9; the message names x, y, the value and the
     *     limit
     */
    public static Behaviour of(double[][][][] p) {
        if (p.length == 0 || p[0].length == 0 || p[0][0].length == 0 || p[0][0][0].length == 0) {
            throw new IllegalArgumentException(
                    "a behaviour needs at least one setting and one outcome on each side");
        }
        double[][][][] copy = new double[p.length][p[0].length][][];
        for (int x = 0; x < p.length; x++) {
            requireLength(p[x].length, p[0].length, "Bob settings at x=" + x);
            for (int y = 0; y < p[x].length; y++) {
                copy[x][y] = copyOfBlock(p[x][y], x, y, p[0][0].length, p[0][0][0].length);
            }
        }
        return new Behaviour(copy);
    }

    private static double[][] copyOfBlock(
            double[][] block, int x, int y, int aliceOutcomes, int bobOutcomes) {
        requireLength(block.length, aliceOutcomes, "Alice outcomes at x=" + x + ", y=" + y);
        double[][] copy = new double[aliceOutcomes][];
        double sum = 0;
        for (int a = 0; a < aliceOutcomes; a++) {
            requireLength(block[a].length, bobOutcomes, "Bob outcomes at x=" + x + ", y=" + y);
            copy[a] = block[a].clone();
            for (int b = 0; b < bobOutcomes; b++) {
                double value = copy[a][b];
                if (!(value >= 0 && value <= 1)) {
                    throw new IllegalArgumentException(
                            "p(a=%d,b=%d|x=%d,y=%d) = %s is outside [0, 1]"
                                    .formatted(a, b, x, y, value));
                }
                sum += value;
            }
        }
        if (Math.abs(sum - 1) > NORMALISATION_TOLERANCE) {
            throw new IllegalArgumentException(
                    "p(ab|x=%d,y=%d) sums to %s, not to 1 within %s"
                            .formatted(x, y, sum, NORMALISATION_TOLERANCE));
        }
        return copy;
    }

    private static void requireLength(int found, int expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "number of " + what + " is " + found + ", expected " + expected);
        }
    }

    /**
     * p(ab|xy).
     *
     * @throws IndexOutOfBoundsException when an outcome or setting does not exist
     */
    public double probability(int a, int b, int x, int y) {
        return probabilities[x][y][a][b];
    }

    /** Number of Alice's settings. */
    public int aliceSettings() {
        return probabilities.length;
    }

    /** Number of Bob's settings. */
    public int bobSettings() {
        return probabilities[0].length;
    }

    /** Number of Alice's outcomes, the same for every setting. */
    public int aliceOutcomes() {
        return probabilities[0][0].length;
    }

    /** Number of Bob's outcomes, the same for every setting. */
    public int bobOutcomes() {
        return probabilities[0][0][0].length;
    }

    /** Alice's marginal p(a|xy); depends on y only when Bob's side signals. */
    public double aliceMarginal(int a, int x, int y) {
        double sum = 0;
        for (double value : probabilities[x][y][a]) {
            sum += value;
        }
        return sum;
    }

    /** Bob's marginal p(b|xy); depends on x only when Alice's side signals. */
    public double bobMarginal(int b, int x, int y) {
        double sum = 0;
        for (double[] row : probabilities[x][y]) {
            sum += row[b];
        }
        return sum;
    }

    /** The same devices with the two ends' names exchanged. */
    public Behaviour mirrored() {
        double[][][][] p =
                new double[bobSettings()][aliceSettings()][bobOutcomes()][aliceOutcomes()];
        for (int x = 0; x < aliceSettings(); x++) {
            for (int y = 0; y < bobSettings(); y++) {
                for (int a = 0; a < aliceOutcomes(); a++) {
                    for (int b = 0; b < bobOutcomes(); b++) {
                        p[y][x][b][a] = probability(a, b, x, y);
                    }
                }
            }
        }
        return of(p);
    }

    /**
     * The largest change of a marginal probability of one side when the other side's setting
     * changes; 0 for a no-signalling behaviour.
     */
    public double largestSignal() {
        double largest = 0;
        for (int x = 0; x < aliceSettings(); x++) {
            for (int a = 0; a < aliceOutcomes(); a++) {
                double low = 1;
                double high = 0;
                for (int y = 0; y < bobSettings(); y++) {
                    low = Math.min(low, aliceMarginal(a, x, y));
                    high = Math.max(high, aliceMarginal(a, x, y));
                }
                largest = Math.max(largest, high - low);
            }
        }
        for (int y = 0; y < bobSettings(); y++) {
            for (int b = 0; b < bobOutcomes(); b++) {
                double low = 1;
                double high = 0;
                for (int x = 0; x < aliceSettings(); x++) {
                    low = Math.min(low, bobMarginal(b, x, y));
                    high = Math.max(high, bobMarginal(b, x, y));
                }
                largest = Math.max(largest, high - low);
            }
        }
        return largest;
    }

    /**
     * The nearest no-signalling table in the sum of squares: every marginal is replaced by its mean
     * over the other side's settings. For measured frequencies, which signal a little by chance.
     *
     * @throws IllegalStateException when the nearest table has a negative entry, i.e. the signal is
     *     as large as a probability; the message names it
     */
    public Behaviour projectedToNoSignalling() {
        double[][][][] p = new double[aliceSettings()][bobSettings()][][];
        for (int x = 0; x < aliceSettings(); x++) {
            for (int y = 0; y < bobSettings(); y++) {
                p[x][y] = projectedBlock(x, y);
            }
        }
        return of(p);
    }

    private double[][] projectedBlock(int x, int y) {
        double[][] block = new double[aliceOutcomes()][bobOutcomes()];
        for (int a = 0; a < aliceOutcomes(); a++) {
            double aliceShift = -aliceMarginal(a, x, y);
            for (int other = 0; other < bobSettings(); other++) {
                aliceShift += aliceMarginal(a, x, other) / bobSettings();
            }
            for (int b = 0; b < bobOutcomes(); b++) {
                double bobShift = -bobMarginal(b, x, y);
                for (int other = 0; other < aliceSettings(); other++) {
                    bobShift += bobMarginal(b, other, y) / aliceSettings();
                }
                double value =
                        probability(a, b, x, y)
                                + aliceShift / bobOutcomes()
                                + bobShift / aliceOutcomes();
                if (value < -NORMALISATION_TOLERANCE) {
                    throw new IllegalStateException(
                            "p(a=%d,b=%d|x=%d,y=%d) without the signal is %s, below 0"
                                    .formatted(a, b, x, y, value));
                }
                block[a][b] = Math.max(0, value);
            }
        }
        return block;
    }

    /** E(x, y) = P(a = b|xy) - P(a != b|xy). */
    public double correlator(int x, int y) {
        return 1 - 2 * qber(x, y);
    }

    /**
     * S = E00 + E01 + E10 - E11 on the settings x, y in {0, 1}.
     *
     * @throws IllegalStateException when a side has fewer than two settings or not two outcomes
     */
    public double chsh() {
        if (aliceSettings() < 2
                || bobSettings() < 2
                || aliceOutcomes() != 2
                || bobOutcomes() != 2) {
            throw new IllegalStateException(
                    "CHSH needs two settings and two outcomes on each side, this behaviour has "
                            + "%d and %d settings, %d and %d outcomes"
                                    .formatted(
                                            aliceSettings(),
                                            bobSettings(),
                                            aliceOutcomes(),
                                            bobOutcomes()));
        }
        return correlator(0, 0) + correlator(0, 1) + correlator(1, 0) - correlator(1, 1);
    }

    /** P(a != b|xy), the quantum bit error rate when (x, y) are the key settings. */
    public double qber(int x, int y) {
        double different = 0;
        for (int a = 0; a < aliceOutcomes(); a++) {
            for (int b = 0; b < bobOutcomes(); b++) {
                if (a != b) {
                    different += probabilities[x][y][a][b];
                }
            }
        }
        return different;
    }
}

package io.bellwether.bell;

/**
 * Behaviours of the CHSH key distribution protocol: Alice has settings 0 and 1, Bob has 0, 1 (test)
 * and {@value #KEY_SETTING} (key). The ideal pair Phi+ is measured with A0 = Z, A1 = X, B0 = (Z +
 * X)/sqrt 2, B1 = (Z - X)/sqrt 2, B2 = Z.
 */
public final class ChshBehaviours {
    /** Bob's setting in key rounds; Alice's is 0. */
    public static final int KEY_SETTING = 2;

    private static final int ALICE_SETTINGS = 2;
    private static final int BOB_SETTINGS = 3;

    /**
     * Measured P(ab|xy) of Nadlinger et al., Nature 607, 682 (2022), as printed, indexed [x][y][a
     * b]; (x, y) = (1, 2) is not part of the protocol and not printed.
     */
    private static final double[][][][] OXFORD_PRINTED = {
        {
            {{.415, .0688}, {.0961, .420}},
            {{.439, .0805}, {.0735, .4068}},
            {{.5017, .00339}, {.0110, .4839}}
        },
        {{{.3928, .0916}, {.0851, .431}}, {{.0820, .437}, {.3970, .0841}}}
    };

    private ChshBehaviours() {}

    /**
     * The measured behaviour of Nadlinger et al. 2022: S about 2.677, QBER about 1.44 %. The
     * printed digits signal by a few percent, as finite statistics do, but ions in two laboratories
     * do not, and a long run of a signalling box would rightly be called a violation of the model.
     * So each side's marginal is averaged over the other side's settings; correlators, and with
     * them S and the QBER, stay as measured. In the block (x, y) = (1, 2), which the protocol never
     * uses, A1 = X and B2 = Z are uncorrelated, as on Phi+.
     */
    public static Behaviour oxford2022() {
        double[] alice = new double[ALICE_SETTINGS];
        double[] bob = new double[BOB_SETTINGS];
        for (int x = 0; x < ALICE_SETTINGS; x++) {
            for (double[][] printed : OXFORD_PRINTED[x]) {
                alice[x] += aliceMean(normalised(printed)) / OXFORD_PRINTED[x].length;
            }
        }
        for (int y = 0; y < BOB_SETTINGS; y++) {
            int printedAt = y == KEY_SETTING ? 1 : ALICE_SETTINGS;
            for (int x = 0; x < printedAt; x++) {
                bob[y] += bobMean(normalised(OXFORD_PRINTED[x][y])) / printedAt;
            }
        }
        double[][][][] p = new double[ALICE_SETTINGS][BOB_SETTINGS][][];
        for (int x = 0; x < ALICE_SETTINGS; x++) {
            for (int y = 0; y < BOB_SETTINGS; y++) {
                boolean isPrinted = y < OXFORD_PRINTED[x].length;
                double e =
                        isPrinted
                                ? correlator(normalised(OXFORD_PRINTED[x][y]))
                                : alice[x] * bob[y];
                p[x][y] = blockOf(alice[x], bob[y], e);
            }
        }
        return Behaviour.of(p);
    }

    /**
     * A Werner state: Phi+ with weight {@code visibility}, white noise otherwise. S = 2 sqrt 2 v,
     * QBER = (1 - v)/2.
     *
     * @throws IllegalArgumentException when the visibility is outside [0, 1]
     */
    public static Behaviour depolarised(double visibility) {
        requireFraction("visibility", visibility);
        double[][][][] p = new double[ALICE_SETTINGS][BOB_SETTINGS][][];
        for (int x = 0; x < ALICE_SETTINGS; x++) {
            for (int y = 0; y < BOB_SETTINGS; y++) {
                double equal = (1 + visibility * idealCorrelator(x, y)) / 4;
                double different = (1 - visibility * idealCorrelator(x, y)) / 4;
                p[x][y] = new double[][] {{equal, different}, {different, equal}};
            }
        }
        return Behaviour.of(p);
    }

    /**
     * Phi+ whose photons arrive with probability {@code efficiency} each; a loss is mapped to the
     * outcome 0 on either side. S = 2 sqrt 2 eta^2 + 2 (1 - eta)^2, QBER = eta (1 - eta).
     *
     * @throws IllegalArgumentException when the efficiency is outside [0, 1]
     */
    public static Behaviour limitedEfficiency(double efficiency) {
        requireFraction("efficiency", efficiency);
        double lost = 1 - efficiency;
        double[][][][] p = new double[ALICE_SETTINGS][BOB_SETTINGS][][];
        for (int x = 0; x < ALICE_SETTINGS; x++) {
            for (int y = 0; y < BOB_SETTINGS; y++) {
                double equal = efficiency * efficiency * (1 + idealCorrelator(x, y)) / 4;
                double different = efficiency * efficiency * (1 - idealCorrelator(x, y)) / 4;
                double oneLost = efficiency * lost / 2;
                p[x][y] =
                        new double[][] {
                            {equal + 2 * oneLost + lost * lost, different + oneLost},
                            {different + oneLost, equal}
                        };
            }
        }
        return Behaviour.of(p);
    }

    /** Both sides always answer 0: S = 2, QBER = 0, and whoever built it knows every outcome. */
    public static Behaviour localDeterministic() {
        double[][][][] p = new double[ALICE_SETTINGS][BOB_SETTINGS][2][2];
        for (double[][][] row : p) {
            for (double[][] block : row) {
                block[0][0] = 1;
            }
        }
        return Behaviour.of(p);
    }

    /**
     * Correlators of Phi+: 1/sqrt 2 (-1/sqrt 2 at x = y = 1); key setting 1 at x = 0, 0 at x = 1.
     */
    private static double idealCorrelator(int x, int y) {
        if (y == KEY_SETTING) {
            return x == 0 ? 1 : 0;
        }
        return (x & y) == 1 ? -Math.sqrt(0.5) : Math.sqrt(0.5);
    }

    private static double aliceMean(double[][] block) {
        return block[0][0] + block[0][1] - block[1][0] - block[1][1];
    }

    private static double bobMean(double[][] block) {
        return block[0][0] + block[1][0] - block[0][1] - block[1][1];
    }

    private static double correlator(double[][] block) {
        return block[0][0] + block[1][1] - block[0][1] - block[1][0];
    }

    /** The block with these means of (-1)^a, (-1)^b and (-1)^(a + b). */
    private static double[][] blockOf(double alice, double bob, double correlator) {
        return new double[][] {
            {(1 + alice + bob + correlator) / 4, (1 + alice - bob - correlator) / 4},
            {(1 - alice + bob - correlator) / 4, (1 - alice - bob + correlator) / 4}
        };
    }

    private static double[][] normalised(double[][] block) {
        double sum = block[0][0] + block[0][1] + block[1][0] + block[1][1];
        return new double[][] {
            {block[0][0] / sum, block[0][1] / sum}, {block[1][0] / sum, block[1][1] / sum}
        };
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " = " + value + " is outside [0, 1]");
        }
    }
}

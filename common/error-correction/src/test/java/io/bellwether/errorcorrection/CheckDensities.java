package io.bellwether.errorcorrection;

/** What {@link BoxPlus} makes of the density of messages at a check. */
final class CheckDensities {
    private static final int LEVELS = BoxPlus.LARGEST;
    private static final byte[][] BOX = new byte[LEVELS + 1][LEVELS + 1];

    static {
        for (int a = 0; a <= LEVELS; a++) {
            for (int b = 0; b <= LEVELS; b++) {
                BOX[a][b] = (byte) BoxPlus.of(a, b);
            }
        }
    }

    private CheckDensities() {}

    /** Rows of the result: mass and signed mass of each magnitude. */
    private static double[][] magnitudes(double[] density) {
        double[][] result = new double[2][LEVELS + 1];
        result[0][0] = density[LEVELS];
        for (int i = 1; i <= LEVELS; i++) {
            result[0][i] = density[LEVELS + i] + density[LEVELS - i];
            result[1][i] = density[LEVELS + i] - density[LEVELS - i];
        }
        return result;
    }

    private static double[][] box(double[][] a, double[][] b) {
        double[][] c = new double[2][LEVELS + 1];
        for (int i = 0; i <= LEVELS; i++) {
            double mass = a[0][i];
            double signed = a[1][i];
            if (mass < 1e-16) {
                continue;
            }
            byte[] row = BOX[i];
            for (int j = 0; j <= LEVELS; j++) {
                c[0][row[j]] += mass * b[0][j];
                c[1][row[j]] += signed * b[1][j];
            }
        }
        return c;
    }

    /** By repeated doubling, as the decoder's tree does. */
    private static double[][] power(double[][] base, int exponent) {
        double[][] result = null;
        double[][] square = base;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result = result == null ? square : box(result, square);
            }
            square = rest > 1 ? box(square, square) : square;
        }
        return result;
    }

    /**
     * The density of messages from checks.
     *
     * @param messages the density of messages to them
     * @param low the lower check degree
     * @param lowEdges the fraction of edges at checks of that degree; the others have one more
     */
    static double[] after(double[] messages, int low, double lowEdges) {
        double[][] one = magnitudes(messages);
        double[][] few = power(one, low - 1);
        double[][] more = box(few, one);
        double[] density = new double[2 * LEVELS + 1];
        for (int i = 0; i <= LEVELS; i++) {
            double mass = lowEdges * few[0][i] + (1 - lowEdges) * more[0][i];
            double signed = lowEdges * few[1][i] + (1 - lowEdges) * more[1][i];
            if (i == 0) {
                density[LEVELS] = mass;
            } else {
                density[LEVELS + i] = (mass + signed) / 2;
                density[LEVELS - i] = (mass - signed) / 2;
            }
        }
        return density;
    }
}

package io.bellwether.bell.quantum;

import io.bellwether.bell.Behaviour;

/**
 * Spontaneous parametric down-conversion without heralding: each of {@code modes} independent pairs
 * of modes is in the two-mode squeezed state of the two polarisations, proportional to exp(tanh g_h
 * a_h b_h + tanh g_v a_v b_v)|0&gt; with creation operators a, b; a polarisation rotation and two
 * threshold detectors on each side. Emissions of any number of pairs are included exactly: the
 * state is Gaussian, and so the probability that a set of detectors stays dark is a determinant,
 *
 * <p>[(1 - p_dark)^(number of detectors)] [det(1 - T^2)/det(1 - T M_A T M_B)]^modes, T = diag(tanh
 * g_h, tanh g_v), M = R^t diag(1 - eta or 1) R,
 *
 * <p>which follows from &lt;0|exp(b^t T a) exp(a* T' b*)|0&gt; = 1/det(1 - T T') and x^(a*a)
 * mapping a* to x a*. Sources: Caprara Vivoli et al., Phys. Rev. A 91, 012107 (2015), who find S of
 * at most about 2.35 at unit efficiency.
 *
 * <p>Outcomes: 1 when the first detector of a side clicks alone, 2 ("no click") when none does, 0
 * otherwise. With no click mapped to 0 this is their binning.
 *
 * @param squeezingH g_h; its sign and that of g_v give the phase between the polarisations
 * @param squeezingV g_v; as many pairs as in h for a maximally entangled pair
 * @param modes how many pairs of modes the detectors cannot tell apart, at least 1
 * @param aliceEfficiency eta of Alice's detectors with everything before them
 * @param bobEfficiency the same of Bob
 * @param darkCounts probability that a detector clicks by itself in a round
 */
public record PhotonPairSource(
        double squeezingH,
        double squeezingV,
        int modes,
        double aliceEfficiency,
        double bobEfficiency,
        double darkCounts) {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int BOTH = 3;

    public PhotonPairSource {
        if (modes < 1) {
            throw new IllegalArgumentException("modes = " + modes + " is below 1");
        }
        requireFraction("aliceEfficiency", aliceEfficiency);
        requireFraction("bobEfficiency", bobEfficiency);
        requireFraction("darkCounts", darkCounts);
        if (!(Math.abs(squeezingH) <= 5 && Math.abs(squeezingV) <= 5)) {
            throw new IllegalArgumentException(
                    "squeezing = %s and %s; from -5 to 5".formatted(squeezingH, squeezingV));
        }
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " = " + value + " is outside [0, 1]");
        }
    }

    /** The mean number of pairs per round, modes (sinh^2 g_h + sinh^2 g_v). */
    public double meanPairs() {
        double h = Math.sinh(squeezingH);
        double v = Math.sinh(squeezingV);
        return modes * (h * h + v * v);
    }

    /**
     * p(ab|xy) with three outcomes a side.
     *
     * @param aliceAngles polarisation angle of each x in radians
     * @param bobAngles of each y
     */
    public Behaviour behaviour(double[] aliceAngles, double[] bobAngles) {
        double[][][][] p = new double[aliceAngles.length][bobAngles.length][][];
        for (int x = 0; x < aliceAngles.length; x++) {
            for (int y = 0; y < bobAngles.length; y++) {
                p[x][y] = block(aliceAngles[x], bobAngles[y]);
            }
        }
        return Behaviour.of(p);
    }

    /** By inclusion and exclusion from the probabilities of darkness. */
    private double[][] block(double aliceAngle, double bobAngle) {
        double[][] dark = new double[4][4];
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                dark[a][b] = darkProbability(a, b, aliceAngle, bobAngle);
            }
        }
        double[][] block = new double[3][3];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int aliceSet = 0; aliceSet < 4; aliceSet++) {
                    for (int bobSet = 0; bobSet < 4; bobSet++) {
                        block[a][b] +=
                                weight(a, aliceSet) * weight(b, bobSet) * dark[aliceSet][bobSet];
                    }
                }
                block[a][b] = Math.max(0, block[a][b]);
            }
        }
        return block;
    }

    /** Outcome as a sum over sets of dark detectors: 1 = P(second) - P(both), 0 = 1 - P(second). */
    private static double weight(int outcome, int darkSet) {
        return switch (outcome) {
            case 0 -> darkSet == 0 ? 1 : darkSet == SECOND ? -1 : 0;
            case 1 -> darkSet == SECOND ? 1 : darkSet == BOTH ? -1 : 0;
            default -> darkSet == BOTH ? 1 : 0;
        };
    }

    /**
     * P(these detectors see nothing, whatever the others do).
     *
     * @param aliceSet bit 0 for Alice's first detector, bit 1 for her second
     */
    double darkProbability(int aliceSet, int bobSet, double aliceAngle, double bobAngle) {
        double h = Math.tanh(squeezingH);
        double v = Math.tanh(squeezingV);
        double[] ma = transmission(aliceSet, aliceEfficiency, aliceAngle);
        double[] mb = transmission(bobSet, bobEfficiency, bobAngle);
        // T M_A T = [[h h ma0, h v ma1], [h v ma1, v v ma2]], then times M_B
        double hh = h * h * ma[0];
        double hv = h * v * ma[1];
        double vv = v * v * ma[2];
        double determinant =
                (1 - hh * mb[0] - hv * mb[1]) * (1 - hv * mb[1] - vv * mb[2])
                        - (hh * mb[1] + hv * mb[2]) * (hv * mb[0] + vv * mb[1]);
        double light = Math.pow((1 - h * h) * (1 - v * v) / determinant, modes);
        return light
                * Math.pow(1 - darkCounts, Integer.bitCount(aliceSet) + Integer.bitCount(bobSet));
    }

    /** R^t diag R as {hh, hv, vv}. */
    private static double[] transmission(int darkSet, double efficiency, double angle) {
        double first = (darkSet & FIRST) != 0 ? 1 - efficiency : 1;
        double second = (darkSet & SECOND) != 0 ? 1 - efficiency : 1;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new double[] {
            first * c * c + second * s * s, (first - second) * c * s, first * s * s + second * c * c
        };
    }
}

package io.bellwether.errorcorrection;

import java.util.Arrays;

/**
 * How many checks the variables of an irregular code take part in.
 *
 * @param syndromeFraction the fraction of syndrome bits it was made for, with a finite code's
 *     reserve
 * @param degrees ascending variable degrees, at most {@link #LARGEST_DEGREE}
 * @param edgeFractions for each degree the fraction of edges at variables of that degree
 */
record DegreeDistribution(double syndromeFraction, int[] degrees, double[] edgeFractions) {
    private static final int LARGEST_DEGREE = 60;

    /**
     * Found by {@code DegreeSearch} (in the tests): density evolution of the decoder's 8-bit
     * arithmetic on binary symmetric channels, so that all but one of a thousand blocks of a
     * million bits get through within 500 iterations. The comments repeat the arguments (class and
     * probability, block length, check degree) and the smallest syndrome fraction that is enough.
     * Degree 2 is held to 0.9 of what stability allows and to 1.7 variables a check, because its
     * cycles are the codewords of small weight. The degrees offered were
     * 2,3,4,5,6,7,8,9,10,12,14,16,18,20,22,25,30,35,40,50,60.
     */
    private static final DegreeDistribution[] TABLE = {
        // DegreeSearch 1:0.0022 1e6 340: 1.1452 of the entropy, syndrome fraction 0.0259
        new DegreeDistribution(
                0.024,
                new int[] {2, 3, 7, 8, 9, 14, 16, 18, 20, 22, 25, 60},
                new double[] {
                    0.01000, 0.16403, 0.18145, 0.03858, 0.02037, 0.15121, 0.00742, 0.01490, 0.01490,
                    0.00568, 0.05885, 0.33256
                }),
        // DegreeSearch 1:0.005 1e6 182: 1.0738 of the entropy, syndrome fraction 0.0488
        new DegreeDistribution(
                0.049,
                new int[] {2, 3, 7, 8, 18, 20, 60},
                new double[] {0.01868, 0.16247, 0.03264, 0.21571, 0.10099, 0.12341, 0.34609}),
        // DegreeSearch 1:0.0095 1e6 101: 1.0577 of the entropy, syndrome fraction 0.0819
        new DegreeDistribution(
                0.083,
                new int[] {2, 3, 7, 8, 9, 14, 18, 20, 22, 25, 60},
                new double[] {
                    0.03366, 0.16476, 0.15644, 0.02220, 0.01617, 0.16432, 0.00655, 0.02368, 0.00768,
                    0.07711, 0.32744
                }),
        // DegreeSearch 1:0.0144 1e6 69: 1.0467 of the entropy, syndrome fraction 0.1138
        new DegreeDistribution(
                0.117,
                new int[] {2, 3, 7, 8, 14, 18, 20, 60},
                new double[] {
                    0.04928, 0.16070, 0.09507, 0.14572, 0.01527, 0.06421, 0.14603, 0.32373
                }),
        // DegreeSearch 1:0.02 1e6 52: 1.0399 of the entropy, syndrome fraction 0.1471
        new DegreeDistribution(
                0.151,
                new int[] {2, 3, 5, 6, 7, 8, 9, 10, 14, 16, 18, 20, 25, 60},
                new double[] {
                    0.06303, 0.14758, 0.00053, 0.04073, 0.15022, 0.00073, 0.00073, 0.00058, 0.14327,
                    0.01939, 0.03927, 0.00203, 0.05127, 0.34064
                }),
        // DegreeSearch 1:0.03 1e6 35: 1.0350 of the entropy, syndrome fraction 0.2012
        new DegreeDistribution(
                0.208,
                new int[] {2, 3, 7, 8, 14, 20, 22, 25, 60},
                new double[] {
                    0.07759, 0.16217, 0.20025, 0.00106, 0.14432, 0.00852, 0.04768, 0.06617, 0.29224
                }),
        // DegreeSearch 1:0.04 1e6 27: 1.0320 of the entropy, syndrome fraction 0.2501
        new DegreeDistribution(
                0.259,
                new int[] {2, 3, 7, 8, 14, 22, 25, 60},
                new double[] {
                    0.08832, 0.16848, 0.17286, 0.02376, 0.15200, 0.04000, 0.06617, 0.28840
                }),
        // DegreeSearch 1:0.05 1e6 22: 1.0304 of the entropy, syndrome fraction 0.2951
        new DegreeDistribution(
                0.306,
                new int[] {2, 3, 4, 5, 6, 7, 8, 14, 25, 60},
                new double[] {
                    0.09519, 0.17773, 0.00428, 0.00419, 0.00394, 0.16437, 0.00021, 0.18166, 0.08566,
                    0.28278
                }),
        // DegreeSearch 1:0.065 1e6 16.8: 1.0273 of the entropy, syndrome fraction 0.3564
        new DegreeDistribution(
                0.371,
                new int[] {2, 3, 7, 8, 14, 25, 30, 35, 40, 60},
                new double[] {
                    0.11553, 0.18739, 0.17910, 0.01008, 0.16804, 0.06804, 0.01133, 0.02285, 0.02433,
                    0.21331
                }),
        // DegreeSearch 1:0.08 1e6 13.8: 1.0265 of the entropy, syndrome fraction 0.4128
        new DegreeDistribution(
                0.430,
                new int[] {2, 3, 4, 5, 7, 14, 25, 35, 40, 50, 60},
                new double[] {
                    0.12959, 0.19203, 0.00532, 0.00434, 0.16684, 0.18684, 0.08684, 0.00279, 0.00369,
                    0.00360, 0.21813
                }),
        // DegreeSearch 1:0.11 1e6 10.4: 1.0219 of the entropy, syndrome fraction 0.5109
        new DegreeDistribution(
                0.535,
                new int[] {2, 3, 4, 5, 6, 7, 14, 25, 30, 35, 40, 50, 60},
                new double[] {
                    0.15300, 0.20229, 0.00262, 0.00044, 0.00710, 0.16147, 0.17336, 0.07336, 0.00302,
                    0.00710, 0.00710, 0.00137, 0.20776
                })
    };

    /** The distribution for a fraction, interpolated between the neighbours in the table. */
    static DegreeDistribution forSyndromeFraction(double fraction) {
        int above = 0;
        while (above < TABLE.length && TABLE[above].syndromeFraction < fraction) {
            above++;
        }
        if (above == 0 || above == TABLE.length) {
            return TABLE[Math.min(above, TABLE.length - 1)];
        }
        DegreeDistribution low = TABLE[above - 1];
        DegreeDistribution high = TABLE[above];
        double weight =
                (fraction - low.syndromeFraction) / (high.syndromeFraction - low.syndromeFraction);
        double[] byDegree = new double[LARGEST_DEGREE + 1];
        for (int i = 0; i < low.degrees.length; i++) {
            byDegree[low.degrees[i]] += (1 - weight) * low.edgeFractions[i];
        }
        for (int i = 0; i < high.degrees.length; i++) {
            byDegree[high.degrees[i]] += weight * high.edgeFractions[i];
        }
        int count = 0;
        int[] degrees = new int[LARGEST_DEGREE];
        double[] fractions = new double[LARGEST_DEGREE];
        for (int degree = 0; degree <= LARGEST_DEGREE; degree++) {
            if (byDegree[degree] > 0) {
                degrees[count] = degree;
                fractions[count++] = byDegree[degree];
            }
        }
        return new DegreeDistribution(
                fraction, Arrays.copyOf(degrees, count), Arrays.copyOf(fractions, count));
    }

    /**
     * Degrees of the columns of a base matrix, ascending.
     *
     * @param columns the number of columns
     * @param largestDegree no column gets more
     */
    int[] columnDegrees(int columns, int largestDegree) {
        double total = 0;
        for (int i = 0; i < degrees.length; i++) {
            total += edgeFractions[i] / degrees[i];
        }
        int[] result = new int[columns];
        double cumulated = 0;
        int from = 0;
        for (int i = 0; i < degrees.length; i++) {
            cumulated += edgeFractions[i] / degrees[i] / total;
            int to = i == degrees.length - 1 ? columns : (int) Math.rint(cumulated * columns);
            Arrays.fill(result, from, to, Math.min(degrees[i], largestDegree));
            from = to;
        }
        return result;
    }
}

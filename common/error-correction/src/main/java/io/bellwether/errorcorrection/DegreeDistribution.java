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
     * arithmetic on binary symmetric channels, with at most 250 iterations. The comments repeat the
     * arguments (class and probability, check degree) and the smallest syndrome fraction that gets
     * through. Degree 2 is held to 0.65 of what stability allows, because its cycles are the
     * codewords of small weight. The degrees offered were
     * 2,3,4,5,6,7,8,9,10,12,14,16,18,20,22,25,30,35,40,50,60.
     */
    private static final DegreeDistribution[] TABLE = {
        // DegreeSearch 1:0.0022 300: 1.1123 of the entropy, syndrome fraction 0.0251
        new DegreeDistribution(
                0.026,
                new int[] {2, 3, 7, 9, 25, 30},
                new double[] {0.02320, 0.17048, 0.25944, 0.11207, 0.03114, 0.40368}),
        // DegreeSearch 1:0.005 160: 1.0602 of the entropy, syndrome fraction 0.0482
        new DegreeDistribution(
                0.050,
                new int[] {2, 3, 6, 7, 8, 14, 25, 30, 35, 60},
                new double[] {
                    0.02898, 0.16841, 0.03706, 0.17804, 0.01784, 0.22376, 0.04915, 0.12306, 0.03265,
                    0.14105
                }),
        // DegreeSearch 1:0.0095 95: 1.0468 of the entropy, syndrome fraction 0.0811
        new DegreeDistribution(
                0.084,
                new int[] {2, 3, 6, 7, 14, 30, 35, 40, 60},
                new double[] {
                    0.03564, 0.17491, 0.04112, 0.14530, 0.25472, 0.04268, 0.08486, 0.04363, 0.17714
                }),
        // DegreeSearch 1:0.0144 68: 1.0419 of the entropy, syndrome fraction 0.1133
        new DegreeDistribution(
                0.117,
                new int[] {2, 3, 6, 7, 14, 35, 40, 50, 60},
                new double[] {
                    0.04072, 0.17652, 0.10406, 0.03671, 0.30158, 0.01083, 0.07026, 0.03142, 0.22790
                }),
        // DegreeSearch 1:0.02 48: 1.0423 of the entropy, syndrome fraction 0.1474
        new DegreeDistribution(
                0.152,
                new int[] {2, 3, 6, 7, 8, 14, 35, 40, 50, 60},
                new double[] {
                    0.04939, 0.19989, 0.05174, 0.09013, 0.01698, 0.27523, 0.02769, 0.10583, 0.06463,
                    0.11849
                }),
        // DegreeSearch 1:0.03 33: 1.0405 of the entropy, syndrome fraction 0.2023
        new DegreeDistribution(
                0.208,
                new int[] {2, 3, 6, 7, 8, 14, 35, 40, 50, 60},
                new double[] {
                    0.05954, 0.21900, 0.02595, 0.10050, 0.02063, 0.27321, 0.01561, 0.09987, 0.07176,
                    0.11392
                }),
        // DegreeSearch 1:0.05 20: 1.0388 of the entropy, syndrome fraction 0.2975
        new DegreeDistribution(
                0.306,
                new int[] {2, 3, 7, 8, 9, 14, 35, 40, 50, 60},
                new double[] {
                    0.07848, 0.25474, 0.08500, 0.05542, 0.00341, 0.26220, 0.00161, 0.12522, 0.09670,
                    0.03720
                }),
        // DegreeSearch 1:0.065 15.8: 1.0368 of the entropy, syndrome fraction 0.3597
        new DegreeDistribution(
                0.370,
                new int[] {2, 3, 7, 8, 9, 14, 40, 50, 60},
                new double[] {
                    0.08908, 0.27028, 0.04917, 0.06867, 0.02151, 0.24959, 0.10502, 0.12210, 0.02459
                }),
        // DegreeSearch 1:0.08 13.2: 1.0363 of the entropy, syndrome fraction 0.4168
        new DegreeDistribution(
                0.429,
                new int[] {2, 3, 7, 8, 9, 14, 40, 50, 60},
                new double[] {
                    0.09819, 0.28180, 0.02616, 0.08239, 0.01700, 0.24701, 0.07635, 0.12215, 0.04893
                }),
        // DegreeSearch 1:0.11 10: 1.0328 of the entropy, syndrome fraction 0.5163
        new DegreeDistribution(
                0.532,
                new int[] {2, 3, 8, 9, 14, 40, 50, 60},
                new double[] {
                    0.11541, 0.30333, 0.06947, 0.04088, 0.23892, 0.04408, 0.10115, 0.08676
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

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
     * Degree 2 is held to 0.75 of what stability allows, because its cycles are the codewords of
     * small weight. The degrees offered were
     * 2,3,4,5,6,7,8,9,10,12,14,16,18,20,22,25,30,35,40,50,60.
     */
    private static final DegreeDistribution[] TABLE = {
        // DegreeSearch 1:0.0022 1e6 300: 1.1605 of the entropy, syndrome fraction 0.0262
        new DegreeDistribution(
                0.027,
                new int[] {2, 3, 7, 9, 25, 50, 60},
                new double[] {0.02677, 0.15501, 0.28961, 0.04244, 0.32607, 0.08571, 0.07440}),
        // DegreeSearch 1:0.005 1e6 160: 1.0809 of the entropy, syndrome fraction 0.0491
        new DegreeDistribution(
                0.050,
                new int[] {2, 3, 7, 8, 18, 20, 40, 50},
                new double[] {
                    0.03344, 0.15879, 0.13927, 0.15527, 0.02425, 0.22929, 0.07253, 0.18716
                }),
        // DegreeSearch 1:0.0095 1e6 95: 1.0606 of the entropy, syndrome fraction 0.0822
        new DegreeDistribution(
                0.084,
                new int[] {2, 3, 6, 7, 8, 14, 22, 25, 30, 35, 60},
                new double[] {
                    0.04113, 0.16375, 0.00257, 0.17086, 0.05044, 0.16184, 0.00471, 0.05909, 0.07044,
                    0.06434, 0.21084
                }),
        // DegreeSearch 1:0.0144 1e6 68: 1.0504 of the entropy, syndrome fraction 0.1142
        new DegreeDistribution(
                0.117,
                new int[] {2, 3, 7, 8, 20, 22, 60},
                new double[] {0.04698, 0.17001, 0.04033, 0.21344, 0.21947, 0.00097, 0.30879}),
        // DegreeSearch 1:0.02 1e6 48: 1.0484 of the entropy, syndrome fraction 0.1483
        new DegreeDistribution(
                0.152,
                new int[] {2, 3, 8, 9, 20, 22, 50, 60},
                new double[] {
                    0.05699, 0.18990, 0.22559, 0.05254, 0.03052, 0.18602, 0.11331, 0.14512
                }),
        // DegreeSearch 1:0.03 1e6 33: 1.0434 of the entropy, syndrome fraction 0.2028
        new DegreeDistribution(
                0.208,
                new int[] {2, 3, 8, 9, 20, 22, 25, 50, 60},
                new double[] {
                    0.06870, 0.20513, 0.15271, 0.12553, 0.02993, 0.14679, 0.01801, 0.15813, 0.09507
                }),
        // DegreeSearch 1:0.05 1e6 20: 1.0392 of the entropy, syndrome fraction 0.2976
        new DegreeDistribution(
                0.306,
                new int[] {2, 3, 9, 10, 25, 30, 40, 50},
                new double[] {
                    0.09056, 0.23619, 0.22630, 0.08880, 0.06443, 0.09990, 0.03587, 0.15794
                }),
        // DegreeSearch 1:0.065 1e6 15.8: 1.0360 of the entropy, syndrome fraction 0.3595
        new DegreeDistribution(
                0.370,
                new int[] {2, 3, 9, 10, 25, 30, 40, 50},
                new double[] {
                    0.10278, 0.24838, 0.11968, 0.19919, 0.00238, 0.11944, 0.08398, 0.12417
                }),
        // DegreeSearch 1:0.08 1e6 13.2: 1.0344 of the entropy, syndrome fraction 0.4160
        new DegreeDistribution(
                0.429,
                new int[] {2, 3, 9, 10, 30, 35, 50, 60},
                new double[] {
                    0.11330, 0.25685, 0.07595, 0.23206, 0.09700, 0.07532, 0.09671, 0.05280
                }),
        // DegreeSearch 1:0.11 1e6 10: 1.0299 of the entropy, syndrome fraction 0.5148
        new DegreeDistribution(
                0.532,
                new int[] {2, 3, 10, 12, 30, 50, 60},
                new double[] {0.13317, 0.27329, 0.27355, 0.02733, 0.08513, 0.18685, 0.02069})
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

package io.bellwether.errorcorrection;

import java.util.Arrays;

/**
 * How many checks the variables of an irregular code take part in.
 *
 * @param degrees ascending variable degrees
 * @param edgeFractions for each degree the fraction of edges at variables of that degree
 */
record DegreeDistribution(int[] degrees, double[] edgeFractions) {
    /**
     * Found by density evolution of 8-bit box-plus decoding on the binary symmetric channel; the
     * published fraction of syndrome bits at which each was optimised stands in its comment with
     * the threshold as a ratio to the entropy.
     */
    private static final DegreeDistribution[] TABLE = {
        // 0.02 to 0.045: the next one with fewer variables of degree 2, which its stability
        // condition lambda_2 rho'(1) 2 sqrt(Q(1-Q)) < 1 demands at large check degrees.
        new DegreeDistribution(
                new int[] {2, 3, 4, 6, 7, 8, 12, 15, 22, 30, 40, 60, 80},
                new double[] {
                    0.02456, 0.19614, 0.00726, 0.00335, 0.16201, 0.00315, 0.14885, 0.06414, 0.00464,
                    0.00410, 0.32146, 0.00247, 0.05787
                }),
        // 0.1142: threshold 1.0304.
        new DegreeDistribution(
                new int[] {2, 3, 4, 6, 7, 8, 12, 15, 22, 30, 40, 60, 80},
                new double[] {
                    0.04456, 0.17614, 0.00726, 0.00335, 0.16201, 0.00315, 0.14885, 0.06414, 0.00464,
                    0.00410, 0.32146, 0.00247, 0.05787
                }),
        // 0.298: threshold 1.0271.
        new DegreeDistribution(
                new int[] {2, 3, 4, 6, 7, 8, 10, 14, 20, 30, 45},
                new double[] {
                    0.09745, 0.21173, 0.00523, 0.00490, 0.13032, 0.05547, 0.00744, 0.18477, 0.02764,
                    0.04424, 0.23082
                })
    };

    /** The distribution for a code that publishes this fraction of its length. */
    static DegreeDistribution forSyndromeFraction(double fraction) {
        return TABLE[fraction < 0.085 ? 0 : fraction < 0.2 ? 1 : 2];
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

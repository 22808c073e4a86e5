package io.bellwether.errorcorrection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Density evolution (Richardson and Urbanke 2001) of the decoder's own arithmetic: messages in the
 * steps of {@link BoxPlus}, for an ensemble with a given distribution of variable degrees and
 * checks of two neighbouring degrees, on a mixture of binary symmetric channels.
 */
final class DensityEvolution {
    private static final int LEVELS = BoxPlus.LARGEST;
    private static final byte[][] BOX = new byte[LEVELS + 1][LEVELS + 1];

    /**
     * Bins of the transform that adds messages. Larger sums than the following wrap around, which
     * happens only after {@link #CONVERGED} has been reached; sums far below zero do not occur.
     */
    private static final int BINS = 8192;

    private static final int LARGEST_SUM = 6600;

    private static final double CONVERGED = 1e-4;
    private static final int LARGEST_ITERATIONS = 250;

    static {
        for (int a = 0; a <= LEVELS; a++) {
            for (int b = 0; b <= LEVELS; b++) {
                BOX[a][b] = (byte) BoxPlus.of(a, b);
            }
        }
    }

    private final double[] channel = new double[2 * LEVELS + 1];
    private final double[] channelTransform;
    private final double[] wrongTransform;
    private final double channelErrors;
    private final double bhattacharyya;
    private final FourierTransform transform = new FourierTransform(BINS);

    DensityEvolution(List<NoiseClass> noise) {
        double errors = 0;
        double stability = 0;
        for (NoiseClass part : noise) {
            double flip = part.flipProbability();
            int level = BoxPlus.ofFlip(flip);
            channel[LEVELS + level] += part.fraction() * (1 - flip);
            channel[LEVELS - level] += part.fraction() * flip;
            errors += part.fraction() * flip;
            stability += part.fraction() * 2 * Math.sqrt(flip * (1 - flip));
        }
        channelErrors = errors;
        bhattacharyya = stability;
        channelTransform = transformed(spread(channel));
        double[] wrong = new double[BINS];
        wrong[0] = 0.5;
        Arrays.fill(wrong, LARGEST_SUM, BINS, 1);
        wrongTransform = transformed(wrong);
    }

    /** Real parts, then imaginary parts. */
    private double[] transformed(double[] values) {
        double[] imaginary = new double[BINS];
        transform.forward(values, imaginary);
        double[] both = Arrays.copyOf(values, 2 * BINS);
        System.arraycopy(imaginary, 0, both, BINS, BINS);
        return both;
    }

    /**
     * How a decoding goes, iteration by iteration.
     *
     * @param converged whether it got through
     * @param errors the error probability of messages from variables, before each iteration
     * @param errorsOfDegree for each iteration, what it would be after it on the edges of variables
     *     of each degree
     */
    record Trajectory(boolean converged, List<Double> errors, List<double[]> errorsOfDegree) {}

    /** Follows belief propagation with this mean check degree. */
    Trajectory follow(int[] degrees, double[] edgeFractions, double checkDegree) {
        int low = (int) checkDegree;
        double lowEdges = (1 / checkDegree - 1.0 / (low + 1)) * low * (low + 1);
        Trajectory trajectory = new Trajectory(false, new ArrayList<>(), new ArrayList<>());
        double[] messages = channel.clone();
        double before = channelErrors;
        int slow = 0;
        for (int iteration = 0; iteration < LARGEST_ITERATIONS && slow <= 3; iteration++) {
            double[] checks = checkMessages(messages, low, lowEdges);
            double[] errorsOfDegree = new double[degrees.length];
            messages = variableMessages(checks, degrees, edgeFractions, errorsOfDegree);
            trajectory.errors.add(before);
            trajectory.errorsOfDegree.add(errorsOfDegree);
            double errors = errors(messages);
            if (errors < CONVERGED) {
                return new Trajectory(true, trajectory.errors, trajectory.errorsOfDegree);
            }
            slow = errors > before * (1 - 2e-4) ? slow + 1 : 0;
            before = errors;
        }
        return trajectory;
    }

    /**
     * The largest fraction of edges at variables of degree 2 that is stable (Richardson,
     * Shokrollahi and Urbanke 2001, theorem 5): {@code lambda_2 rho'(1) B < 1} with the
     * Bhattacharyya parameter B of the channel.
     */
    double largestDegreeTwo(double checkDegree) {
        return 1 / ((checkDegree - 1) * bhattacharyya);
    }

    private static double errors(double[] density) {
        double errors = density[LEVELS] / 2;
        for (int i = 0; i < LEVELS; i++) {
            errors += density[i];
        }
        return errors;
    }

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

    private static double[] checkMessages(double[] messages, int low, double lowEdges) {
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

    private static double[] spread(double[] density) {
        double[] bins = new double[BINS];
        for (int i = -LEVELS; i <= LEVELS; i++) {
            bins[i & (BINS - 1)] = density[LEVELS + i];
        }
        return bins;
    }

    private double[] variableMessages(
            double[] checks, int[] degrees, double[] edgeFractions, double[] errorsOfDegree) {
        double[] real = spread(checks);
        double[] imaginary = new double[BINS];
        transform.forward(real, imaginary);
        for (int k = 0; k <= BINS / 2; k++) {
            mixPowers(k, real, imaginary, degrees, edgeFractions, errorsOfDegree);
            if (k > 0 && k < BINS / 2) {
                real[BINS - k] = real[k];
                imaginary[BINS - k] = -imaginary[k];
            }
        }
        transform.backward(real, imaginary);
        double[] density = new double[2 * LEVELS + 1];
        double total = 0;
        for (int i = 0; i < BINS; i++) {
            double mass = Math.max(0, real[i]);
            int level = i < LARGEST_SUM ? i : i - BINS;
            density[LEVELS + Math.max(-LEVELS, Math.min(LEVELS, level))] += mass;
            total += mass;
        }
        for (int i = 0; i < density.length; i++) {
            density[i] /= total;
        }
        return density;
    }

    /** Replaces bin k by the channel times the sum over degrees of fraction z^(degree - 1). */
    private void mixPowers(
            int k,
            double[] real,
            double[] imaginary,
            int[] degrees,
            double[] edgeFractions,
            double[] errorsOfDegree) {
        double x = real[k];
        double y = imaginary[k];
        double channelX = channelTransform[k];
        double channelY = channelTransform[BINS + k];
        double powerX = 1;
        double powerY = 0;
        double sumX = 0;
        double sumY = 0;
        int exponent = 0;
        for (int i = 0; i < degrees.length; i++) {
            double squareX = x;
            double squareY = y;
            for (int rest = degrees[i] - 1 - exponent; rest > 0; rest >>= 1) {
                if ((rest & 1) != 0) {
                    double t = powerX * squareX - powerY * squareY;
                    powerY = powerX * squareY + powerY * squareX;
                    powerX = t;
                }
                double t = squareX * squareX - squareY * squareY;
                squareY = 2 * squareX * squareY;
                squareX = t;
            }
            exponent = degrees[i] - 1;
            sumX += edgeFractions[i] * powerX;
            sumY += edgeFractions[i] * powerY;
            double atX = powerX * channelX - powerY * channelY;
            double atY = powerX * channelY + powerY * channelX;
            // Parseval: the mass of the wrong levels, from the bins k and -k.
            errorsOfDegree[i] +=
                    (k == 0 || k == BINS / 2 ? 1.0 : 2.0)
                            / BINS
                            * (atX * wrongTransform[k] + atY * wrongTransform[BINS + k]);
        }
        real[k] = sumX * channelX - sumY * channelY;
        imaginary[k] = sumX * channelY + sumY * channelX;
    }
}

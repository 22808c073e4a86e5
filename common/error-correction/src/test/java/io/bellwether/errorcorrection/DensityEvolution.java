package io.bellwether.errorcorrection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Density evolution (Richardson and Urbanke 2001) of the decoder's own arithmetic: messages in the
 * steps of {@link BoxPlus}, for an ensemble with a given distribution of variable degrees and
 * checks of two neighbouring degrees, on a mixture of binary symmetric channels.
 *
 * <p>A block of n bits rarely has just the expected errors. Whether it decodes depends on the
 * errors at variables of each degree d with a weight, and the likeliest way to z standard
 * deviations of the weighted sum is a flip probability of {@code Q (1 + z w(d) / sqrt(n Q E[w^2]))}
 * at those variables (least squares: the numbers of errors of the degrees are independent, each
 * with its mean for a variance). The weight w(d) is the fourth root of d: that is what follows when
 * the largest excess that still converges is looked for in one degree after the other. With a block
 * length given, it is this channel that is followed.
 */
final class DensityEvolution {
    private static final int LEVELS = BoxPlus.LARGEST;

    /**
     * Bins of the transform that adds messages. Larger sums than the following wrap around, which
     * happens only after {@link #CONVERGED} has been reached; sums far below zero do not occur.
     */
    private static final int BINS = 16384;

    private static final int LARGEST_SUM = 14_000;

    private static final double CONVERGED = 1e-4;
    private static final int LARGEST_ITERATIONS = 500;

    private final double[] channel = new double[2 * LEVELS + 1];
    private final double[] channelTransform;

    /** Of what a doubled flip probability adds to the channel. */
    private final double[] excessTransform;

    private final double[] excess = new double[2 * LEVELS + 1];

    /** z / sqrt(n Q), or 0 for an infinite block. */
    private final double deviation;

    private final double[] wrongTransform;
    private final double channelErrors;
    private final double bhattacharyya;
    private final FourierTransform transform = new FourierTransform(BINS);

    /**
     * @param noise the channels
     * @param blockBits the length of a block, infinite if nothing deviates
     * @param deviations z: how many standard deviations have to be decoded
     */
    DensityEvolution(List<NoiseClass> noise, double blockBits, double deviations) {
        double errors = 0;
        double stability = 0;
        for (NoiseClass part : noise) {
            double flip = part.flipProbability();
            int level = BoxPlus.ofFlip(flip);
            channel[LEVELS + level] += part.fraction() * (1 - flip);
            channel[LEVELS - level] += part.fraction() * flip;
            excess[LEVELS + level] -= part.fraction() * flip;
            excess[LEVELS - level] += part.fraction() * flip;
            errors += part.fraction() * flip;
            stability += part.fraction() * 2 * Math.sqrt(flip * (1 - flip));
        }
        channelErrors = errors;
        bhattacharyya = stability;
        deviation = deviations / Math.sqrt(blockBits * errors);
        channelTransform = transformed(spread(channel));
        excessTransform = transformed(spread(excess));
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
        double[] excessOfDegree = excessOfDegree(degrees, edgeFractions);
        double meanExcess = 0;
        for (int i = 0; i < degrees.length; i++) {
            meanExcess += edgeFractions[i] * excessOfDegree[i];
        }
        double[] messages = channel.clone();
        for (int i = 0; i < messages.length; i++) {
            messages[i] += meanExcess * excess[i];
        }
        double before = channelErrors * (1 + meanExcess);
        int slow = 0;
        for (int iteration = 0; iteration < LARGEST_ITERATIONS && slow <= 3; iteration++) {
            double[] checks = CheckDensities.after(messages, low, lowEdges);
            double[] errorsOfDegree = new double[degrees.length];
            messages =
                    variableMessages(
                            checks, degrees, edgeFractions, excessOfDegree, errorsOfDegree);
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

    private double[] excessOfDegree(int[] degrees, double[] edgeFractions) {
        double inverseMean = 0;
        double square = 0;
        for (int i = 0; i < degrees.length; i++) {
            inverseMean += edgeFractions[i] / degrees[i];
            square += edgeFractions[i] / degrees[i] * Math.sqrt(degrees[i]);
        }
        double[] result = new double[degrees.length];
        for (int i = 0; i < degrees.length; i++) {
            double weight = Math.sqrt(Math.sqrt(degrees[i]));
            result[i] = deviation * weight / Math.sqrt(square / inverseMean);
        }
        return result;
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

    private static double[] spread(double[] density) {
        double[] bins = new double[BINS];
        for (int i = -LEVELS; i <= LEVELS; i++) {
            bins[i & (BINS - 1)] = density[LEVELS + i];
        }
        return bins;
    }

    private double[] variableMessages(
            double[] checks,
            int[] degrees,
            double[] edgeFractions,
            double[] excessOfDegree,
            double[] errorsOfDegree) {
        double[] real = spread(checks);
        double[] imaginary = new double[BINS];
        transform.forward(real, imaginary);
        for (int k = 0; k <= BINS / 2; k++) {
            mixPowers(k, real, imaginary, degrees, edgeFractions, excessOfDegree, errorsOfDegree);
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

    /** Replaces bin k by the sum over degrees of channel, fraction and z^(degree - 1). */
    private void mixPowers(
            int k,
            double[] real,
            double[] imaginary,
            int[] degrees,
            double[] edgeFractions,
            double[] excessOfDegree,
            double[] errorsOfDegree) {
        double x = real[k];
        double y = imaginary[k];
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
            double channelX = channelTransform[k] + excessOfDegree[i] * excessTransform[k];
            double channelY =
                    channelTransform[BINS + k] + excessOfDegree[i] * excessTransform[BINS + k];
            double atX = powerX * channelX - powerY * channelY;
            double atY = powerX * channelY + powerY * channelX;
            sumX += edgeFractions[i] * atX;
            sumY += edgeFractions[i] * atY;
            // Parseval: the mass of the wrong levels, from the bins k and -k.
            errorsOfDegree[i] +=
                    (k == 0 || k == BINS / 2 ? 1.0 : 2.0)
                            / BINS
                            * (atX * wrongTransform[k] + atY * wrongTransform[BINS + k]);
        }
        real[k] = sumX;
        imaginary[k] = sumY;
    }
}

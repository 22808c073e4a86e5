package io.bellwether.errorcorrection;

import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Finds a distribution of variable degrees for a channel and a mean check degree: {@code
 * DegreeSearch fraction:flip,... blockBits checkDegree degree,degree,... [steps]}, with Infinity
 * for the threshold of long blocks. This program found the table of {@link DegreeDistribution}.
 *
 * <p>For a block length it is the errors of all but one of a thousand blocks that the distribution
 * must get through, see {@link DensityEvolution}: short blocks want fewer variables of high degree
 * than long ones.
 *
 * <p>Along the trajectory of {@link DensityEvolution} the error after an iteration is linear in the
 * edge fractions. So the distribution with the fewest syndrome bits that still makes progress in
 * every iteration solves a linear program, as long as it moves little; this is repeated until
 * nothing is gained (Chung, Forney, Richardson and Urbanke 2001, "On the design of low-density
 * parity-check codes within 0.0045 dB of the Shannon limit").
 */
final class DegreeSearch {
    /** Smallest relative progress of an iteration: a finite decoder needs some. */
    private static final double PROGRESS = 0.004;

    /** Part of the stable fraction of degree 2 that is allowed. */
    private static final double DEGREE_TWO = 0.9;

    /** Variables of degree 2 for each check that are allowed: more means shorter cycles. */
    private static final double LARGEST_TWO_PER_CHECK = 1.7;

    /** Phi^-1(1 - 1e-3): the noise that all but one of a thousand blocks stay below. */
    private static final double DEVIATIONS = 3.0902;

    /** Half an hour of steps, after which nothing is gained any more. */
    private static final int STEPS = 60;

    private final DensityEvolution evolution;
    private final double entropy;
    private final int[] degrees;
    private final double checkDegree;
    private final int steps;

    private DegreeSearch(
            List<NoiseClass> noise,
            double blockBits,
            double checkDegree,
            int[] degrees,
            int steps) {
        evolution = new DensityEvolution(noise, blockBits, DEVIATIONS);
        entropy = CodeSelection.entropyPerBit(noise);
        this.checkDegree = checkDegree;
        this.degrees = degrees;
        this.steps = steps;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        DegreeSearch search =
                new DegreeSearch(
                        FrameStatistics.parse(arguments[0]),
                        Double.parseDouble(arguments[1]),
                        Double.parseDouble(arguments[2]),
                        Arrays.stream(arguments[3].split(","))
                                .mapToInt(Integer::parseInt)
                                .toArray(),
                        arguments.length > 4 ? Integer.parseInt(arguments[4]) : STEPS);
        search.report(arguments[0], search.optimise());
    }

    private double[] optimise() {
        double heaviest = 0;
        double[] best = start(heaviest);
        var trajectory = evolution.follow(degrees, best, checkDegree);
        while (!trajectory.converged()) {
            heaviest += 0.02;
            best = start(heaviest);
            trajectory = evolution.follow(degrees, best, checkDegree);
        }
        double step = 0.04;
        for (int round = 0; round < steps && step > 2e-4; round++) {
            double[] next = improved(best, trajectory, step);
            var nextTrajectory = evolution.follow(degrees, next, checkDegree);
            if (nextTrajectory.converged() && efficiency(next) < efficiency(best) - 1e-5) {
                best = next;
                trajectory = nextTrajectory;
                step *= 1.2;
            } else {
                step /= 2.5;
            }
        }
        return best;
    }

    /**
     * A common mixture of degrees, of which a part is replaced by the largest degree: the more, the
     * more it leaks.
     *
     * @throws IllegalStateException if even the largest degree alone would not be enough
     */
    private double[] start(double heaviest) {
        if (heaviest > 0.9) {
            throw new IllegalStateException("no start converges: lower the check degree");
        }
        double[] fractions = new double[degrees.length];
        fractions[indexFrom(2)] = 0.9 * largestDegreeTwo();
        fractions[indexFrom(3)] = 0.18;
        fractions[indexFrom(7)] = 0.18;
        fractions[indexFrom(14)] = 0.2;
        fractions[indexFrom(25)] = 0.1;
        fractions[degrees.length - 1] += 0.34 - fractions[indexFrom(2)];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] *= 1 - heaviest;
        }
        fractions[degrees.length - 1] += heaviest;
        return fractions;
    }

    private int indexFrom(int degree) {
        int at = Arrays.binarySearch(degrees, degree);
        return Math.min(degrees.length - 1, at < 0 ? -at - 1 : at);
    }

    private double largestDegreeTwo() {
        return Math.min(
                DEGREE_TWO * evolution.largestDegreeTwo(checkDegree),
                2 * LARGEST_TWO_PER_CHECK / checkDegree);
    }

    private double[] improved(
            double[] fractions, DensityEvolution.Trajectory trajectory, double step) {
        int count = degrees.length;
        List<LinearConstraint> constraints = new ArrayList<>();
        double[] objective = new double[count];
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        constraints.add(new LinearConstraint(ones, Relationship.EQ, 1));
        for (int i = 0; i < count; i++) {
            objective[i] = 1.0 / degrees[i];
            double[] unit = new double[count];
            unit[i] = 1;
            double largest = fractions[i] + step;
            if (degrees[i] == 2) {
                largest = Math.min(largest, largestDegreeTwo());
            }
            constraints.add(new LinearConstraint(unit, Relationship.LEQ, largest));
            constraints.add(
                    new LinearConstraint(unit, Relationship.GEQ, Math.max(0, fractions[i] - step)));
        }
        // At first reliability grows and the sign of no message changes yet.
        for (int iteration = 3; iteration < trajectory.errors().size(); iteration++) {
            double scale = 1 / trajectory.errors().get(iteration);
            double[] row = trajectory.errorsOfDegree().get(iteration).clone();
            for (int i = 0; i < count; i++) {
                row[i] *= scale;
            }
            double now = 0;
            for (int i = 0; i < count; i++) {
                now += row[i] * fractions[i];
            }
            constraints.add(
                    new LinearConstraint(row, Relationship.LEQ, Math.max(1 - PROGRESS, now)));
        }
        return new SimplexSolver()
                .optimize(
                        new LinearObjectiveFunction(objective, 0),
                        new LinearConstraintSet(constraints),
                        GoalType.MAXIMIZE,
                        new NonNegativeConstraint(true))
                .getPoint();
    }

    private double syndromeFraction(double[] fractions) {
        double inverseMean = 0;
        for (int i = 0; i < degrees.length; i++) {
            inverseMean += fractions[i] / degrees[i];
        }
        return 1 / (checkDegree * inverseMean);
    }

    private double efficiency(double[] fractions) {
        return syndromeFraction(fractions) / entropy;
    }

    private void report(String noise, double[] fractions) {
        StringJoiner degreeText = new StringJoiner(", ");
        StringJoiner fractionText = new StringJoiner(", ");
        for (int j = 0; j < degrees.length; j++) {
            if (fractions[j] > 2e-4) {
                degreeText.add(Integer.toString(degrees[j]));
                fractionText.add("%.5f".formatted(fractions[j]));
            }
        }
        System.out.printf(
                "noise %s, check degree %.1f: syndrome fraction %.4f, %.4f of the entropy%n"
                        + "{%s}%n{%s}%n",
                noise,
                checkDegree,
                syndromeFraction(fractions),
                efficiency(fractions),
                degreeText,
                fractionText);
    }
}

package io.bellwether.securityproof;

import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

import java.util.function.ToDoubleFunction;

/** Deterministic maximisation by Nelder and Mead's simplex from several starts, with restarts. */
public final class SimplexSearch {
    private static final double RELATIVE_TOLERANCE = 1e-12;

    /** Change of the length of a whole block between iterations at which the search stops. */
    private static final double TOLERANCE_BITS = 1e-5;

    /** The search then stops with the best point so far. */
    private static final int MAX_ITERATIONS = 10_000;

    private static final double[] RESTART_STEPS = {0.3, 0.1, 0.03};

    private SimplexSearch() {}

    /**
     * The best point found.
     *
     * @param objective bits per round, defined on all of R^k
     * @param starts points to start from
     * @param rounds how many rounds the objective is multiplied with
     */
    public static double[] maximise(
            ToDoubleFunction<double[]> objective, double[][] starts, long rounds) {
        PointValuePair best = null;
        for (double[] start : starts) {
            PointValuePair found = run(objective, start, 0.5, rounds);
            if (best == null || found.getValue() > best.getValue()) {
                best = found;
            }
        }
        return refine(objective, best.getPoint(), rounds);
    }

    /** The best point found near a good one, with ever smaller simplices. */
    public static double[] refine(
            ToDoubleFunction<double[]> objective, double[] start, long rounds) {
        double[] best = start;
        double bestValue = objective.applyAsDouble(start);
        for (double step : RESTART_STEPS) {
            PointValuePair found = run(objective, best, step, rounds);
            if (found.getValue() > bestValue) {
                best = found.getPoint();
                bestValue = found.getValue();
            }
        }
        return best;
    }

    private static PointValuePair run(
            ToDoubleFunction<double[]> objective, double[] start, double step, long rounds) {
        SimpleValueChecker settled =
                new SimpleValueChecker(RELATIVE_TOLERANCE, TOLERANCE_BITS / rounds);
        return new SimplexOptimizer((iteration, previous, current) ->
                iteration >= MAX_ITERATIONS || settled.converged(iteration, previous, current))
                .optimize(
                        MaxEval.unlimited(),
                        new ObjectiveFunction(objective::applyAsDouble),
                        GoalType.MAXIMIZE,
                        new InitialGuess(start),
                        new NelderMeadSimplex(start.length, step));
    }
}

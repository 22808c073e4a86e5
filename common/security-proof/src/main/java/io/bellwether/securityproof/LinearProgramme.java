package io.bellwether.securityproof;

import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

import java.util.ArrayList;
import java.util.List;

/** A linear programme for the library's simplex solver; whoever uses its answer checks it. */
final class LinearProgramme {
    /** Of optimality; the answers are checked to about as much. */
    private static final double TOLERANCE = 1e-9;

    /** Smaller entries of the tableau count as 0: with less, larger programmes go astray. */
    private static final double CUT_OFF = 1e-10;

    private static final int ULPS = 10;
    private static final int MAX_ITERATIONS = 20_000;

    private final List<LinearConstraint> constraints = new ArrayList<>();

    /** Adds coefficients . x (relation) value. */
    void add(double[] coefficients, Relationship relation, double value) {
        constraints.add(new LinearConstraint(coefficients, relation, value));
    }

    /**
     * The optimal x.
     *
     * @throws ArithmeticException when there is none or the solver finds none
     */
    double[] solve(GoalType goal, double[] objective, boolean nonNegative) {
        try {
            return new SimplexSolver(TOLERANCE, ULPS, CUT_OFF)
                    .optimize(
                            new MaxIter(MAX_ITERATIONS),
                            new LinearObjectiveFunction(objective, 0),
                            new LinearConstraintSet(constraints),
                            goal,
                            new NonNegativeConstraint(nonNegative))
                    .getPoint();
        } catch (MathIllegalStateException e) {
            ArithmeticException failure =
                    new ArithmeticException("linear programme has no answer: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}

package io.bellwether.securityproof;

import io.bellwether.bell.BellInequality;
import io.bellwether.bell.DeterministicStrategies.Strategy;

import java.util.Map;

/** Whether a behaviour is a mixture of deterministic strategies, with the evidence. */
public sealed interface LocalMembership {
    /**
     * It is, within the tolerance.
     *
     * @param weights how often each strategy is played; they sum to 1 within the tolerance
     * @param largestError largest difference of a probability of the mixture from the behaviour's
     */
    record Local(Map<Strategy, Double> weights, double largestError) implements LocalMembership {
        /** The map is copied. */
        public Local {
            weights = Map.copyOf(weights);
        }
    }

    /**
     * It is not: it violates this Bell inequality.
     *
     * @param inequality coefficients are multiples of 2^-30, so that sums of them are exact
     * @param localBound its largest value over all deterministic strategies, exact
     * @param value its value for the behaviour, rounded down; above the local bound
     */
    record Nonlocal(BellInequality inequality, double localBound, double value)
            implements LocalMembership {}
}

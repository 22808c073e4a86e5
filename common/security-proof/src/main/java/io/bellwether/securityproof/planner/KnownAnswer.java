package io.bellwether.securityproof.planner;

import java.util.function.DoubleSupplier;

/**
 * A figure that a paper or an independent program gives for one of our formulas.
 *
 * @param claimId the formula, as listed in {@code claims/}
 * @param quantity what the figure is, with its circumstances
 * @param reference the figure, as printed
 * @param tolerance how far ours may be away: half a unit of the last digit printed, or what the
 *     comparison allows
 * @param source who printed it
 * @param ours computes it anew; pure, may be called from any thread
 */
public record KnownAnswer(
        String claimId,
        String quantity,
        double reference,
        double tolerance,
        String source,
        DoubleSupplier ours) {
    /** Whether a computed value agrees. */
    public boolean agrees(double computed) {
        return Math.abs(computed - reference) <= tolerance;
    }
}

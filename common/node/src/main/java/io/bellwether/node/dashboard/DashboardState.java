package io.bellwether.node.dashboard;

import io.bellwether.bell.ChshGame;
import io.bellwether.node.status.NodeStatus;
import io.bellwether.node.status.Readiness;
import io.bellwether.protocol.Step;

import java.util.List;
import java.util.Optional;

/**
 * All that the dashboard shows at one moment; the page computes nothing that is not in here.
 *
 * @param boxKind by the box's own words
 * @param steps of a block, in their order
 * @param blocks the last ones, the oldest first
 */
public record DashboardState(
        NodeStatus status,
        Readiness readiness,
        Reference reference,
        BoxKind boxKind,
        List<Step> steps,
        List<BlockRow> blocks) {
    /** What a box is by its own words, which prove nothing. */
    public enum BoxKind {
        /** A simulated source that plays an attack. */
        ADVERSARIAL,
        /** A simulated source that is meant to be honest. */
        SIMULATED,
        /** Anything else, a laboratory's box above all. */
        OTHER
    }

    /** With all the steps there are, and the blocks so far. */
    public static DashboardState of(
            NodeStatus status,
            Readiness readiness,
            Reference reference,
            BoxKind boxKind,
            BlockHistory blocks) {
        return new DashboardState(
                status, readiness, reference, boxKind, List.of(Step.values()), blocks.rows());
    }

    /**
     * What the blocks are compared with.
     *
     * @param scoreName what the theorem is about: S, or another game's score, which has no chart
     * @param localBound what S is at most without entanglement
     * @param quantumBound what S is at most
     * @param expectedChsh of the honest boxes, by the configuration; absent for another game
     * @param expectedQber the same of their errors
     * @param predictedRate key bits per round of an accepted block, by the theorem
     * @param upperBound what the best protocol could make of {@code expectedChsh}, in bits per
     *     round
     */
    public record Reference(
            String scoreName,
            double localBound,
            double quantumBound,
            Optional<Double> expectedChsh,
            Optional<Double> expectedQber,
            double predictedRate,
            Optional<Double> upperBound) {
        /** Of the CHSH game. */
        public static Reference ofChsh(
                double expectedChsh, double expectedQber, double predictedRate) {
            return new Reference(
                    "S",
                    ChshGame.LOCAL_BOUND,
                    ChshGame.QUANTUM_BOUND,
                    Optional.of(expectedChsh),
                    Optional.of(expectedQber),
                    predictedRate,
                    BlockRow.upperBound(expectedChsh));
        }

        /** Of any other game. */
        public static Reference ofOther(String scoreName, double predictedRate) {
            return new Reference(
                    scoreName,
                    ChshGame.LOCAL_BOUND,
                    ChshGame.QUANTUM_BOUND,
                    Optional.empty(),
                    Optional.empty(),
                    predictedRate,
                    Optional.empty());
        }
    }
}

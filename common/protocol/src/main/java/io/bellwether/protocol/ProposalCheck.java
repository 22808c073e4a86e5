package io.bellwether.protocol;

import java.util.Optional;

/**
 * Bob's check of a proposal: his own parameters, and everything that follows from them, recomputed.
 */
sealed interface ProposalCheck {
    record Agreed(BlockPlan plan, long refillBits) implements ProposalCheck {}

    /**
     * @param difference the first one, in words
     */
    record Refused(String difference) implements ProposalCheck {}

    static ProposalCheck of(
            SessionParameters own, double epsilonAuthentication, Message.Proposal proposal) {
        Optional<String> other =
                own.firstDifference(proposal.parameters())
                        .map(SessionParameters.Difference::toString);
        if (other.isPresent()) {
            return new Refused(other.get());
        }
        BlockPlan plan;
        try {
            plan = BlockPlan.recomputed(own, epsilonAuthentication, proposal.freeParameters());
        } catch (IllegalArgumentException e) {
            return new Refused("freeParameters: " + e.getMessage());
        }
        return difference("code", plan.code(), proposal.code())
                .or(() -> difference("leakedBits", plan.leakedBits(), proposal.leakedBits()))
                .or(() -> difference("keyBits", plan.keyBits(), proposal.keyBits()))
                .or(() -> refillObjection(plan, proposal.refillBits()))
                .<ProposalCheck>map(Refused::new)
                .orElseGet(() -> new Agreed(plan, proposal.refillBits()));
    }

    private static Optional<String> refillObjection(BlockPlan plan, long refillBits) {
        return refillBits < 0
                        || refillBits > plan.maxRefillBits()
                        || refillBits % KeyPartition.REFILL_GRANULE_BITS != 0
                ? Optional.of(
                        "refillBits: %d; limit multiples of %d, 0 to %d"
                                .formatted(
                                        refillBits,
                                        KeyPartition.REFILL_GRANULE_BITS,
                                        plan.maxRefillBits()))
                : Optional.empty();
    }

    private static Optional<String> difference(String name, Object ours, Object theirs) {
        return ours.equals(theirs)
                ? Optional.empty()
                : Optional.of("%s: %s here, %s at the peer".formatted(name, ours, theirs));
    }
}

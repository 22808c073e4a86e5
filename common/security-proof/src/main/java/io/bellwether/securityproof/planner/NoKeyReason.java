package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Why a device gives no key, and what would have to change, in a sentence. */
public final class NoKeyReason {
    private NoKeyReason() {}

    /**
     * The sentence for a block without a key.
     *
     * @param firstKeyRounds the smallest block with a key under the best theorem; empty for none
     */
    public static String of(Setup setup, long rounds, OptionalLong firstKeyRounds) {
        double chsh = setup.device().chsh();
        double qber = setup.device().qber();
        double f = setup.ecEfficiency();
        if (chsh <= ChshGame.LOCAL_BOUND) {
            return "no key because S = %.4f does not exceed 2: shared randomness without entanglement reaches it, so whoever built the boxes may know every outcome"
                    .formatted(chsh);
        }
        if (firstKeyRounds.isPresent()) {
            return "no key because %,d rounds are too few for S = %.4f and Q = %.4f: the first key needs about %,d rounds"
                    .formatted(rounds, chsh, qber, firstKeyRounds.getAsLong());
        }
        return "no key with any number of rounds because at S = %.4f and Q = %.4f error correction publishes more than the CHSH value certifies as secret (f = %.3f)%s"
                .formatted(chsh, qber, f, remedies(chsh, qber, f));
    }

    private static String remedies(double chsh, double qber, double f) {
        StringBuilder result = new StringBuilder();
        OptionalDouble smallest = AsymptoticPlan.smallestChsh(qber, f);
        OptionalDouble largest = AsymptoticPlan.largestQber(chsh, f);
        if (smallest.isPresent() && smallest.getAsDouble() > chsh) {
            result.append("; at this Q, S above %.4f would do".formatted(smallest.getAsDouble()));
        }
        if (largest.isPresent() && largest.getAsDouble() < qber) {
            result.append("; at this S, Q below %.4f would do".formatted(largest.getAsDouble()));
        }
        double twoBases = AsymptoticPlan.twoBases(chsh, qber, f, true);
        if (twoBases > 0) {
            result.append(
                    "; two key bases would have an asymptotic rate of %.4f, but no finite-size theorem here covers them"
                            .formatted(twoBases));
        }
        return result.toString();
    }
}

package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeyLength;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A way to run a block, and the key that its theorem certifies for an honest device.
 *
 * @param block rounds, test probability, threshold and leakage
 * @param flipProbability p of noisy preprocessing in key rounds; 0 for none
 * @param lostTestRounds the number the length is for: the largest accepted one, or the expected one
 *     where the length is variable
 * @param freeParameters the free parameters of the theorem, by name
 * @param length certified, or why there is no key
 */
public record Plan(
        PlanTheorem theorem,
        Setup setup,
        BlockParameters block,
        double flipProbability,
        long lostTestRounds,
        Map<String, Double> freeParameters,
        KeyLength length) {
    /** Copies the map, in its order. */
    public Plan {
        freeParameters = Collections.unmodifiableMap(new LinkedHashMap<>(freeParameters));
    }

    /** Certified key bits; 0 when there is no key. */
    public long keyBits() {
        return length instanceof KeyLength.Certified certified ? certified.keyBits() : 0;
    }

    /** Certified key bits per round. */
    public double ratePerRound() {
        return (double) keyBits() / block.rounds();
    }
}

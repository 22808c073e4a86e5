package io.bellwether.bell;

import java.util.OptionalDouble;

/**
 * What was counted in a block, whatever the protocol. A ratio of counts that are zero is empty,
 * never NaN.
 */
public sealed interface BlockStatistics
        permits ChshStatistics, GeneralisedStatistics, ChainedStatistics, BdStatistics {
    /** How the literature calls the score: S, W or B_d. */
    String scoreName();

    /** The score; empty while it is undefined. */
    OptionalDouble score();

    /** Standard error of the score under independent rounds, for display only. */
    OptionalDouble scoreStandardError();

    /** What local devices reach at best; for W, which is small for good devices, at least. */
    double localBound();

    /** What quantum devices reach at best. */
    double quantumBound();

    /**
     * By how much the score is better than any local one: below 0 if local devices reach it, empty
     * while it is undefined.
     */
    default OptionalDouble distanceToLocal() {
        if (score().isEmpty()) {
            return OptionalDouble.empty();
        }
        double above = score().getAsDouble() - localBound();
        return OptionalDouble.of(quantumBound() > localBound() ? above : -above);
    }

    /** Whether a test round is won or lost; with B_d it only has a weight. */
    default boolean countsLosses() {
        return true;
    }

    /** Rounds that count for the score. */
    long testRounds();

    /** Test rounds that were not won. */
    long lostTestRounds();

    /** Rounds of the raw key. */
    long keyRounds();

    /** Key rounds with different outcomes. */
    long keyErrors();

    /** Key errors over key rounds; empty without a key round. */
    default OptionalDouble qber() {
        return keyRounds() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) keyErrors() / keyRounds());
    }

    /** Standard error of the QBER under independent rounds, sqrt(Q (1 - Q)/n). */
    default OptionalDouble qberStandardError() {
        if (keyRounds() == 0) {
            return OptionalDouble.empty();
        }
        double q = (double) keyErrors() / keyRounds();
        return OptionalDouble.of(Math.sqrt(q * (1 - q) / keyRounds()));
    }
}

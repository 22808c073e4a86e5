package io.bellwether.estimation;

import io.bellwether.foundation.BitArray;

/**
 * The estimation pairs of a chained block, in order: settings that were neighbours, and both sides'
 * outcomes. All of it is public but Bob's outcomes.
 */
public record ChainedPairs(
        byte[] aliceSettings, byte[] bobSettings, BitArray aliceOutcomes, BitArray bobOutcomes) {
    /**
     * @throws IllegalArgumentException if the lengths differ
     */
    public ChainedPairs {
        if (aliceSettings.length != bobSettings.length
                || aliceOutcomes.length() != aliceSettings.length
                || bobOutcomes.length() != aliceSettings.length) {
            throw new IllegalArgumentException(
                    "estimation pairs: %d and %d settings, %d and %d outcomes"
                            .formatted(
                                    aliceSettings.length,
                                    bobSettings.length,
                                    aliceOutcomes.length(),
                                    bobOutcomes.length()));
        }
    }
}

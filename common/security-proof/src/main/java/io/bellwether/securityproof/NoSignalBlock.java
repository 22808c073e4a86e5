package io.bellwether.securityproof;

/**
 * A block of the chained protocol whose settings are known to both sides.
 *
 * @param settings M, settings of the chained game per side
 * @param pairs N, all pairs distributed
 * @param estimationPairs Ne, pairs whose settings were neighbours of the chained game
 * @param rawKeyBits Nr, pairs that both sides measured for the key
 * @param maxLostTestRounds accepted are blocks that lose no more estimation pairs than this; fixed
 *     by the honest model, it limits nothing but the shortest key
 * @param leakedBits Nc, every published bit that depends on the raw key
 * @param epsilon the failure probabilities that the key may have
 */
public record NoSignalBlock(
        int settings,
        long pairs,
        long estimationPairs,
        long rawKeyBits,
        long maxLostTestRounds,
        long leakedBits,
        EpsilonBudget epsilon)
        implements BlockTerms {
    /**
     * @throws IllegalArgumentException when a count is outside its range, by name
     */
    public NoSignalBlock {
        Parameters.requireAtLeast("maxLostTestRounds", maxLostTestRounds, 0);
        Parameters.requireAtMost("maxLostTestRounds", maxLostTestRounds, estimationPairs);
        Parameters.requireAtLeast("leakedBits", leakedBits, 0);
        Parameters.requireAtLeast("estimationPairs", estimationPairs, 0);
        Parameters.requireAtLeast("rawKeyBits", rawKeyBits, 0);
        Parameters.requireAtMost(
                "estimationPairs + rawKeyBits", estimationPairs + rawKeyBits, pairs);
    }
}

package io.bellwether.securityproof;

/**
 * What a theorem is asked about: the numbers of a block that are fixed before its score is known.
 */
public sealed interface BlockTerms permits BlockParameters, NoSignalBlock, SelfTestBlock {
    /** Bits of the raw key. */
    long rawKeyBits();

    /** The block is accepted if no more test rounds than this are lost. */
    long maxLostTestRounds();

    /** Every public bit that depends on the raw key. */
    long leakedBits();

    /** The failure probabilities that the key may have. */
    EpsilonBudget epsilon();
}

package io.bellwether.securityproof;

/**
 * A block of the d-outcome protocol whose settings are known to both sides. The raw key holds each
 * key outcome as the binary digits of a number below d.
 *
 * @param levels d
 * @param testRounds rounds for B_d; their outcomes are published and no part of the raw key
 * @param keyRounds the other ones
 * @param leakedBits every published bit that depends on the raw key
 * @param epsilon the failure probabilities that a key might have
 */
public record SelfTestBlock(
        int levels, long testRounds, long keyRounds, long leakedBits, EpsilonBudget epsilon)
        implements BlockTerms {
    /** One digit for each of 2 to 64 outcomes more. */
    private static final int MOST_LEVELS = 64;

    /**
     * @throws IllegalArgumentException when a count is outside its range, by name
     */
    public SelfTestBlock {
        Parameters.requireAtLeast("levels", levels, 2);
        Parameters.requireAtMost("levels", levels, MOST_LEVELS);
        Parameters.requireAtLeast("testRounds", testRounds, 0);
        Parameters.requireAtLeast("keyRounds", keyRounds, 0);
        Parameters.requireAtLeast("leakedBits", leakedBits, 0);
    }

    /** Binary digits of an outcome. */
    public static int digits(int levels) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(levels - 1);
    }

    @Override
    public long rawKeyBits() {
        return keyRounds * digits(levels);
    }

    /** The score decides: as many as there are may be lost. */
    @Override
    public long maxLostTestRounds() {
        return testRounds;
    }
}

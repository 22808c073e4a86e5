package io.bellwether.bell;

/**
 * The CHSH game (Clauser, Horne, Shimony, Holt 1969): settings x, y and outcomes a, b are bits; the
 * round is won when {@code a xor b == x and y}. With uniform settings the win ratio w and the CHSH
 * value S = E00 + E01 + E10 - E11 are tied by w = 1/2 + S/8.
 */
public final class ChshGame {
    /** Largest S of a local behaviour. */
    public static final double LOCAL_BOUND = 2;

    /** Largest S of a quantum behaviour, 2 sqrt 2 (Tsirelson 1980). */
    public static final double QUANTUM_BOUND = 2 * Math.sqrt(2);

    /** Largest win ratio of a quantum behaviour, (2 + sqrt 2)/4. */
    public static final double W_MAX = (2 + Math.sqrt(2)) / 4;

    /** Smallest win ratio of a quantum behaviour, (2 - sqrt 2)/4. */
    public static final double W_MIN = (2 - Math.sqrt(2)) / 4;

    /** Largest win ratio of a local behaviour. */
    public static final double W_LOCAL = 0.75;

    private ChshGame() {}

    /**
     * Whether the round is won.
     *
     * @param x Alice's setting, 0 or 1
     * @param y Bob's setting, 0 or 1
     * @param a Alice's outcome, 0 or 1
     * @param b Bob's outcome, 0 or 1
     */
    public static boolean wins(int x, int y, int a, int b) {
        return (a ^ b) == (x & y);
    }

    /** w = 1/2 + S/8 for uniform settings. */
    public static double winRatioOf(double chsh) {
        return 0.5 + chsh / 8;
    }

    /** S = 8w - 4 for uniform settings. */
    public static double chshOf(double winRatio) {
        return 8 * winRatio - 4;
    }

    /**
     * Largest probability with which local devices win a round whose setting bits are 0 with
     * probability between 1/2 - bias and 1/2 + bias given the past: they lose at one of the four
     * pairs of settings at least, and each has probability (1/2 - bias)^2 or more. (Hensen et al.,
     * Nature 526, 682 (2015) and Elkouss and Wehner, npj Quantum Inf. 2, 16026 (2016) bound biased
     * settings in the same way.)
     *
     * @param settingBias in [0, 1/2); 0 gives 3/4
     */
    public static double localWinBound(double settingBias) {
        if (!(settingBias >= 0 && settingBias < 0.5)) {
            throw new IllegalArgumentException(
                    "settingBias = " + settingBias + " is outside [0, 0.5)");
        }
        return 1 - (0.5 - settingBias) * (0.5 - settingBias);
    }
}

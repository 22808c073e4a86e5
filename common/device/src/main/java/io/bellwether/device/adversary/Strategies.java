package io.bellwether.device.adversary;

import io.bellwether.bell.ChshBehaviours;

/** Answers to single rounds, from which the adversaries are made. */
public final class Strategies {
    private static final int KEY_SETTING = ChshBehaviours.KEY_SETTING;
    private static final double CORRELATOR = Math.sqrt(0.5);

    private Strategies() {}

    /**
     * A local deterministic strategy drawn from shared randomness: S = 2 on average, no error in
     * key rounds, both outcomes equally likely. Alice's half uses {@code x} and the shared draw
     * only, Bob's {@code y} and the draw only.
     */
    public static RoundAnswer local(AdversaryDice dice, int x, int y) {
        long shared = dice.next();
        int r = (int) (shared & 1);
        int lostTerm = (int) (shared >>> 1 & 3);
        return RoundAnswer.known(localAlice(r, lostTerm, x), localBob(r, lostTerm, y));
    }

    /**
     * The four relations a xor b = x y cannot all hold; {@code lostTerm} 2 x + y is the one given
     * up.
     */
    private static int localAlice(int r, int lostTerm, int x) {
        boolean flipsSecond = lostTerm == 2 || lostTerm == 0;
        return x == 1 && flipsSecond ? 1 - r : r;
    }

    private static int localBob(int r, int lostTerm, int y) {
        boolean flips = y == 0 && lostTerm == 0 || y == 1 && lostTerm == 1;
        return flips ? 1 - r : r;
    }

    /** A perfect maximally entangled pair: nobody knows its outcomes before they are there. */
    public static RoundAnswer quantum(AdversaryDice dice, int x, int y) {
        int a = dice.bit();
        double correlator = y == KEY_SETTING ? 1 - x : x * y == 1 ? -CORRELATOR : CORRELATOR;
        boolean equal = dice.uniform() < (1 + correlator) / 2;
        return RoundAnswer.unknown(a, equal ? a : 1 - a, dice.bit());
    }
}

package io.bellwether.device.adversary;

import io.bellwether.foundation.BitArray;

/**
 * What the adversary holds about one block: her best guess of each of Alice's raw bits, where she
 * is certain, and, because this program plays the boxes, the truth to compare with.
 */
public final class EveNotes {
    private final BitArray guess;
    private final BitArray certain;
    private final BitArray truth;
    private final long[][] clicks = new long[2][2];
    private final long[][] equalClicks = new long[2][2];
    private long lostAlice;
    private long lostBob;

    EveNotes(long rounds) {
        guess = BitArray.ofLength(rounds);
        certain = BitArray.ofLength(rounds);
        truth = BitArray.ofLength(rounds);
    }

    /**
     * @param y Bob's setting; with CHSH 2 in key rounds
     */
    void note(long round, int x, int y, RoundAnswer answer) {
        boolean bothClick =
                answer.alice() != RoundAnswer.NO_CLICK && answer.bob() != RoundAnswer.NO_CLICK;
        if (x < 2 && y < 2 && bothClick) {
            clicks[x][y]++;
            equalClicks[x][y] += answer.alice() == answer.bob() ? 1 : 0;
        }
        lostAlice += answer.alice() == RoundAnswer.NO_CLICK ? 1 : 0;
        lostBob += answer.bob() == RoundAnswer.NO_CLICK ? 1 : 0;
        truth.set(round, answer.alice() == 1);
        guess.set(round, answer.guess() == 1);
        certain.set(round, answer.isCertain());
    }

    /** Her best guess of Alice's raw key. */
    public BitArray guess() {
        return guess;
    }

    /** The rounds in which she knows it. */
    public BitArray certain() {
        return certain;
    }

    /** What Alice's box answered, lost signals as 0: the raw key, if the mapping is to 0. */
    public BitArray truth() {
        return truth;
    }

    /** The share of raw key bits that she guesses right. */
    public double rawGuessRatio() {
        return 1 - (double) guess.hammingDistance(truth) / truth.length();
    }

    /**
     * S of the test rounds in which both halves clicked: what a node that drops losses would see.
     */
    public double chshOnClicks() {
        double s = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e = 2.0 * equalClicks[x][y] / clicks[x][y] - 1;
                s += x * y == 1 ? -e : e;
            }
        }
        return s;
    }

    public long lostAlice() {
        return lostAlice;
    }

    public long lostBob() {
        return lostBob;
    }
}

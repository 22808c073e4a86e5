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
    private long lostAlice;
    private long lostBob;

    EveNotes(long rounds) {
        guess = BitArray.ofLength(rounds);
        certain = BitArray.ofLength(rounds);
        truth = BitArray.ofLength(rounds);
    }

    /**
     * @param outcomeAlice as the node maps it: a lost signal is 0
     */
    void note(long round, RoundAnswer answer) {
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

    public long lostAlice() {
        return lostAlice;
    }

    public long lostBob() {
        return lostBob;
    }
}

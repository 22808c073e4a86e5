package io.bellwether.device.adversary;

import io.bellwether.device.Box;

/**
 * What both halves answer in one round, and what the adversary knows of Alice's outcome.
 *
 * @param alice 0, 1 or {@link Box#NO_CLICK}
 * @param bob 0, 1 or {@link Box#NO_CLICK}
 * @param guess her best guess of Alice's bit after mapping
 * @param isCertain whether that is no guess
 */
public record RoundAnswer(int alice, int bob, int guess, boolean isCertain) {
    static final int NO_CLICK = Box.NO_CLICK;

    /** Decided in advance, so that she knows it. */
    static RoundAnswer known(int alice, int bob) {
        return new RoundAnswer(alice, bob, alice == 1 ? 1 : 0, true);
    }

    /** Nobody can know it: she guesses. */
    static RoundAnswer unknown(int alice, int bob, int guess) {
        return new RoundAnswer(alice, bob, guess, false);
    }
}

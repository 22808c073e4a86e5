package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;
import io.bellwether.device.Box;
import io.bellwether.device.BoxDescription;
import io.bellwether.foundation.End;

/**
 * Samples both outcomes of a round from their joint distribution, given both settings. Jointly,
 * because a measured behaviour signals a little within its statistical error and so cannot be split
 * into one side and the other given the first.
 *
 * <p>Alias method (Walker 1977, Vose 1991): for each pair of settings the nine pairs of outcomes
 * (0, 1, no click on each side) are spread over 16 slots of equal weight, each shared by at most
 * two of them, so that one random word gives one round.
 */
final class OutcomeTable {
    private static final int OUTCOMES = 3;
    private static final int PAIRS = OUTCOMES * OUTCOMES;
    private static final int SLOT_BITS = 4;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int COIN_BITS = 64 - SLOT_BITS;
    private static final long COIN_MASK = (1L << COIN_BITS) - 1;

    private static final int ALICE_SETTINGS = BoxDescription.settingCountOf(End.ALICE);
    private static final int BOB_SETTINGS = BoxDescription.settingCountOf(End.BOB);

    private final double[][] probabilities = new double[ALICE_SETTINGS * BOB_SETTINGS][PAIRS];
    private final long[] coins = new long[ALICE_SETTINGS * BOB_SETTINGS * SLOTS];
    private final byte[] heads = new byte[coins.length];
    private final byte[] tails = new byte[coins.length];

    OutcomeTable(BoxModel model) {
        Behaviour clicks = model.behaviourOfClicks();
        for (int x = 0; x < ALICE_SETTINGS; x++) {
            for (int y = 0; y < BOB_SETTINGS; y++) {
                double[] pairs = probabilities[x * BOB_SETTINGS + y];
                for (int pair = 0; pair < PAIRS; pair++) {
                    pairs[pair] =
                            joint(
                                    clicks,
                                    model.efficiency(),
                                    pair / OUTCOMES,
                                    pair % OUTCOMES,
                                    x,
                                    y);
                }
                fillSlots(x * BOB_SETTINGS + y, pairs);
            }
        }
    }

    /** Losses strike the two sides independently of each other, of outcomes and of settings. */
    private static double joint(Behaviour clicks, double efficiency, int a, int b, int x, int y) {
        double lost = 1 - efficiency;
        if (a == Box.NO_CLICK && b == Box.NO_CLICK) {
            return lost * lost;
        }
        if (a == Box.NO_CLICK) {
            return lost * efficiency * clicks.bobMarginal(b, x, y);
        }
        if (b == Box.NO_CLICK) {
            return lost * efficiency * clicks.aliceMarginal(a, x, y);
        }
        return efficiency * efficiency * clicks.probability(a, b, x, y);
    }

    /** Vose's construction: the poorest slot is topped up from the richest pair. */
    private void fillSlots(int settings, double[] pairs) {
        double[] left = new double[SLOTS];
        for (int pair = 0; pair < PAIRS; pair++) {
            left[pair] = pairs[pair] * SLOTS;
        }
        boolean[] done = new boolean[SLOTS];
        for (int filled = 0; filled < SLOTS; filled++) {
            int poorest = -1;
            int richest = 0;
            for (int i = 0; i < SLOTS; i++) {
                if (!done[i] && (poorest < 0 || left[i] < left[poorest])) {
                    poorest = i;
                }
                if (!done[i] && (done[richest] || left[i] > left[richest])) {
                    richest = i;
                }
            }
            int slot = settings * SLOTS + poorest;
            coins[slot] = coin(left[poorest]);
            heads[slot] = packed(poorest);
            tails[slot] = packed(richest);
            left[richest] -= 1 - left[poorest];
            done[poorest] = true;
        }
    }

    private static long coin(double share) {
        return Math.round(Math.clamp(share, 0, 1) * 0x1p60);
    }

    /** Slots beyond the pairs have share 0 and never show their heads. */
    private static byte packed(int pair) {
        return pair < PAIRS ? (byte) (pair / OUTCOMES << 2 | pair % OUTCOMES) : 0;
    }

    /** p(ab|xy) with {@link Box#NO_CLICK} as a third outcome. */
    double probability(int a, int b, int x, int y) {
        return probabilities[x * BOB_SETTINGS + y][a * OUTCOMES + b];
    }

    /** Plays {@code rounds} rounds from where the two frames stand. */
    void sample(PhysicsGenerator generator, Frame alice, Frame bob, int rounds) {
        byte[] x = alice.settings();
        byte[] y = bob.settings();
        byte[] a = alice.outcomes();
        byte[] b = bob.outcomes();
        int atAlice = alice.done();
        int atBob = bob.done();
        for (int i = 0; i < rounds; i++) {
            long dice = generator.next();
            int slot =
                    (x[atAlice + i] * BOB_SETTINGS + y[atBob + i]) * SLOTS
                            + (int) (dice >>> COIN_BITS);
            int pair = (dice & COIN_MASK) < coins[slot] ? heads[slot] : tails[slot];
            a[atAlice + i] = (byte) (pair >>> 2);
            b[atBob + i] = (byte) (pair & 3);
        }
        alice.advance(rounds);
        bob.advance(rounds);
    }
}

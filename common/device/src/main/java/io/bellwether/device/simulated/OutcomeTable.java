package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

/**
 * Samples both outcomes of a round from their joint distribution, given both settings. Jointly,
 * because a measured behaviour signals a little within its statistical error and so cannot be split
 * into one side and the other given the first.
 *
 * <p>Alias method (Walker 1977, Vose 1991): for each pair of settings the pairs of outcomes are
 * spread over a power of two of slots of equal weight, each shared by at most two of them, so that
 * one random word gives one round.
 */
final class OutcomeTable {
    private final int bobSettings;
    private final int slotBits;
    private final long[] coins;
    private final short[] heads;
    private final short[] tails;

    OutcomeTable(Behaviour behaviour) {
        this.bobSettings = behaviour.bobSettings();
        int pairs = behaviour.aliceOutcomes() * behaviour.bobOutcomes();
        this.slotBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(pairs - 1));
        int settings = behaviour.aliceSettings() * bobSettings;
        this.coins = new long[settings << slotBits];
        this.heads = new short[coins.length];
        this.tails = new short[coins.length];
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            for (int y = 0; y < bobSettings; y++) {
                fillSlots(behaviour, x, y);
            }
        }
    }

    /** Vose's construction: the poorest slot is topped up from the richest pair. */
    private void fillSlots(Behaviour behaviour, int x, int y) {
        int slots = 1 << slotBits;
        int bobOutcomes = behaviour.bobOutcomes();
        int pairs = behaviour.aliceOutcomes() * bobOutcomes;
        double[] left = new double[slots];
        for (int pair = 0; pair < pairs; pair++) {
            left[pair] =
                    slots * behaviour.probability(pair / bobOutcomes, pair % bobOutcomes, x, y);
        }
        boolean[] done = new boolean[slots];
        for (int filled = 0; filled < slots; filled++) {
            int poorest = -1;
            int richest = 0;
            for (int i = 0; i < slots; i++) {
                if (!done[i] && (poorest < 0 || left[i] < left[poorest])) {
                    poorest = i;
                }
                if (!done[i] && (done[richest] || left[i] > left[richest])) {
                    richest = i;
                }
            }
            int slot = (x * bobSettings + y << slotBits) + poorest;
            coins[slot] = coin(left[poorest]);
            heads[slot] = packed(poorest, pairs, bobOutcomes);
            tails[slot] = packed(richest, pairs, bobOutcomes);
            left[richest] -= 1 - left[poorest];
            done[poorest] = true;
        }
    }

    /** A share of 1 never loses the toss. */
    private long coin(double share) {
        return Math.round(Math.clamp(share, 0, 1) * Math.scalb(1.0, 64 - slotBits - 1)) << 1;
    }

    /** Slots beyond the pairs have share 0 and never show their heads. */
    private static short packed(int pair, int pairs, int bobOutcomes) {
        return pair < pairs ? (short) (pair / bobOutcomes << 8 | pair % bobOutcomes) : 0;
    }

    /** Plays {@code rounds} rounds from where the two frames stand, and advances both. */
    void sample(PhysicsGenerator generator, Frame alice, Frame bob, int rounds) {
        byte[] x = alice.settings();
        byte[] y = bob.settings();
        byte[] a = alice.outcomes();
        byte[] b = bob.outcomes();
        int atAlice = alice.done();
        int atBob = bob.done();
        int coinBits = 64 - slotBits;
        long coinMask = (1L << coinBits) - 1;
        for (int i = 0; i < rounds; i++) {
            long dice = generator.next();
            int slot =
                    (x[atAlice + i] * bobSettings + y[atBob + i] << slotBits)
                            + (int) (dice >>> coinBits);
            int pair = (dice & coinMask) < coins[slot] ? heads[slot] : tails[slot];
            a[atAlice + i] = (byte) (pair >>> 8);
            b[atBob + i] = (byte) pair;
        }
        alice.advance(rounds);
        bob.advance(rounds);
    }
}

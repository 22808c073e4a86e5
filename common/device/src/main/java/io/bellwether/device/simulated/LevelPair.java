package io.bellwether.device.simulated;

import io.bellwether.device.BoxDescription;

/**
 * The pair of d levels that reaches d - 1 in B_d (see {@code BdInequality}), with white noise,
 * sampled from formulas: with d = 64 its table would have 33 million entries. Alice measures basis
 * e (x = 0) or f (x = 1); Bob's setting j d + k is the sign of the difference of the projectors on
 * e_j and f_k (outcome 0 for +1, 1 for -1, 2 for 0), and d^2 is the basis e, for the key.
 *
 * @param overlaps O_jk = |&lt;e_j|f_k&gt;|, all below 1
 * @param visibility weight of the entangled pair
 */
record LevelPair(double[][] overlaps, double visibility) {
    private static final int NEITHER = 2;
    private static final double UNIT = 0x1p-53;

    int levels() {
        return overlaps.length;
    }

    /** Without "no click"; both sides' halves number alike. */
    int outcomes() {
        return Math.max(3, levels());
    }

    int aliceSettings() {
        return 2;
    }

    int bobSettings() {
        return levels() * levels() + 1;
    }

    /** Plays {@code rounds} rounds from where the two frames stand, and advances both. */
    void sample(PhysicsGenerator generator, Frame alice, Frame bob, int rounds) {
        int width = BoxDescription.settingBytes(bobSettings());
        int d = levels();
        for (int i = 0; i < rounds; i++) {
            int x = alice.settings()[alice.done() + i];
            int y = Frame.setting(bob.settings(), bob.done() + i, width);
            long dice = generator.next();
            int a = (int) ((dice >>> 32) * d >>> 32);
            boolean isEntangled = (dice & 0xffffffffL) * 0x1p-32 < visibility;
            double u = (generator.next() >>> 11) * UNIT;
            alice.outcomes()[alice.done() + i] = (byte) a;
            bob.outcomes()[bob.done() + i] =
                    (byte) (isEntangled ? entangled(x, y, a, u) : noise(y, u));
        }
        alice.advance(rounds);
        bob.advance(rounds);
    }

    /** A completely mixed half: each of +1 and -1 has one dimension of d. */
    private int noise(int y, double u) {
        if (y == levels() * levels()) {
            return (int) (u * levels());
        }
        return (int) Math.min(NEITHER, u * levels());
    }

    /** Bob's outcome given Alice's: <A> and <A^2> of the state that her outcome leaves him. */
    private int entangled(int x, int y, int a, double u) {
        int d = levels();
        if (y == d * d) {
            return x == 0 ? a : inBasis(a, u);
        }
        int j = y / d;
        int k = y % d;
        double squaredSpread = 1 - overlaps[j][k] * overlaps[j][k];
        boolean named = a == (x == 0 ? j : k);
        double o = x == 0 ? overlaps[a][k] : overlaps[j][a];
        double other = o * o;
        double difference = x == 0 ? (named ? 1 : 0) - other : other - (named ? 1 : 0);
        double mean = difference / Math.sqrt(squaredSpread);
        double square =
                (other + (named ? 1 - 2 * overlaps[j][k] * overlaps[j][k] : 0)) / squaredSpread;
        double plus = (square + mean) / 2;
        return u < plus ? 0 : u < square ? 1 : NEITHER;
    }

    /** Basis e after Alice's f_a: e_b with probability O_ba^2. */
    private int inBasis(int a, double u) {
        double left = u;
        int b = 0;
        while (b < levels() - 1 && left >= overlaps[b][a] * overlaps[b][a]) {
            left -= overlaps[b][a] * overlaps[b][a];
            b++;
        }
        return b;
    }
}

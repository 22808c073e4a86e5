package io.bellwether.node.attack;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.device.adversary.EveNotes;
import io.bellwether.device.adversary.Frame;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.privacyamplification.ToeplitzHash;

import java.util.Arrays;

/**
 * Many short runs of a convex mixture against an adversary of unlimited computing power: she knows
 * some raw bits, all parities that error correction publishes and the seed of the hash, and makes
 * the best guess there is. What she knows is linear, so Gaussian elimination finds it. Then her
 * success is compared with 2^-l and with the leftover hash lemma.
 */
final class ShortKeys {
    static final int RAW_BITS = 64;
    static final int PARITIES = 12;
    static final int KEY_BITS = 6;
    static final double LOCAL_SHARE = 0.25;

    /**
     * How often the adversary was right.
     *
     * @param keyGuesses runs in which she guessed the whole key
     * @param rawGuesses runs in which she guessed as many raw bits: what hashing saved
     * @param bound mean over the runs of 2^-l plus half the root of 2^(l - H), H being the raw bits
     *     that she lacks after the parities
     */
    record Guesses(int runs, int keyGuesses, int rawGuesses, double bound) {
        double keyRatio() {
            return (double) keyGuesses / runs;
        }

        double rawRatio() {
            return (double) rawGuesses / runs;
        }

        /** Standard deviations between her success and that of a guess without any knowledge. */
        double sigmasAboveChance() {
            double chance = Math.scalb(1.0, -KEY_BITS);
            return (keyRatio() - chance) / Math.sqrt(chance * (1 - chance) / runs);
        }
    }

    private final AdversaryDice dice;
    private final Adversary adversary;

    ShortKeys(long seed) {
        dice = new AdversaryDice(seed, "short keys");
        adversary = Adversaries.convexMixture(seed, LOCAL_SHARE);
    }

    Guesses run(int runs) {
        int keyGuesses = 0;
        int rawGuesses = 0;
        double bound = 0;
        for (int i = 0; i < runs; i++) {
            EveNotes eve = playKeyRounds();
            long raw = eve.truth().words()[0];
            long certain = eve.certain().words()[0];
            long[] parities = dice.bits((long) PARITIES * RAW_BITS).words();
            BitArray seed = dice.bits(ToeplitzHash.seedBits(RAW_BITS, KEY_BITS));
            var knowledge = new LinearKnowledge();
            for (int j = 0; j < RAW_BITS; j++) {
                if ((certain >>> j & 1) != 0) {
                    knowledge.learn(1L << j, (int) (raw >>> j & 1));
                }
            }
            for (long parity : parities) {
                knowledge.learn(parity, Long.bitCount(parity & raw) & 1);
            }
            long guess = knowledge.consistentGuess(dice);
            keyGuesses += hash(guess, seed) == hash(raw, seed) ? 1 : 0;
            long window = (1L << KEY_BITS) - 1;
            rawGuesses += ((eve.guess().words()[0] ^ raw) & window) == 0 ? 1 : 0;
            int lacks = RAW_BITS - knowledge.rank();
            bound +=
                    Math.scalb(1.0, -KEY_BITS) + 0.5 * Math.sqrt(Math.scalb(1.0, KEY_BITS - lacks));
        }
        return new Guesses(runs, keyGuesses, rawGuesses, bound / runs);
    }

    private EveNotes playKeyRounds() {
        byte[] y = new byte[RAW_BITS];
        Arrays.fill(y, (byte) ChshBehaviours.KEY_SETTING);
        adversary.begin(RAW_BITS);
        adversary.play(
                new Frame(new byte[RAW_BITS], new byte[RAW_BITS], RAW_BITS),
                new Frame(y, new byte[RAW_BITS], RAW_BITS),
                0,
                RAW_BITS);
        return adversary.notes();
    }

    /** The nodes' own hash. */
    private static long hash(long raw, BitArray seed) {
        try (var key = new SecretBits(BitArray.wrap(new long[] {raw}, RAW_BITS));
                var hashed = ToeplitzHash.hash(key, seed, KEY_BITS)) {
            return hashed.read(SecretAccess.to("compare with an adversary's guess")).words()[0];
        }
    }
}

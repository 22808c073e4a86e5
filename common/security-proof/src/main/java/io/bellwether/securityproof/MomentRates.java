package io.bellwether.securityproof;

import io.bellwether.bell.Behaviour;

/**
 * Rates from the full statistics of a behaviour, r = H_min(A|E) - H(A|B) per key round, with Eve's
 * guessing probability bounded by moment matrices. Asymptotic, against independent and identical
 * attacks in each round, for planning; they cannot size a key.
 */
public final class MomentRates {
    /** The ID in {@code claims/} of the rate with random post-selection. */
    public static final String POSTSELECTION_CLAIM_ID = "RATE-POSTSELECTION";

    private MomentRates() {}

    /**
     * RATE-NPA: H_min(A|E) from the full statistics, less H(A|B) of the key settings.
     *
     * @param behaviour two outcomes a side, no signal above 1e-9
     * @param x Alice's key setting
     * @param y Bob's key setting
     * @throws IllegalArgumentException when the behaviour signals or is proved not to be quantum
     */
    public static AsymptoticRate fullStatistics(
            Behaviour behaviour, int x, int y, MomentLevel level) {
        GuessingProbability guess = GuessingProbability.ofBehaviour(behaviour, x, level);
        double[] all = {1, 1};
        double rate = guess.minEntropyBits() - conditionalEntropy(behaviour, x, y, all, all);
        return new AsymptoticRate(GuessingProbability.CLAIM_ID, rate);
    }

    /**
     * RATE-POSTSELECTION: each side keeps a key round with outcome 0 always and with outcome 1 with
     * the given probability, at random, and says so; the key is made of the rounds that both keep,
     * while Eve's guess is bounded from all rounds, so no fair sampling is assumed: r = P(kept)
     * [-log2(P(kept and guessed)/P(kept)) - H(A|B, kept)] per key round (Xu, Zhang, Zhang, Pan,
     * Phys. Rev. Lett. 128, 110506 (2022)).
     *
     * <p>Only for independent and identical rounds (collective attacks): which rounds are kept
     * depends on outcomes, so a device with memory could correlate it with earlier rounds, and no
     * accumulation theorem here covers that.
     *
     * @param keepAlice Alice keeps her outcome 1 with this probability, in (0, 1]
     * @param keepBob Bob keeps his outcome 1 with this probability, in (0, 1]
     */
    public static AsymptoticRate postSelected(
            Behaviour behaviour,
            int x,
            int y,
            double keepAlice,
            double keepBob,
            MomentLevel level) {
        requireKeep("keepAlice", keepAlice);
        requireKeep("keepBob", keepBob);
        double[] alice = {1, keepAlice};
        double[] bob = {1, keepBob};
        GuessingProbability guess = GuessingProbability.ofKept(behaviour, x, y, alice, bob, level);
        double kept = GuessingProbability.keptShare(behaviour, x, y, alice, bob);
        double guessed = Math.min(1, guess.upperBound() / kept);
        double entropy = -StrictMath.log(guessed) / StrictMath.log(2);
        double rate = kept * (entropy - conditionalEntropy(behaviour, x, y, alice, bob));
        return new AsymptoticRate(POSTSELECTION_CLAIM_ID, rate);
    }

    private static void requireKeep(String name, double probability) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException(name + " = " + probability + " is outside (0, 1]");
        }
    }

    /** H(A|B) of the kept rounds with settings x, y. */
    static double conditionalEntropy(
            Behaviour behaviour, int x, int y, double[] keepAlice, double[] keepBob) {
        double kept = GuessingProbability.keptShare(behaviour, x, y, keepAlice, keepBob);
        double entropy = 0;
        for (int b = 0; b < 2; b++) {
            double first = keepAlice[0] * keepBob[b] * behaviour.probability(0, b, x, y) / kept;
            double second = keepAlice[1] * keepBob[b] * behaviour.probability(1, b, x, y) / kept;
            if (first + second > 0) {
                entropy += (first + second) * ShannonEntropy.binary(first / (first + second));
            }
        }
        return entropy;
    }
}

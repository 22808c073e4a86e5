package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.ArrayList;
import java.util.List;

/**
 * How often Bob's guess of Alice's outcome is expected to be wrong, in key and in test rounds, and
 * in the latter two by what he knows about lost signals. Both sides' losses are mapped to 0.
 *
 * <p>With efficiency eta on either side and error e where both clicked: if Bob clicked and guesses
 * 0, Alice differs with probability eta e, since a loss of hers is a 0 as well; if he guesses 1,
 * with eta e + 1 - eta; if he did not click, her outcome is 1 with probability eta/2. The mapped
 * error rate is then eta^2 e + eta (1 - eta), plus (1 - eta)^2 where two zeros lose: never in key
 * rounds, in one of four pairs of test settings.
 *
 * @param key of key rounds where both clicked; the error rate itself if losses are not kept
 * @param test of test rounds, likewise
 * @param flipProbability of the noisy preprocessing, in key rounds only
 */
record ChshNoise(double key, double test, double efficiency, double flipProbability) {
    /** Of a dropped round, which is a 0 at both ends; the decoder takes no certainty. */
    private static final double DROPPED = 1e-9;

    static ChshNoise of(Protocol.Chsh chsh) {
        double eta = chsh.expectedEfficiency();
        return new ChshNoise(
                clicked(chsh.expectedQber(), eta, 0),
                clicked(chsh.expectedTestFlip(), eta, 0.25),
                eta,
                chsh.flipProbability());
    }

    /** The error rate where both clicked, from that of mapped outcomes. */
    private static double clicked(double mapped, double eta, double lostByTwoZeros) {
        double lost = 1 - eta;
        double error = (mapped - eta * lost - lostByTwoZeros * lost * lost) / (eta * eta);
        return Math.max(0, Math.min(0.5, error));
    }

    private boolean keepsLosses() {
        return efficiency < 1;
    }

    private double preprocessed(double flip, boolean isTest) {
        return isTest ? flip : flip + flipProbability - 2 * flip * flipProbability;
    }

    /** With a click: by the value of the guess. */
    private double afterClick(boolean isTest, boolean guess) {
        double flip = efficiency * (isTest ? test : key) + (guess ? 1 - efficiency : 0);
        return preprocessed(flip, isTest);
    }

    /** Without a click: by the value of the guess, which is that of the mapping. */
    private double afterLoss(boolean isTest, boolean guess) {
        return preprocessed(guess ? 1 - efficiency / 2 : efficiency / 2, isTest);
    }

    /**
     * The noise of a block, as far as the choice of a code depends on it.
     *
     * @param tests the share of its rounds that are test rounds
     * @param dropped and of those that are dropped
     */
    List<NoiseClass> classes(double tests, double dropped) {
        List<NoiseClass> classes = new ArrayList<>(keptClasses(tests, 1 - tests - dropped));
        if (dropped > 0) {
            classes.add(new NoiseClass(dropped, DROPPED));
        }
        return classes;
    }

    private List<NoiseClass> keptClasses(double testProbability, double keys) {
        if (!keepsLosses()) {
            return List.of(
                    new NoiseClass(keys, preprocessed(key, false)),
                    new NoiseClass(testProbability, test));
        }
        double half = efficiency / 2;
        double lost = 1 - efficiency;
        return List.of(
                new NoiseClass(keys * half, afterClick(false, false)),
                new NoiseClass(keys * half, afterClick(false, true)),
                new NoiseClass(keys * lost, afterLoss(false, false)),
                new NoiseClass(testProbability * half, afterClick(true, false)),
                new NoiseClass(testProbability * half, afterClick(true, true)),
                new NoiseClass(testProbability * lost, afterLoss(true, false)));
    }

    /**
     * What the decoder is told.
     *
     * @param dropped set where both sides' bits are 0
     * @param lost set where Bob had no click
     * @param reference his guess of Alice's outcomes; read until the decoder is done
     */
    FlipProbabilities flips(
            BitArray testFlags, BitArray dropped, BitArray lost, SecretBits reference) {
        FlipProbabilities kept = keptFlips(testFlags, lost, reference);
        return dropped.cardinality() == 0
                ? kept
                : round -> dropped.get(round) ? DROPPED : kept.at(round);
    }

    private FlipProbabilities keptFlips(BitArray testFlags, BitArray lost, SecretBits reference) {
        if (!keepsLosses()) {
            double keyFlip = preprocessed(key, false);
            return round -> testFlags.get(round) ? test : keyFlip;
        }
        BitArray guess = reference.read(SecretAccess.to("weigh the guesses by lost signals"));
        return round ->
                lost.get(round)
                        ? afterLoss(testFlags.get(round), guess.get(round))
                        : afterClick(testFlags.get(round), guess.get(round));
    }
}

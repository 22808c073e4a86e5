package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

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

    /** The noise of a block, as far as the choice of a code depends on it. */
    List<NoiseClass> classes(double testProbability) {
        double keys = 1 - testProbability;
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
     * @param lost set where Bob had no click
     * @param reference his guess of Alice's outcomes; read until the decoder is done
     */
    FlipProbabilities flips(BitArray testFlags, BitArray lost, SecretBits reference) {
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

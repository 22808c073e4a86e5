package io.bellwether.protocol;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.Theorem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CHSH with two key bases (Schwonnek et al. 2021), for the laboratory: in a key round both sides
 * measure in one of two matching bases, which Bob draws and says after both boxes are closed, so no
 * round is sifted out. Eve, who had to prepare for both, knows less. There is an asymptotic rate
 * and no finite-size theorem here, so what comes of a block is an uncertified length and a
 * fingerprint, never a key.
 *
 * @param expectedChsh S of the honest model
 * @param expectedQber Q of the honest model in key rounds of both bases, before any preprocessing
 * @param thresholdSigmas standard errors between S and the least one that is accepted
 * @param flipProbability p of the noisy preprocessing
 */
public record TwoBasesProtocol(
        double expectedChsh, double expectedQber, double thresholdSigmas, double flipProbability)
        implements Protocol {
    /** The rounds, which are those of CHSH but for the basis of key rounds. */
    Protocol.Chsh rounds() {
        return new Protocol.Chsh(
                theorem(), expectedChsh, expectedQber, thresholdSigmas, flipProbability, 1);
    }

    /**
     * The least S that is accepted, for so many test rounds on average: the standard error is that
     * of correlations of 0, the largest there is.
     */
    public double leastChsh(double testRounds) {
        return Math.min(expectedChsh, ChshGame.QUANTUM_BOUND)
                - thresholdSigmas * 4 / Math.sqrt(testRounds);
    }

    @Override
    public String name() {
        return "two-bases";
    }

    @Override
    public Theorem theorem() {
        return Theorem.TWO_BASES;
    }

    @Override
    public int aliceSettings() {
        return 2;
    }

    /** Two for tests and two for the key. */
    @Override
    public int bobSettings() {
        return 4;
    }

    @Override
    public boolean independentChoice() {
        return false;
    }

    @Override
    public int boxPairs() {
        return 1;
    }

    @Override
    public Map<String, Object> named() {
        var named = new LinkedHashMap<String, Object>();
        named.put("expectedChsh", expectedChsh);
        named.put("expectedQber", expectedQber);
        named.put("thresholdSigmas", thresholdSigmas);
        named.put("flipProbability", flipProbability);
        return named;
    }
}

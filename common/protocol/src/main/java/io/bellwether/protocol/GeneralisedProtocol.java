package io.bellwether.protocol;

import io.bellwether.bell.GeneralisedChsh;
import io.bellwether.securityproof.Theorem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CHSH rounds under the score s = alpha (E00 + E01) + beta (E10 - E11), for the laboratory: there
 * is an asymptotic rate and no finite-size theorem, so what comes of a block is an uncertified
 * length and a digest, never a key.
 *
 * @param firstWeight alpha, above 0
 * @param secondWeight beta, above 0
 * @param expectedFirst X = E00 + E01 of the honest model
 * @param expectedSecond Y = E10 - E11 of the honest model; X^2 + Y^2 is at most 4
 * @param expectedQber Q of the honest model in key rounds, before any preprocessing
 * @param thresholdSigmas standard errors between its score and the least one that is accepted
 * @param flipProbability p of the noisy preprocessing
 */
public record GeneralisedProtocol(
        double firstWeight,
        double secondWeight,
        double expectedFirst,
        double expectedSecond,
        double expectedQber,
        double thresholdSigmas,
        double flipProbability)
        implements Protocol {
    /** The score. */
    GeneralisedChsh weights() {
        return new GeneralisedChsh(firstWeight, secondWeight);
    }

    /** The rounds, which are those of CHSH. */
    Protocol.Chsh rounds() {
        return new Protocol.Chsh(
                theorem(),
                expectedFirst + expectedSecond,
                expectedQber,
                thresholdSigmas,
                flipProbability,
                1);
    }

    /**
     * The least score that is accepted, for so many test rounds on average: the standard error is
     * that of correlations of 0, the largest there is.
     */
    public double leastScore(double testRounds) {
        double error =
                Math.sqrt(
                        8 * (firstWeight * firstWeight + secondWeight * secondWeight) / testRounds);
        return weights().value(expectedFirst, expectedSecond) - thresholdSigmas * error;
    }

    @Override
    public String name() {
        return "generalised-chsh";
    }

    @Override
    public Theorem theorem() {
        return Theorem.ASYMPTOTIC;
    }

    @Override
    public int aliceSettings() {
        return 2;
    }

    @Override
    public int bobSettings() {
        return 3;
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
        named.put("firstWeight", firstWeight);
        named.put("secondWeight", secondWeight);
        named.put("expectedFirst", expectedFirst);
        named.put("expectedSecond", expectedSecond);
        named.put("expectedQber", expectedQber);
        named.put("thresholdSigmas", thresholdSigmas);
        named.put("flipProbability", flipProbability);
        return named;
    }
}

package io.bellwether.estimation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a chained block's counts speak against its model, which is that nothing signals: outcomes
 * that depend on the other laboratory's setting. A score beyond quantum theory is no finding.
 *
 * <p>As in {@link ModelTest}, every bound holds for devices with memory, because only the fresh
 * random settings of each round are used; the p-values are multiplied by the number of findings (2M
 * + 1). A signal whose answers look random to each side cannot be seen.
 */
final class ChainedModelTest {
    private final int settings;
    private final double[] aliceBalance;
    private final double[] bobBalance;
    private final long[] aliceRounds;
    private final long[] bobRounds;
    private double aliceZeroBalance;
    private final List<ModelViolation> findings = new ArrayList<>();

    private ChainedModelTest(int settings) {
        this.settings = settings;
        aliceBalance = new double[settings];
        bobBalance = new double[settings];
        aliceRounds = new long[settings];
        bobRounds = new long[settings];
    }

    /**
     * The strongest finding, if it is beyond the alarm level.
     *
     * @param testProbability with which each side tests
     * @param keyRounds pairs of key settings, and in how many of them Alice answered 1
     */
    static Optional<ModelViolation> of(
            int settings,
            ChainedPairs pairs,
            double testProbability,
            long keyRounds,
            long aliceKeyOnes) {
        var test = new ChainedModelTest(settings);
        test.count(pairs);
        for (int s = 0; s < settings; s++) {
            test.azuma("Alice's outcomes at x = " + s, "Bob's", test.aliceBalance, s);
            test.azuma("Bob's outcomes at y = " + s, "Alice's", test.bobBalance, s);
        }
        test.keyRounds(testProbability, keyRounds, aliceKeyOnes);
        return test.findings.stream()
                .min(Comparator.comparingDouble(ModelViolation::log10PValue))
                .filter(strongest -> strongest.log10PValue() <= ModelTest.LOG10_ALARM);
    }

    /**
     * Given x, Bob's setting is x or its other neighbour, a fair coin that Alice's outcome does not
     * depend on; and the other way round.
     */
    private void count(ChainedPairs pairs) {
        for (int i = 0; i < pairs.aliceSettings().length; i++) {
            int x = pairs.aliceSettings()[i];
            int y = pairs.bobSettings()[i];
            int coin = x == y ? 1 : -1;
            int a = pairs.aliceOutcomes().get(i) ? -1 : 1;
            aliceBalance[x] += coin * a;
            bobBalance[y] += coin * (pairs.bobOutcomes().get(i) ? -1 : 1);
            aliceRounds[x]++;
            bobRounds[y]++;
            aliceZeroBalance += x == 0 ? a : 0;
        }
    }

    /** A martingale with steps of 1: Azuma-Hoeffding, 2 exp(-D^2 / 2N). */
    private void azuma(String whose, String others, double[] balance, int setting) {
        long n = (balance == aliceBalance ? aliceRounds : bobRounds)[setting];
        if (n > 0) {
            add(
                    "%s depend on %s setting".formatted(whose, others),
                    StrictMath.log(2) - balance[setting] * balance[setting] / (2.0 * n));
        }
    }

    /**
     * Alice's box gets setting 0 in key rounds and in test rounds: given that the round counts, it
     * is an estimation pair with probability p, whatever it answers. Freedman as in {@link
     * ModelTest}.
     */
    private void keyRounds(double gamma, long keyRounds, long aliceKeyOnes) {
        double estimation = gamma * gamma * 2 / ((double) settings * settings);
        double p = estimation / (estimation + (1 - gamma) * (1 - gamma));
        double d =
                StrictMath.abs((1 - p) * aliceZeroBalance - p * (keyRounds - 2.0 * aliceKeyOnes));
        double variance = (keyRounds + aliceRounds[0]) * p * (1 - p);
        if (variance > 0) {
            add(
                    "Alice's outcomes at x = 0 depend on whether Bob measures a key round",
                    StrictMath.log(2) - d * d / (2 * variance + 2 * d / 3));
        }
    }

    private void add(String finding, double lnPValue) {
        double log10 = (lnPValue + StrictMath.log(2.0 * settings + 1)) / StrictMath.log(10);
        findings.add(new ModelViolation(finding, StrictMath.min(0, log10)));
    }
}

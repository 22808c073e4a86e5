package io.bellwether.estimation;

import io.bellwether.bell.ChshGame;
import io.bellwether.bell.ChshStatistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a block's counts speak against the model itself: a score above the quantum bound, or
 * outcomes that depend on the other laboratory's setting. Then an assumption of the theorem is
 * false, and a good score means nothing.
 *
 * <p>Every bound holds for devices with memory, because only the fresh random settings of each
 * round are used. Six findings are looked for, with two key bases seven; their p-values are
 * multiplied by that number (Bonferroni). A signal whose answers look random to each side cannot be
 * seen in any statistic: that a box cannot signal out stays an assumption.
 */
final class ModelTest {
    /** Sound devices raise the alarm at most this often per block: log10 of 1e-9. */
    static final double LOG10_ALARM = -9;

    private static final int FINDINGS_BUT_KEY_ROUNDS = 5;

    private final ChshStatistics statistics;
    private final MarginalCounts counts;
    private final double testProbability;
    private final List<ModelViolation> findings = new ArrayList<>();

    private ModelTest(ChshStatistics statistics, MarginalCounts counts, double testProbability) {
        this.statistics = statistics;
        this.counts = counts;
        this.testProbability = testProbability;
    }

    /**
     * The strongest finding, if it is beyond the alarm level.
     *
     * @param testProbability of the rounds that count, drawn by the nodes
     */
    static Optional<ModelViolation> of(
            ChshStatistics statistics, MarginalCounts counts, double testProbability) {
        ModelTest test = new ModelTest(statistics, counts, testProbability);
        test.score();
        for (int setting = 0; setting < 2; setting++) {
            test.aliceAgainstBobsSetting(setting);
            test.bobAgainstAlicesSetting(setting);
        }
        for (int basis = 0; basis < counts.keyBases(); basis++) {
            test.aliceInKeyRounds(basis);
        }
        return test.findings.stream()
                .min(Comparator.comparingDouble(ModelViolation::log10PValue))
                .filter(strongest -> strongest.log10PValue() <= LOG10_ALARM);
    }

    /**
     * A quantum pair wins a round with probability at most w_max whatever happened before
     * (Tsirelson 1980), so the number of wins obeys Chernoff's bound exp(-n D(w || w_max)).
     */
    private void score() {
        double won = statistics.wonTestRounds();
        double all = statistics.testRounds();
        if (all > 0 && won / all > ChshGame.W_MAX) {
            double w = won / all;
            double divergence = w * StrictMath.log(w / ChshGame.W_MAX);
            if (w < 1) {
                divergence += (1 - w) * StrictMath.log((1 - w) / (1 - ChshGame.W_MAX));
            }
            add("test rounds are won above the quantum bound, S = " + chsh(w), -all * divergence);
        }
    }

    private static String chsh(double winRatio) {
        return "%.4f".formatted(8 * winRatio - 4);
    }

    /**
     * Given x, Bob's test setting is a fair coin that Alice's outcome does not depend on, so the
     * sum of (-1)^(a + y) is a martingale with steps of 1: Azuma-Hoeffding, 2 exp(-D^2 / 2N).
     */
    private void aliceAgainstBobsSetting(int x) {
        double d = counts.aliceBalance(statistics, x, 0) - counts.aliceBalance(statistics, x, 1);
        double n = statistics.testRounds(x, 0) + statistics.testRounds(x, 1);
        azuma("Alice's outcomes at x = %d depend on Bob's setting".formatted(x), d, n);
    }

    private void bobAgainstAlicesSetting(int y) {
        double d = counts.bobBalance(statistics, 0, y) - counts.bobBalance(statistics, 1, y);
        double n = statistics.testRounds(0, y) + statistics.testRounds(1, y);
        azuma("Bob's outcomes at y = %d depend on Alice's setting".formatted(y), d, n);
    }

    private void azuma(String finding, double d, double n) {
        if (n > 0) {
            add(finding, StrictMath.log(2) - d * d / (2 * n));
        }
    }

    /**
     * Given x = 0, whether the round is a test is a coin of probability p = (gamma/2) / (gamma/2 +
     * 1 - gamma) that Alice's outcome does not depend on; with two key bases, given either x, of
     * (gamma/2) / (gamma/2 + (1 - gamma)/2). Steps (1 - p)(-1)^a in test and -p(-1)^a in key rounds
     * have variance p(1 - p): Freedman 1975, 2 exp(-D^2 / (2V + 2D/3)).
     */
    private void aliceInKeyRounds(int x) {
        double tested = testProbability / 2;
        double p = tested / (tested + (1 - testProbability) / counts.keyBases());
        double test = counts.aliceBalance(statistics, x, 0) + counts.aliceBalance(statistics, x, 1);
        double key = counts.keyRounds()[x] - 2.0 * counts.aliceKeyOnes()[x];
        double n =
                counts.keyRounds()[x] + statistics.testRounds(x, 0) + statistics.testRounds(x, 1);
        double d = StrictMath.abs((1 - p) * test - p * key);
        double variance = n * p * (1 - p);
        if (variance > 0) {
            add(
                    "Alice's outcomes at x = %d depend on whether Bob measures a key round"
                            .formatted(x),
                    StrictMath.log(2) - d * d / (2 * variance + 2 * d / 3));
        }
    }

    private void add(String finding, double lnPValue) {
        double looked = StrictMath.log(FINDINGS_BUT_KEY_ROUNDS + counts.keyBases());
        double log10 = (lnPValue + looked) / StrictMath.log(10);
        findings.add(new ModelViolation(finding, StrictMath.min(0, log10)));
    }
}

package io.bellwether.bell;

import java.util.Arrays;

/**
 * Whether counted outcomes of one side depend on the other side's setting. Every pair of an own
 * setting with an own outcome is compared between every two settings of the other side; two
 * p-values are given, of the same hypothesis "no signal".
 *
 * @param pValue Fisher's exact test on each comparison, the smallest p-value times the number of
 *     comparisons (Bonferroni); rounds have to be independent, settings may have any distribution
 * @param pValueWithMemory valid also for devices that remember the past, by a test martingale; it
 *     needs the distribution of the settings and is larger (weaker) than the other for devices
 *     without memory
 * @param comparisons number of comparisons made; 0 when no setting of a side was combined with two
 *     settings of the other
 * @param largestSignal largest difference of the observed frequencies of an outcome
 */
public record NoSignallingTest(
        double pValue, double pValueWithMemory, int comparisons, double largestSignal) {

    /**
     * Tests both directions.
     *
     * @param counts rounds with settings x, y and outcomes a, b, indexed {@code [x][y][a][b]},
     *     rectangular; settings that were never combined hold zeros
     * @param aliceSettingProbabilities the probability of each x, in (0, 1], independent of y
     * @param bobSettingProbabilities the probability of each y
     * @throws IllegalArgumentException when a count is negative or shapes do not fit
     */
    public static NoSignallingTest of(
            long[][][][] counts,
            double[] aliceSettingProbabilities,
            double[] bobSettingProbabilities) {
        long[][][] alice = marginals(counts, false);
        long[][][] bob = marginals(counts, true);
        requireDistribution("aliceSettingProbabilities", aliceSettingProbabilities, alice.length);
        requireDistribution("bobSettingProbabilities", bobSettingProbabilities, bob.length);
        Comparisons comparisons = new Comparisons();
        comparisons.add(alice);
        comparisons.add(bob);
        double capital =
                (StrictMath.exp(lnCapital(alice, bobSettingProbabilities))
                                + StrictMath.exp(lnCapital(bob, aliceSettingProbabilities)))
                        / 2;
        return new NoSignallingTest(
                Math.min(1, comparisons.smallest * Math.max(1, comparisons.made)),
                Math.min(1, 1 / capital),
                comparisons.made,
                comparisons.largestSignal);
    }

    /** For settings that are uniform on each side. */
    public static NoSignallingTest of(long[][][][] counts) {
        requireShape(counts);
        return of(counts, uniform(counts.length), uniform(counts[0].length));
    }

    private static double[] uniform(int settings) {
        double[] probabilities = new double[settings];
        Arrays.fill(probabilities, 1.0 / settings);
        return probabilities;
    }

    /** Counts of own outcomes, indexed [own setting][other setting][own outcome]. */
    private static long[][][] marginals(long[][][][] counts, boolean ofBob) {
        requireShape(counts);
        int own = ofBob ? counts[0].length : counts.length;
        int other = ofBob ? counts.length : counts[0].length;
        int outcomes = ofBob ? counts[0][0][0].length : counts[0][0].length;
        long[][][] sums = new long[own][other][outcomes];
        for (int x = 0; x < counts.length; x++) {
            for (int y = 0; y < counts[x].length; y++) {
                for (int a = 0; a < counts[x][y].length; a++) {
                    for (int b = 0; b < counts[x][y][a].length; b++) {
                        long count = counts[x][y][a][b];
                        if (count < 0) {
                            throw new IllegalArgumentException(
                                    "counts[x=%d][y=%d][a=%d][b=%d] = %d is below 0"
                                            .formatted(x, y, a, b, count));
                        }
                        if (ofBob) {
                            sums[y][x][b] += count;
                        } else {
                            sums[x][y][a] += count;
                        }
                    }
                }
            }
        }
        return sums;
    }

    private static void requireShape(long[][][][] counts) {
        if (counts.length == 0 || counts[0].length == 0 || counts[0][0].length == 0) {
            throw new IllegalArgumentException(
                    "counts needs a setting and an outcome on each side");
        }
        for (long[][][] row : counts) {
            boolean fits = row.length == counts[0].length;
            for (long[][] block : row) {
                fits &= block.length == counts[0][0].length;
                for (long[] line : block) {
                    fits &= line.length == counts[0][0][0].length;
                }
            }
            if (!fits) {
                throw new IllegalArgumentException("counts is not rectangular");
            }
        }
    }

    private static void requireDistribution(String name, double[] probabilities, int settings) {
        double sum = 0;
        for (double probability : probabilities) {
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        name + " holds " + probability + ", outside (0, 1]");
            }
            sum += probability;
        }
        if (probabilities.length != settings || Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    "%s has %d entries of sum %s, expected %d of sum 1"
                            .formatted(name, probabilities.length, sum, settings));
        }
    }

    /**
     * A gambler sees own setting and own outcome of a round and bets on the other side's setting:
     * without a signal it is fresh, so the bet is fair whatever the devices remember. For each own
     * setting and outcome the bets follow the uniform mixture of all distributions, which pays (K -
     * 1)! prod k_y!/(m + K - 1)! over prod q_y^k_y. Ville's inequality bounds the probability that
     * the capital ever reaches c by 1/c.
     */
    private static double lnCapital(long[][][] counts, double[] settingProbabilities) {
        double ln = 0;
        int settings = settingProbabilities.length;
        for (long[][] own : counts) {
            for (int outcome = 0; outcome < own[0].length; outcome++) {
                long all = 0;
                for (int other = 0; other < settings; other++) {
                    long count = own[other][outcome];
                    all += count;
                    ln +=
                            Binomial.lnFactorial(count)
                                    - count * StrictMath.log(settingProbabilities[other]);
                }
                ln += Binomial.lnFactorial(settings - 1) - Binomial.lnFactorial(all + settings - 1);
            }
        }
        return ln;
    }

    /** Fisher's exact tests, collected. */
    private static final class Comparisons {
        private double smallest = 1;
        private int made;
        private double largestSignal;

        void add(long[][][] counts) {
            for (long[][] own : counts) {
                for (int first = 0; first < own.length; first++) {
                    for (int second = first + 1; second < own.length; second++) {
                        compare(own[first], own[second]);
                    }
                }
            }
        }

        private void compare(long[] first, long[] second) {
            long firstRounds = Arrays.stream(first).sum();
            long secondRounds = Arrays.stream(second).sum();
            if (firstRounds == 0 || secondRounds == 0) {
                return;
            }
            // of two outcomes the second says nothing that the first does not
            int outcomes = first.length == 2 ? 1 : first.length;
            for (int outcome = 0; outcome < outcomes; outcome++) {
                made++;
                double difference =
                        (double) first[outcome] / firstRounds
                                - (double) second[outcome] / secondRounds;
                largestSignal = Math.max(largestSignal, Math.abs(difference));
                smallest =
                        Math.min(
                                smallest,
                                Hypergeometric.twoSided(
                                        first[outcome],
                                        firstRounds,
                                        second[outcome],
                                        secondRounds));
            }
        }
    }
}

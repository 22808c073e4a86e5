package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.KeylenNoSignal.Counts;
import io.bellwether.securityproof.KeylenNoSignal.SecretBits;
import io.bellwether.securityproof.Parameters;
import io.bellwether.securityproof.ShannonEntropy;

/**
 * An honest run of the chained game against adversaries limited by no-signalling alone.
 *
 * @param settings M per side
 * @param testProbability gamma, with which either side tests
 * @param ratePerPair asymptotic, in bits; negative where there is no key
 */
public record ChainedPlan(int settings, double noise, double testProbability, double ratePerPair) {
    private static final int MOST_SETTINGS = 20;
    private static final int STEPS = 16;

    /** The number of settings and the test probability with the best asymptotic rate. */
    public static ChainedPlan best(double noise) {
        ChainedPlan best = best(2, noise);
        for (int settings = 3; settings <= MOST_SETTINGS; settings++) {
            ChainedPlan candidate = best(settings, noise);
            if (candidate.ratePerPair() > best.ratePerPair()) {
                best = candidate;
            }
        }
        return best;
    }

    /** The best test probability for M settings: the rate has one peak in the useful range. */
    public static ChainedPlan best(int settings, double noise) {
        double test =
                GoldenSection.argument(
                        gamma -> KeylenNoSignal.rate(settings, noise, gamma).bitsPerRound(),
                        0.7,
                        0.999,
                        STEPS);
        double rate = KeylenNoSignal.rate(settings, noise, test).bitsPerRound();
        return new ChainedPlan(settings, noise, test, rate);
    }

    /**
     * The finite length for this many pairs, at the expected counts.
     *
     * @param ecEfficiency f, published bits over the Shannon limit
     */
    public SecretBits secretBits(long pairs, double ecEfficiency, double epsilonSecrecy) {
        return secretBits(settings, noise, testProbability, pairs, ecEfficiency, epsilonSecrecy);
    }

    /** The same for a test probability of one's own. */
    public static SecretBits secretBits(
            int settings,
            double noise,
            double testProbability,
            long pairs,
            double ecEfficiency,
            double epsilonSecrecy) {
        Parameters.requireOpenUnit("testProbability", testProbability);
        Parameters.requireAtLeast("rounds", pairs, 1);
        double key = (1 - testProbability) * (1 - testProbability);
        long raw = Math.max(1, (long) (pairs * key));
        long estimation = (long) (pairs * 2 * testProbability * testProbability / settings);
        if (estimation < 1 || raw + estimation > pairs) {
            return new SecretBits(0, "no key because %d pairs hold no test pair".formatted(pairs));
        }
        long correction = (long) Math.ceil(ecEfficiency * raw * ShannonEntropy.binary(noise / 2));
        double lossRatio = KeylenNoSignal.expectedLossRatio(settings, noise);
        Counts counts = new Counts(settings, pairs, estimation, raw, correction, lossRatio);
        return KeylenNoSignal.secretBits(counts, epsilonSecrecy);
    }
}

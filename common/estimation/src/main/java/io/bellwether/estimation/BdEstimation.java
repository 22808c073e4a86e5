package io.bellwether.estimation;

import io.bellwether.bell.BdInequality;
import io.bellwether.bell.BdStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * B_d of a block of the d-outcome protocol; for uncertified runs. Alice has published her outcomes
 * of the test rounds, which are no part of the raw key.
 */
public final class BdEstimation {
    private BdEstimation() {}

    /**
     * The test rounds, in order.
     *
     * @param bases Alice's settings, set where she measured the second basis
     * @param aliceOutcomes numbers below d, as published
     * @param bobSettings j d + k
     * @param bobOutcomes 0 for +1, 1 for -1, anything else for 0
     */
    public record Tests(
            BitArray bases, byte[] aliceOutcomes, short[] bobSettings, byte[] bobOutcomes) {
        /**
         * @throws IllegalArgumentException if they are of different numbers of rounds
         */
        public Tests {
            long rounds = bases.length();
            if (aliceOutcomes.length != rounds
                    || bobSettings.length != rounds
                    || bobOutcomes.length != rounds) {
                throw new IllegalArgumentException(
                        "test rounds: %d, %d, %d and %d"
                                .formatted(
                                        rounds,
                                        aliceOutcomes.length,
                                        bobSettings.length,
                                        bobOutcomes.length));
            }
        }
    }

    /**
     * Counts the block, asks whether the score is beyond quantum theory, and compares it with the
     * least one that is accepted.
     *
     * @param digits binary digits of each outcome in the two keys, digit by digit
     * @param leastScore of B_d
     * @param maxLostTestRounds as agreed; the score has no lost rounds
     */
    public static Estimate estimate(
            BdInequality inequality,
            VerifiedKey aliceKey,
            SecretBits bobKey,
            int digits,
            Tests tests,
            double leastScore,
            long maxLostTestRounds) {
        SecretAccess access = SecretAccess.to("count errors");
        BdStatistics statistics =
                statistics(
                        inequality,
                        tests,
                        bobKey.length() / digits,
                        errors(aliceKey.bits().read(access), bobKey.read(access), digits));
        double log10PValue = log10PValue(inequality, statistics);
        if (log10PValue <= ModelTest.LOG10_ALARM) {
            return new Estimate.Violated(
                    statistics,
                    new ModelViolation(
                            "B_d = %.4f is above the quantum bound %.0f"
                                    .formatted(
                                            statistics.score().orElse(Double.NaN),
                                            statistics.quantumBound()),
                            log10PValue));
        }
        OptionalDouble score = statistics.score();
        return score.isPresent() && score.getAsDouble() >= leastScore
                ? new Estimate.Accepted(
                        statistics,
                        0,
                        new AcceptedEstimate(maxLostTestRounds, OptionalLong.empty()))
                : new Estimate.ScoreTooLow(statistics, leastScore);
    }

    /** Key rounds of which any digit differs. */
    private static long errors(BitArray alice, BitArray bob, int digits) {
        BitArray differs = alice.copy();
        differs.xor(bob);
        long rounds = alice.length() / digits;
        BitArray any = differs.slice(0, rounds);
        for (int digit = 1; digit < digits; digit++) {
            BitArray next = differs.slice(digit * rounds, rounds);
            for (int w = 0; w < any.words().length; w++) {
                any.words()[w] |= next.words()[w];
            }
        }
        return any.cardinality();
    }

    private static BdStatistics statistics(
            BdInequality inequality, Tests tests, long keyRounds, long keyErrors) {
        int d = inequality.levels();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < tests.bobSettings().length; i++) {
            int answer = tests.bobOutcomes()[i];
            int setting = tests.bobSettings()[i];
            double term =
                    inequality.term(
                            tests.bases().get(i) ? 1 : 0,
                            tests.aliceOutcomes()[i],
                            setting / d,
                            setting % d,
                            answer == 0 ? 1 : answer == 1 ? -1 : 0);
            sum += term;
            squares += term * term;
        }
        return new BdStatistics(
                d,
                inequality.localBound(),
                tests.bases().length(),
                sum,
                squares,
                keyRounds,
                keyErrors);
    }

    /**
     * Azuma-Hoeffding for devices with memory: given the past, a term has a mean of at most (d - 1)
     * / (2 d^2) and lies within 2 of any other, so the sum is D above with at most exp(-D^2 / 2N).
     */
    private static double log10PValue(BdInequality inequality, BdStatistics statistics) {
        double d = inequality.levels();
        double n = statistics.testRounds();
        double above = statistics.termSum() - n * (d - 1) / (2 * d * d);
        return n == 0 || above <= 0 ? 0 : -above * above / (2 * n) / StrictMath.log(10);
    }
}

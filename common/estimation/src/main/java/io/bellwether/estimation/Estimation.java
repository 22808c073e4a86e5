package io.bellwether.estimation;

import io.bellwether.bell.ChshStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The score of a block, computed by Bob alone from his verified copy of Alice's outcomes and his
 * own (step 6; Nadlinger et al. 2022, supplement, protocol 1: test outcomes are never published).
 */
public final class Estimation {
    private Estimation() {}

    /**
     * Counts the block, asks whether the counts fit the model at all, and compares the lost test
     * rounds with the threshold.
     *
     * @param aliceOutcomes verified copy of Alice's outcomes, one bit per round
     * @param bobOutcomes own outcomes, one bit per round
     * @param testFlags set in test rounds
     * @param aliceSettings x in test rounds
     * @param bobTestSettings y in test rounds
     * @param droppedRounds rounds that count for nothing; both sides' outcomes of them are 0
     * @param testProbability with which a round that counts was drawn as a test round
     * @param maxLostTestRounds the block is accepted if no more test rounds than this are lost
     * @param announceLostTestRounds whether Bob tells how many: with theorems of variable length
     */
    public static Estimate estimate(
            VerifiedKey aliceOutcomes,
            SecretBits bobOutcomes,
            BitArray testFlags,
            BitArray aliceSettings,
            BitArray bobTestSettings,
            long droppedRounds,
            double testProbability,
            long maxLostTestRounds,
            boolean announceLostTestRounds) {
        SecretAccess access = SecretAccess.to("count wins and errors");
        long[] a = aliceOutcomes.bits().read(access).words();
        long[] b = bobOutcomes.read(access).words();
        long keyRounds = testFlags.length() - testFlags.cardinality() - droppedRounds;
        ChshStatistics statistics =
                count(a, b, testFlags, aliceSettings.words(), bobTestSettings.words(), keyRounds);
        MarginalCounts marginals =
                countOnes(a, b, testFlags.words(), aliceSettings.words(), bobTestSettings.words());
        Optional<ModelViolation> violation = ModelTest.of(statistics, marginals, testProbability);
        if (violation.isPresent()) {
            return new Estimate.Violated(statistics, violation.get());
        }
        long lost = statistics.lostTestRounds();
        return lost <= maxLostTestRounds
                ? new Estimate.Accepted(
                        statistics,
                        new AcceptedEstimate(
                                maxLostTestRounds,
                                announceLostTestRounds
                                        ? OptionalLong.of(lost)
                                        : OptionalLong.empty()))
                : new Estimate.Rejected(statistics, lost, maxLostTestRounds);
    }

    private static ChshStatistics count(
            long[] a, long[] b, BitArray testFlags, long[] x, long[] y, long keyRounds) {
        long[][] all = new long[2][2];
        long[][] different = new long[2][2];
        long keyDifferent = 0;
        for (int w = 0; w < a.length; w++) {
            long test = testFlags.words()[w];
            long differ = a[w] ^ b[w];
            keyDifferent += Long.bitCount(differ & ~test);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    long cell = test & (i == 1 ? x[w] : ~x[w]) & (j == 1 ? y[w] : ~y[w]);
                    all[i][j] += Long.bitCount(cell);
                    different[i][j] += Long.bitCount(cell & differ);
                }
            }
        }
        long[][] equal = new long[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                equal[i][j] = all[i][j] - different[i][j];
            }
        }
        // Words are padded with zeros, and dropped rounds are zeros at both ends, so neither count
        // as different; equal key rounds are the rest of the key rounds there are.
        return ChshStatistics.of(equal, different, keyRounds - keyDifferent, keyDifferent);
    }

    private static MarginalCounts countOnes(
            long[] a, long[] b, long[] testFlags, long[] x, long[] y) {
        long[][] aliceOnes = new long[2][2];
        long[][] bobOnes = new long[2][2];
        long aliceKeyOnes = 0;
        for (int w = 0; w < a.length; w++) {
            long test = testFlags[w];
            aliceKeyOnes += Long.bitCount(a[w] & ~test);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    long cell = test & (i == 1 ? x[w] : ~x[w]) & (j == 1 ? y[w] : ~y[w]);
                    aliceOnes[i][j] += Long.bitCount(cell & a[w]);
                    bobOnes[i][j] += Long.bitCount(cell & b[w]);
                }
            }
        }
        return new MarginalCounts(aliceOnes, bobOnes, aliceKeyOnes);
    }
}

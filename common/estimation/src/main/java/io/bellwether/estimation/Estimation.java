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
     * What the rounds were for, one bit per round each.
     *
     * @param testFlags set in test rounds
     * @param aliceSettings x in test rounds
     * @param bobTestSettings y in test rounds
     * @param dropped set in rounds that count for nothing; both sides' outcomes of them are 0
     * @param keyBases with two key bases, set in key rounds of the second one, Alice's setting 1
     */
    public record Rounds(
            BitArray testFlags,
            BitArray aliceSettings,
            BitArray bobTestSettings,
            BitArray dropped,
            Optional<BitArray> keyBases) {
        /** With one key basis, Alice's setting 0. */
        public Rounds(
                BitArray testFlags,
                BitArray aliceSettings,
                BitArray bobTestSettings,
                BitArray dropped) {
            this(testFlags, aliceSettings, bobTestSettings, dropped, Optional.empty());
        }

        private Rounds slice(long from, long count) {
            return new Rounds(
                    testFlags.slice(from, count),
                    aliceSettings.slice(from, count),
                    bobTestSettings.slice(from, count),
                    dropped.slice(from, count),
                    keyBases.map(bases -> bases.slice(from, count)));
        }
    }

    /**
     * When a block is accepted.
     *
     * @param testProbability with which a round that counts was drawn as a test round
     * @param maxLostTestRounds no more test rounds than this may be lost, by each pair of boxes
     * @param announceLostTestRounds whether Bob tells how many: with theorems of variable length
     * @param boxPairs pairs of boxes that had as many rounds each, one pair after the other
     */
    public record Rule(
            double testProbability,
            long maxLostTestRounds,
            boolean announceLostTestRounds,
            int boxPairs) {}

    /**
     * Counts the block, asks whether the counts fit the model at all, and compares the lost test
     * rounds with the threshold; with several pairs of boxes, of each of them. What is announced is
     * the largest number that a pair lost.
     *
     * @param aliceOutcomes verified copy of Alice's raw key
     * @param bobOutcomes Bob's outcomes of all rounds
     * @throws IllegalArgumentException if the rounds cannot be divided among the pairs
     */
    public static Estimate estimate(
            VerifiedKey aliceOutcomes, SecretBits bobOutcomes, Rounds rounds, Rule rule) {
        SecretAccess access = SecretAccess.to("count wins and errors");
        BitArray a = aliceOutcomes.bits().read(access);
        BitArray b = bobOutcomes.read(access);
        if (rule.boxPairs() == 1) {
            return ofPair(a, b, rounds, rule);
        }
        if (a.length() % rule.boxPairs() != 0) {
            throw new IllegalArgumentException(
                    "rounds: %d; limit a multiple of boxPairs = %d"
                            .formatted(a.length(), rule.boxPairs()));
        }
        long each = a.length() / rule.boxPairs();
        Estimate worst = null;
        for (int pair = 0; pair < rule.boxPairs(); pair++) {
            BitArray alices = a.slice(pair * each, each);
            BitArray bobs = b.slice(pair * each, each);
            Estimate next = ofPair(alices, bobs, rounds.slice(pair * each, each), rule);
            alices.clear();
            bobs.clear();
            worst = worst == null ? next : worse(worst, next);
        }
        return worst;
    }

    /** Of two pairs: the counts of both, and the verdict of the one with more to say against it. */
    private static Estimate worse(Estimate first, Estimate second) {
        ChshStatistics both =
                ((ChshStatistics) first.statistics()).plus((ChshStatistics) second.statistics());
        if (first instanceof Estimate.Violated || second instanceof Estimate.Violated) {
            var violated =
                    (Estimate.Violated) (first instanceof Estimate.Violated ? first : second);
            return new Estimate.Violated(both, violated.violation());
        }
        long lost = Math.max(lostBy(first), lostBy(second));
        return switch (lostBy(first) >= lostBy(second) ? first : second) {
            case Estimate.Accepted accepted -> new Estimate.Accepted(both, lost, accepted.proof());
            case Estimate.Rejected rejected ->
                    new Estimate.Rejected(both, lost, rejected.maxLostTestRounds());
            case Estimate.Violated violated -> violated;
            case Estimate.ScoreTooLow low -> low;
        };
    }

    private static long lostBy(Estimate estimate) {
        return switch (estimate) {
            case Estimate.Accepted accepted -> accepted.lostTestRounds();
            case Estimate.Rejected rejected -> rejected.lostTestRounds();
            case Estimate.Violated violated -> violated.statistics().lostTestRounds();
            case Estimate.ScoreTooLow low -> low.statistics().lostTestRounds();
        };
    }

    private static Estimate ofPair(BitArray aliceBits, BitArray bobBits, Rounds rounds, Rule rule) {
        long[] a = aliceBits.words();
        long[] b = bobBits.words();
        BitArray tests = rounds.testFlags();
        long keyRounds = tests.length() - tests.cardinality() - rounds.dropped().cardinality();
        long[] x = rounds.aliceSettings().words();
        long[] y = rounds.bobTestSettings().words();
        ChshStatistics statistics = count(a, b, tests, x, y, keyRounds);
        MarginalCounts marginals = countOnes(a, b, rounds, keyRounds);
        Optional<ModelViolation> violation =
                ModelTest.of(statistics, marginals, rule.testProbability());
        if (violation.isPresent()) {
            return new Estimate.Violated(statistics, violation.get());
        }
        long lost = statistics.lostTestRounds();
        return lost <= rule.maxLostTestRounds()
                ? new Estimate.Accepted(
                        statistics,
                        lost,
                        new AcceptedEstimate(
                                rule.maxLostTestRounds(),
                                rule.announceLostTestRounds()
                                        ? OptionalLong.of(lost)
                                        : OptionalLong.empty()))
                : new Estimate.Rejected(statistics, lost, rule.maxLostTestRounds());
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

    private static MarginalCounts countOnes(long[] a, long[] b, Rounds rounds, long keyRounds) {
        long[] x = rounds.aliceSettings().words();
        long[] y = rounds.bobTestSettings().words();
        long[][] aliceOnes = new long[2][2];
        long[][] bobOnes = new long[2][2];
        long[] aliceKeyOnes = new long[2];
        long secondBasis = rounds.keyBases().map(BitArray::cardinality).orElse(0L);
        for (int w = 0; w < a.length; w++) {
            long test = rounds.testFlags().words()[w];
            long second = rounds.keyBases().isPresent() ? rounds.keyBases().get().words()[w] : 0;
            aliceKeyOnes[0] += Long.bitCount(a[w] & ~test & ~second);
            aliceKeyOnes[1] += Long.bitCount(a[w] & ~test & second);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    long cell = test & (i == 1 ? x[w] : ~x[w]) & (j == 1 ? y[w] : ~y[w]);
                    aliceOnes[i][j] += Long.bitCount(cell & a[w]);
                    bobOnes[i][j] += Long.bitCount(cell & b[w]);
                }
            }
        }
        return new MarginalCounts(
                aliceOnes,
                bobOnes,
                aliceKeyOnes,
                new long[] {keyRounds - secondBasis, secondBasis},
                rounds.keyBases().isPresent() ? 2 : 1);
    }
}

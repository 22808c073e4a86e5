package io.bellwether.estimation;

import io.bellwether.bell.ChshStatistics;

/**
 * How often each side answered 1, by both settings. Bob alone has them, from his corrected copy.
 *
 * @param aliceOnes test rounds with a = 1, indexed [x][y]
 * @param bobOnes test rounds with b = 1, indexed [x][y]
 * @param aliceKeyOnes key rounds with a = 1, by Alice's setting
 * @param keyRounds by Alice's setting
 * @param keyBases 1, with x = 0 in every key round, or 2, each with the same probability
 */
record MarginalCounts(
        long[][] aliceOnes, long[][] bobOnes, long[] aliceKeyOnes, long[] keyRounds, int keyBases) {
    /** Of one key basis. */
    MarginalCounts(long[][] aliceOnes, long[][] bobOnes, long aliceKeyOnes, long keyRounds) {
        this(aliceOnes, bobOnes, new long[] {aliceKeyOnes, 0}, new long[] {keyRounds, 0}, 1);
    }

    /** Zeros minus ones of Alice's outcomes in a cell. */
    long aliceBalance(ChshStatistics statistics, int x, int y) {
        return statistics.testRounds(x, y) - 2 * aliceOnes[x][y];
    }

    /** Zeros minus ones of Bob's outcomes in a cell. */
    long bobBalance(ChshStatistics statistics, int x, int y) {
        return statistics.testRounds(x, y) - 2 * bobOnes[x][y];
    }
}

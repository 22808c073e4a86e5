package io.bellwether.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.SplittableRandom;

/** Signalling in the chained game; seeded. */
class ChainedModelTestTest {
    private static final long SEED = 20_261_121;
    private static final int M = 5;
    private static final int PAIRS = 20_000;
    private static final double GAMMA = 0.8;

    private interface Answers {
        boolean one(int x, int y, boolean coin);
    }

    private static Optional<ModelViolation> test(
            Answers alice, Answers bob, long keyRounds, long aliceKeyOnes) {
        var random = new SplittableRandom(SEED);
        byte[] x = new byte[PAIRS];
        byte[] y = new byte[PAIRS];
        BitArray a = BitArray.ofLength(PAIRS);
        BitArray b = BitArray.ofLength(PAIRS);
        for (int i = 0; i < PAIRS; i++) {
            x[i] = (byte) random.nextInt(M);
            y[i] = (byte) (random.nextBoolean() ? x[i] : (x[i] + M - 1) % M);
            boolean coin = random.nextBoolean();
            a.set(i, alice.one(x[i], y[i], coin));
            b.set(i, bob.one(x[i], y[i], coin));
        }
        return ChainedModelTest.of(M, new ChainedPairs(x, y, a, b), GAMMA, keyRounds, aliceKeyOnes);
    }

    /** As many key rounds as belong to so many pairs. */
    private static final long KEY_ROUNDS =
            Math.round(PAIRS / (2 * GAMMA * GAMMA / M) * (1 - GAMMA) * (1 - GAMMA));

    @Test
    @DisplayName("boxes that win every round without signalling raise no alarm")
    void superQuantum() {
        assertThat(
                        test(
                                (x, y, coin) -> coin,
                                (x, y, coin) -> coin ^ (x == 0 && y == M - 1),
                                KEY_ROUNDS,
                                KEY_ROUNDS / 2))
                .isEmpty();
    }

    @Test
    @DisplayName("constant outcomes, the same in key rounds, raise no alarm")
    void constant() {
        assertThat(test((x, y, coin) -> true, (x, y, coin) -> true, KEY_ROUNDS, KEY_ROUNDS))
                .isEmpty();
    }

    @Test
    @DisplayName("Alice's outcomes that follow Bob's setting are found, with the setting named")
    void aliceFollows() {
        assertThat(
                        test(
                                (x, y, coin) -> x == 0 ? y == M - 1 : coin,
                                (x, y, coin) -> coin,
                                KEY_ROUNDS,
                                KEY_ROUNDS / 2))
                .hasValueSatisfying(violation ->
                        assertThat(violation.describe())
                                .startsWith("Alice's outcomes at x = 0 depend on Bob's"));
    }

    @Test
    @DisplayName("Bob's outcomes that follow Alice's setting are found")
    void bobFollows() {
        assertThat(
                        test(
                                (x, y, coin) -> coin,
                                (x, y, coin) -> y == 3 ? x == 3 : coin,
                                KEY_ROUNDS,
                                KEY_ROUNDS / 2))
                .hasValueSatisfying(violation ->
                        assertThat(violation.describe())
                                .startsWith("Bob's outcomes at y = 3 depend on Alice's"));
    }

    @Test
    @DisplayName("Alice's outcomes that know of Bob's key rounds are found")
    void keyRounds() {
        assertThat(test((x, y, coin) -> coin, (x, y, coin) -> coin, KEY_ROUNDS, KEY_ROUNDS))
                .hasValueSatisfying(
                        violation -> assertThat(violation.describe()).contains("key round"));
    }

    @Test
    @DisplayName("pairs of different lengths are refused")
    void lengths() {
        assertThatThrownBy(() ->
                        new ChainedPairs(
                                new byte[2],
                                new byte[3],
                                BitArray.ofLength(2),
                                BitArray.ofLength(2)))
                .hasMessage("estimation pairs: 2 and 3 settings, 2 and 2 outcomes");
    }
}

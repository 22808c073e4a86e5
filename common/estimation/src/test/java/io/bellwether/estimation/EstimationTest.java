package io.bellwether.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.bell.ChshStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.Comparison;
import io.bellwether.verification.Verification;
import io.bellwether.verification.VerifiedKey;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/** Bob counts a block; compared with counting round by round. */
class EstimationTest {
    private static final long SEED = 20_250_108;

    /** A block of random settings and outcomes, settings zero in key rounds. */
    private record Block(
            BitArray a, BitArray b, BitArray test, BitArray x, BitArray y, double testProbability) {
        static Block random(long rounds, double testProbability) {
            var random = new SplittableRandom(SEED + rounds);
            var block =
                    new Block(
                            BitArray.ofLength(rounds),
                            BitArray.ofLength(rounds),
                            BitArray.ofLength(rounds),
                            BitArray.ofLength(rounds),
                            BitArray.ofLength(rounds),
                            testProbability);
            for (long i = 0; i < rounds; i++) {
                boolean test = random.nextDouble() < testProbability;
                block.a.set(i, random.nextBoolean());
                block.b.set(i, random.nextBoolean());
                block.test.set(i, test);
                block.x.set(i, test && random.nextBoolean());
                block.y.set(i, test && random.nextBoolean());
            }
            return block;
        }

        Estimate estimate(long maxLostTestRounds) {
            return estimate(1, maxLostTestRounds, false);
        }

        Estimate estimate(int boxPairs, long maxLostTestRounds, boolean announce) {
            return Estimation.estimate(
                    verified(a),
                    new SecretBits(b),
                    new Estimation.Rounds(test, x, y, BitArray.ofLength(test.length())),
                    new Estimation.Rule(testProbability, maxLostTestRounds, announce, boxPairs));
        }
    }

    private static VerifiedKey verified(BitArray bits) {
        var key = new SecretBits(bits.copy());
        BitArray seed = BitArray.ofLength(Verification.seedBits(bits.length()));
        BitArray tag = Verification.challenge(key, seed).tag();
        return ((Comparison.Equal) Verification.verify(key, seed, tag)).key();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 1000, 10_007})
    @DisplayName("counts are those of a walk over the rounds, also where the last word is not full")
    void counts(long rounds) {
        Block block = Block.random(rounds, 0.3);
        long[][] equal = new long[2][2];
        long[][] different = new long[2][2];
        long keyEqual = 0;
        long keyDifferent = 0;
        for (long i = 0; i < rounds; i++) {
            boolean same = block.a.get(i) == block.b.get(i);
            int x = block.x.get(i) ? 1 : 0;
            int y = block.y.get(i) ? 1 : 0;
            if (block.test.get(i)) {
                (same ? equal : different)[x][y]++;
            } else if (same) {
                keyEqual++;
            } else {
                keyDifferent++;
            }
        }

        ChshStatistics counted = (ChshStatistics) block.estimate(rounds).statistics();

        assertThat(counted.keyErrors()).isEqualTo(keyDifferent);
        assertThat(counted.keyRounds()).isEqualTo(keyEqual + keyDifferent);
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                assertThat(counted.testRounds(x, y)).isEqualTo(equal[x][y] + different[x][y]);
            }
        }
        assertThat(counted.lostTestRounds())
                .isEqualTo(different[0][0] + different[0][1] + different[1][0] + equal[1][1]);
    }

    @Test
    @DisplayName("as many lost rounds as the threshold are accepted, one more is not")
    void threshold() {
        Block block = Block.random(2000, 0.5);
        long lost = block.estimate(2000).statistics().lostTestRounds();

        assertThat(block.estimate(lost))
                .isInstanceOfSatisfying(
                        Estimate.Accepted.class,
                        accepted ->
                                assertThat(accepted.proof().maxLostTestRounds()).isEqualTo(lost));
        assertThat(block.estimate(lost - 1))
                .isInstanceOfSatisfying(
                        Estimate.Rejected.class,
                        rejected -> {
                            assertThat(rejected.lostTestRounds()).isEqualTo(lost);
                            assertThat(rejected.maxLostTestRounds()).isEqualTo(lost - 1);
                        });
    }

    @Test
    @DisplayName("of two pairs of boxes the worse one decides, and all rounds are counted")
    void worsePairDecides() {
        Block block = Block.random(2000, 0.5);
        // The second half wins four of five of its rounds: b = a xor xy.
        for (long i = 1000; i < 2000; i++) {
            boolean won = block.a.get(i) ^ (block.x.get(i) && block.y.get(i));
            block.b.set(i, won ^ i % 5 == 0);
        }
        long lost = 0;
        for (long i = 0; i < 1000; i++) {
            boolean different = block.a.get(i) ^ block.b.get(i);
            lost += block.test.get(i) && different != (block.x.get(i) && block.y.get(i)) ? 1 : 0;
        }
        long lostByTheWorse = lost;

        assertThat(block.estimate(2, lostByTheWorse, true))
                .isInstanceOfSatisfying(
                        Estimate.Accepted.class,
                        accepted -> {
                            assertThat(accepted.proof().announcedLostTestRounds())
                                    .hasValue(lostByTheWorse);
                            assertThat(accepted.statistics().testRounds())
                                    .isEqualTo(block.test.cardinality());
                        });
        assertThat(block.estimate(2, lostByTheWorse - 1, true))
                .isInstanceOfSatisfying(
                        Estimate.Rejected.class,
                        rejected ->
                                assertThat(rejected.lostTestRounds()).isEqualTo(lostByTheWorse));
        assertThatThrownBy(() -> block.estimate(3, lostByTheWorse, true))
                .hasMessage("rounds: 2000; limit a multiple of boxPairs = 3");
    }

    @Test
    @DisplayName("errors in key rounds do not count as lost rounds")
    void keyErrors() {
        Block block = Block.random(1000, 0);

        assertThat(block.estimate(0)).isInstanceOf(Estimate.Accepted.class);
        assertThat(block.estimate(0).statistics().keyErrors())
                .isEqualTo(block.a.hammingDistance(block.b));
    }
}

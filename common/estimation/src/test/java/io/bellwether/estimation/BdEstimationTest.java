package io.bellwether.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.BdInequality;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.Comparison;
import io.bellwether.verification.Verification;
import io.bellwether.verification.VerifiedKey;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bob estimates B_3 of a block of the d-outcome protocol. */
class BdEstimationTest {
    private static final BdInequality B3 = BdInequality.mutuallyUnbiased(3);
    private static final int TESTS = 18_000;

    private static VerifiedKey verified(BitArray bits) {
        var key = new SecretBits(bits.copy());
        BitArray seed = BitArray.ofLength(Verification.seedBits(bits.length()));
        BitArray tag = Verification.challenge(key, seed).tag();
        return ((Comparison.Equal) Verification.verify(key, seed, tag)).key();
    }

    /** Every setting equally often; Alice says 0, Bob answers by the rule. */
    private static BdEstimation.Tests tests(boolean cheats) {
        BitArray bases = BitArray.ofLength(TESTS);
        byte[] alice = new byte[TESTS];
        byte[] bob = new byte[TESTS];
        short[] settings = new short[TESTS];
        for (int i = 0; i < TESTS; i++) {
            int setting = i % 9;
            boolean second = i / 9 % 2 == 1;
            boolean named = (second ? setting % 3 : setting / 3) == 0;
            bases.set(i, second);
            settings[i] = (short) setting;
            int local = setting == 0 ? 2 : setting / 3 == 0 ? 0 : setting % 3 == 0 ? 1 : 2;
            bob[i] = (byte) (cheats ? named ? second ? 1 : 0 : 2 : local);
        }
        return new BdEstimation.Tests(bases, alice, settings, bob);
    }

    private static Estimate estimate(BdEstimation.Tests tests, BitArray bobKey, double least) {
        BitArray aliceKey = BitArray.ofLength(200);
        return BdEstimation.estimate(
                B3, verified(aliceKey), new SecretBits(bobKey), 2, tests, least, 77);
    }

    @Test
    @DisplayName("the best local answers score the local bound, and are accepted below it only")
    void local() {
        Estimate low = estimate(tests(false), BitArray.ofLength(200), 1.97);
        assertThat(low).isInstanceOf(Estimate.ScoreTooLow.class);
        assertThat(low.statistics().score().orElseThrow()).isCloseTo(B3.localBound(), within(1e-9));
        assertThat(estimate(tests(false), BitArray.ofLength(200), 1.9))
                .isInstanceOfSatisfying(
                        Estimate.Accepted.class,
                        accepted -> assertThat(accepted.proof().maxLostTestRounds()).isEqualTo(77));
    }

    @Test
    @DisplayName("a key round with two wrong digits is one error")
    void errorsPerRound() {
        BitArray bobKey = BitArray.ofLength(200);
        bobKey.set(7, true);
        bobKey.set(107, true);
        bobKey.set(150, true);
        var counted = estimate(tests(false), bobKey, 0).statistics();
        assertThat(counted.keyRounds()).isEqualTo(100);
        assertThat(counted.keyErrors()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a box that knows Alice's basis scores beyond quantum theory: the model is violated")
    void superQuantum() {
        assertThat(estimate(tests(true), BitArray.ofLength(200), 0))
                .isInstanceOfSatisfying(
                        Estimate.Violated.class,
                        violated ->
                                assertThat(violated.violation().describe())
                                        .startsWith("B_d = ")
                                        .contains(
                                                "above the quantum bound 2 (p-value at most 1e-"));
    }

    @Test
    @DisplayName("columns of different lengths are refused with the lengths")
    void differentLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new BdEstimation.Tests(
                                BitArray.ofLength(2), new byte[2], new short[1], new byte[2]))
                .withMessage("test rounds: 2, 2, 1 and 2");
    }
}

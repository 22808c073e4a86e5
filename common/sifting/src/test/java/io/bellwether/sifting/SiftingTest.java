package io.bellwether.sifting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SiftingTest {
    private static BitArray random(long length, long seed) {
        var generator = new SplittableRandom(seed);
        return BitArray.wrap(generator.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    @Test
    @DisplayName(
            "announced settings, packed to the test rounds, unpack to the same settings at the test"
                    + " rounds")
    void pickAndSpreadAreInverse() {
        for (long rounds = 1; rounds < 400; rounds += 13) {
            BitArray testFlags = random(rounds, rounds);
            BitArray settings = random(rounds, rounds + 1000);
            BitArray back = TestRounds.spread(TestRounds.pick(settings, testFlags), testFlags);
            for (long i = 0; i < rounds; i++) {
                assertThat(back.get(i)).isEqualTo(testFlags.get(i) && settings.get(i));
            }
        }
    }

    @Test
    @DisplayName("an announcement with a bit too many is refused with both counts")
    void announcementOfWrongLengthIsRefused() {
        BitArray testFlags = random(100, 3);
        long tests = testFlags.cardinality();
        assertThatThrownBy(() -> TestRounds.spread(BitArray.ofLength(tests + 1), testFlags))
                .hasMessage(
                        "announced settings: %d bits; the block has %d test rounds",
                        tests + 1, tests);
    }

    @Test
    @DisplayName("a setting other than 0 in a key round is refused")
    void settingInKeyRoundIsRefused() {
        BitArray testFlags = BitArray.ofLength(70);
        BitArray alice = BitArray.ofLength(70);
        alice.set(65, true);
        assertThatThrownBy(() -> new SiftedBlock(testFlags, alice, BitArray.ofLength(70)))
                .hasMessageContaining("Alice's settings")
                .hasMessageContaining("key round");
    }

    @Test
    @DisplayName(
            "where each side draws alone, every round is a common test, a common key round or"
                    + " dropped")
    void mismatchesAreDropped() {
        BitArray alice = BitArray.wrap(new long[] {0b0011}, 4);
        BitArray bob = BitArray.wrap(new long[] {0b0101}, 4);

        BitArray common = SiftedBlock.commonTests(alice, bob);
        BitArray dropped = SiftedBlock.mismatches(alice, bob);

        assertThat(common.words()[0]).isEqualTo(0b0001);
        assertThat(dropped.words()[0]).isEqualTo(0b0110);
        BitArray none = BitArray.ofLength(4);
        assertThat(new SiftedBlock(common, none, none, dropped).droppedRounds()).isEqualTo(2);
        assertThatThrownBy(() -> new SiftedBlock(alice, none, none, dropped))
                .hasMessageContaining("dropped");
        assertThatThrownBy(() -> SiftedBlock.commonTests(alice, BitArray.ofLength(5)))
                .hasMessage("tests of 4 and of 5 rounds");
    }

    @Test
    @DisplayName("only x = y = 1 asks for opposite outcomes")
    void oppositeOutcomesAreWantedForBothOnes() {
        BitArray all = BitArray.wrap(new long[] {0b1111}, 4);
        BitArray x = BitArray.wrap(new long[] {0b1100}, 4);
        BitArray y = BitArray.wrap(new long[] {0b1010}, 4);
        assertThat(new SiftedBlock(all, x, y).oppositeWins().words()[0]).isEqualTo(0b1000);
    }
}

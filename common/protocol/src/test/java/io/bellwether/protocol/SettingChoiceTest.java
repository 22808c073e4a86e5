package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Settings are drawn with exactly the probability that was asked for. */
class SettingChoiceTest {
    private static final int DIGITS = 6;
    private static final int ALL_NUMBERS = 1 << DIGITS;
    private static final long SEED = 20_250_105;

    /** Digit by digit, the 64 lanes of a word run through all numbers of six binary digits. */
    private static EntropySource allNumbers() {
        var words = new ArrayDeque<Long>();
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            long word = 0;
            for (int lane = 0; lane < ALL_NUMBERS; lane++) {
                word |= (long) (lane >> digit & 1) << lane;
            }
            words.add(word);
        }
        return target -> Arrays.setAll(target, i -> words.remove());
    }

    private static EntropySource seeded() {
        var random = new SplittableRandom(SEED);
        return target -> Arrays.setAll(target, i -> random.nextLong());
    }

    @Test
    @DisplayName("of all 64 numbers with six digits exactly m lie below m/64, for every m")
    void exactlyTheFraction() {
        for (int m = 0; m < ALL_NUMBERS; m++) {
            BitArray drawn =
                    new SettingChoice(allNumbers()).biased(ALL_NUMBERS, (double) m / ALL_NUMBERS);

            assertThat(drawn.cardinality()).as("m = %d", m).isEqualTo(m);
            for (int lane = 0; lane < ALL_NUMBERS; lane++) {
                assertThat(drawn.get(lane)).as("number %d, m = %d", lane, m).isEqualTo(lane < m);
            }
        }
    }

    @Test
    @DisplayName("digits beyond those of the probability are not drawn")
    void noEntropyWasted() {
        var drawn = new int[1];
        EntropySource counting =
                target -> {
                    drawn[0] += target.length;
                    Arrays.fill(target, 0);
                };

        // 1/2 has one digit, and it decides every lane.
        new SettingChoice(counting).biased(64, 0.5);
        assertThat(drawn[0]).isEqualTo(1);
        new SettingChoice(counting).biased(64, 0);
        assertThat(drawn[0]).isEqualTo(1);
    }

    @Test
    @DisplayName("probability 1 sets every bit, probability 0 none, and the padding stays zero")
    void extremes() {
        assertThat(new SettingChoice(seeded()).biased(1000, 1).cardinality()).isEqualTo(1000);
        assertThat(new SettingChoice(seeded()).biased(1000, 0).cardinality()).isZero();
        assertThat(new SettingChoice(seeded()).biased(3, 1).words()).containsExactly(0b111L);
    }

    @Test
    @DisplayName("the share of test rounds is the probability, with a false alarm in 10^11 runs")
    void frequencies() {
        int rounds = 4_000_000;
        for (double probability : new double[] {13 / 256.0, 0.05, 1e-3, 0.3, 0.999}) {
            double ones = new SettingChoice(seeded()).biased(rounds, probability).cardinality();

            // P(|Z| > 6.8) = 1.0e-11 for a normal variable.
            double deviation = Math.sqrt(rounds * probability * (1 - probability));
            assertThat(ones)
                    .as("probability %s, seed %d", probability, SEED)
                    .isCloseTo(rounds * probability, Offset.offset(6.8 * deviation));
        }
    }

    @Test
    @DisplayName("rounds are drawn independently: neighbours agree as often as chance says")
    void independence() {
        int rounds = 4_000_000;
        double probability = 0.3;
        BitArray drawn = new SettingChoice(seeded()).biased(rounds, probability);
        for (int distance : new int[] {1, 63, 64, 65}) {
            long both = 0;
            for (int i = 0; i + distance < rounds; i++) {
                both += drawn.get(i) && drawn.get(i + distance) ? 1 : 0;
            }
            double expected = (rounds - distance) * probability * probability;

            // Overlapping pairs are positively correlated: the variance is below twice the
            // binomial.
            assertThat((double) both)
                    .as("distance %d, seed %d", distance, SEED)
                    .isCloseTo(expected, Offset.offset(6.8 * Math.sqrt(2 * expected)));
        }
    }

    @Test
    @DisplayName("fair settings fall in marked rounds only, one half of them")
    void fair() {
        int rounds = 1_000_000;
        var choice = new SettingChoice(seeded());
        BitArray mask = choice.biased(rounds, 0.1);
        BitArray settings = choice.fairWhere(mask);

        BitArray outside = settings.copy();
        for (int w = 0; w < outside.words().length; w++) {
            outside.words()[w] &= ~mask.words()[w];
        }
        assertThat(outside.cardinality()).isZero();
        double marked = mask.cardinality();
        assertThat((double) settings.cardinality())
                .as("seed %d", SEED)
                .isCloseTo(marked / 2, Offset.offset(3.4 * Math.sqrt(marked)));
    }
}

package io.bellwether.node.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;

class HealthTestsTest {
    @Test
    @DisplayName("the repetition cutoff is 1 + ceil(-log2(alpha)/H)")
    void repetitionCutoff() {
        // SP 800-90B, 4.4.1: "for alpha = 2^-20, an entropy source with H = 2.0 bits per sample
        // would have a repetition count test cutoff value of 1 + ceil(20/2) = 11"
        assertThat(HealthTests.repetitionCutoff(2.0, 20)).isEqualTo(11);
        assertThat(HealthTests.repetitionCutoff(1.0, 30)).isEqualTo(31);
        assertThat(HealthTests.repetitionCutoff(57.6, 30)).isEqualTo(2);
    }

    @Test
    @DisplayName("the proportion cutoff is 1 + critbinom, equal to a sum in exact arithmetic")
    void proportionCutoff() {
        for (int window : new int[] {512, 1024}) {
            for (double minEntropy : new double[] {0.2, 0.5, 0.9, 1.0}) {
                assertThat(HealthTests.proportionCutoff(minEntropy, window, 30))
                        .as("window %d, H %s", window, minEntropy)
                        .isEqualTo(exactCutoff(minEntropy, window, 30));
            }
        }
        assertThat(HealthTests.proportionCutoff(1.0, 512, 30)).isEqualTo(325);
    }

    /** Independent of the code under test: sums from below with 60 digits. */
    private static int exactCutoff(double minEntropy, int window, int exponent) {
        MathContext digits = new MathContext(60);
        BigDecimal p = new BigDecimal(StrictMath.pow(2, -minEntropy));
        BigDecimal q = BigDecimal.ONE.subtract(p);
        BigDecimal target =
                BigDecimal.ONE.subtract(
                        BigDecimal.ONE.divide(
                                new BigDecimal(BigInteger.TWO.pow(exponent)), digits));
        BigDecimal sum = BigDecimal.ZERO;
        BigInteger choose = BigInteger.ONE;
        for (int c = 0; c <= window; c++) {
            BigDecimal term =
                    new BigDecimal(choose)
                            .multiply(p.pow(c, digits), digits)
                            .multiply(q.pow(window - c, digits), digits);
            sum = sum.add(term, digits);
            if (sum.compareTo(target) >= 0) {
                return 1 + c;
            }
            choose =
                    choose.multiply(BigInteger.valueOf(window - c))
                            .divide(BigInteger.valueOf(c + 1));
        }
        throw new AssertionError("the distribution does not sum to 1");
    }

    @Test
    @DisplayName("two equal 64-bit words in a row fail, equal words further apart do not")
    void repetitionFails() {
        HealthTests tests = new HealthTests();
        tests.accept(new long[] {0x5555, 0xaaaa, 0x5555});
        assertThatThrownBy(() -> tests.accept(new long[] {0x5555}))
                .isInstanceOf(EntropyHealthException.class)
                .hasMessageContaining("repetition count")
                .hasMessageContaining("cutoff 2");
    }

    @Test
    @DisplayName("a window with one bit more than the cutoff allows fails, one bit less does not")
    void proportionFailsExactlyAtTheCutoff() {
        int cutoff = HealthTests.proportionCutoff(0.9, 1024, 30);
        new HealthTests().accept(windowWithOnes(cutoff - 1));
        assertThatThrownBy(() -> new HealthTests().accept(windowWithOnes(cutoff)))
                .isInstanceOf(EntropyHealthException.class)
                .hasMessageContaining("adaptive proportion");
    }

    /** A window of 16 different words that starts with a one and has {@code ones} in all. */
    private static long[] windowWithOnes(int ones) {
        long[] window = new long[16];
        Arrays.fill(window, 0);
        for (int i = 0; i < ones; i++) {
            int word = i % 16;
            window[word] |= Long.rotateLeft(1, word == 0 ? i / 16 : i / 16 + word);
        }
        return window;
    }
}

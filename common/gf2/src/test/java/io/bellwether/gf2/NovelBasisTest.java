package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.gf2.NovelBasis.Way;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

class NovelBasisTest {
    private static long[] convert(long[] bits, Way way) {
        long[] a = bits.clone();
        if (way != Way.TRANSPOSED) {
            NovelBasis.convertParts(a, a.length, way);
        }
        for (int at = 0; at < a.length; at += NovelBasis.PART) {
            NovelBasis.convertPart(a, at, way, new long[NovelBasis.PART]);
        }
        if (way == Way.TRANSPOSED) {
            NovelBasis.convertParts(a, a.length, way);
        }
        return a;
    }

    private static boolean product(long[] a, long[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum ^= a[i] & b[i];
        }
        return (Long.bitCount(sum) & 1) != 0;
    }

    /** The polynomial times {@code z^(2^k) + z}. */
    private static BitSet timesVanishing(BitSet a, int k) {
        BitSet product = new BitSet();
        a.stream()
                .forEach(i -> {
                    product.flip(i + (1 << k));
                    product.flip(i + 1);
                });
        return product;
    }

    /**
     * A basis polynomial by definition: the product of s_1 (for bit 1), s_2, s_3 = s_2(s_1) and so
     * on of the bits of the index below 16, s_0 being z, and of s_16 to the power of the rest.
     */
    private static BitSet basisPolynomial(int index) {
        BitSet product = new BitSet();
        product.set(0);
        for (int bit = 0; bit < 16; bit++) {
            if ((index >>> bit & 1) != 0) {
                product = timesLinearized(product, bit);
            }
        }
        for (int k = 0; k < index >>> 16; k++) {
            product = timesVanishing(product, 16);
        }
        return product;
    }

    /** s_k is s_1 applied k times: the sum of the z^(2^i) of which binomial (k, i) is odd. */
    private static BitSet timesLinearized(BitSet a, int k) {
        BitSet product = new BitSet();
        for (int i = 0; i <= k; i++) {
            if ((k & i) == i) {
                int shift = 1 << i;
                a.stream().forEach(at -> product.flip(at + shift));
            }
        }
        return product;
    }

    @ParameterizedTest
    @DisplayName("the basis polynomial of each index is converted to that one coefficient")
    @ValueSource(
            ints = {
                0, 1, 2, 3, 5, 7, 8, 15, 16, 100, 255, 256, 4095, 0x1234, 0x8001, 0xffff, 0x10000,
                0x2f00d, 0x7beef, 0xfffff
            })
    void basisPolynomials(int index) {
        long[] bits = Arrays.copyOf(basisPolynomial(index).toLongArray(), 16 * NovelBasis.PART);
        long[] expected = new long[bits.length];
        expected[index >>> 6] = 1L << index;
        assertThat(convert(bits, Way.FORWARD)).isEqualTo(expected);
    }

    @Test
    @DisplayName("the transposed conversion is the transpose and the dual one its inverse")
    void transposes() {
        SplittableRandom random = new SplittableRandom(51);
        for (int k = 0; k < 20; k++) {
            long[] a = random.longs(16 * NovelBasis.PART).toArray();
            long[] b = random.longs(16 * NovelBasis.PART).toArray();
            boolean product = product(convert(a, Way.FORWARD), b);
            assertThat(product(a, convert(b, Way.TRANSPOSED))).isEqualTo(product);
            assertThat(convert(convert(b, Way.DUAL), Way.TRANSPOSED)).isEqualTo(b);
        }
    }

    @Test
    @DisplayName("a conversion of which the upper parts are zero or unwanted may leave them out")
    void upperParts() {
        SplittableRandom random = new SplittableRandom(52);
        for (int end = NovelBasis.PART; end < 16 * NovelBasis.PART; end += 3 * NovelBasis.PART) {
            long[] a = random.longs(16 * NovelBasis.PART).toArray();
            Arrays.fill(a, end, a.length, 0);
            long[] forward = convert(a, Way.FORWARD);
            long[] transposed = convert(a, Way.TRANSPOSED);
            long[] rows = new long[NovelBasis.PART];
            long[] b = a.clone();
            NovelBasis.convertParts(a, end, Way.FORWARD);
            for (int at = 0; at < end; at += NovelBasis.PART) {
                NovelBasis.convertPart(a, at, Way.FORWARD, rows);
                NovelBasis.convertPart(b, at, Way.TRANSPOSED, rows);
            }
            NovelBasis.convertParts(b, end, Way.TRANSPOSED);
            assertThat(a).isEqualTo(forward);
            assertThat(Arrays.copyOf(b, end)).isEqualTo(Arrays.copyOf(transposed, end));
        }
    }
}

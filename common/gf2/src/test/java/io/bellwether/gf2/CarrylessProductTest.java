package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class CarrylessProductTest {
    private static long[] schoolbook(long[] a, long[] b) {
        long[] product = new long[a.length + b.length];
        for (int i = 0; i < 64 * a.length; i++) {
            if ((a[i >>> 6] >>> i & 1) != 0) {
                for (int j = 0; j < 64 * b.length; j++) {
                    product[(i + j) >>> 6] ^= (b[j >>> 6] >>> j & 1) << (i + j);
                }
            }
        }
        return product;
    }

    @Test
    @DisplayName("the 64 x 64 product agrees with the schoolbook for random and extreme words")
    void wordProduct() {
        SplittableRandom random = new SplittableRandom(1);
        long[] special = {0, 1, -1, Long.MIN_VALUE, 0x5555555555555555L, 0xaaaaaaaaaaaaaaaaL};
        for (int i = 0; i < 300; i++) {
            long a = i < 36 ? special[i / 6] : random.nextLong();
            long b = i < 36 ? special[i % 6] : random.nextLong();
            long[] expected = schoolbook(new long[] {a}, new long[] {b});
            assertThat(CarrylessProduct.low(a, b)).isEqualTo(expected[0]);
            assertThat(CarrylessProduct.high(a, b)).isEqualTo(expected[1]);
        }
    }

    @Test
    @DisplayName("products of every pair of sizes around the Karatsuba threshold agree")
    void sizes() {
        SplittableRandom random = new SplittableRandom(2);
        for (int n : new int[] {0, 1, 2, 15, 16, 17, 33, 40}) {
            for (int m : new int[] {0, 1, 3, 16, 31, 47}) {
                long[] a = random.longs(n).toArray();
                long[] b = random.longs(m).toArray();
                assertThat(CarrylessProduct.multiply(a, b)).isEqualTo(schoolbook(a, b));
            }
        }
    }
}

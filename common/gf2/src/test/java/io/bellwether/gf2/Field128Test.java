package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.SplittableRandom;

class Field128Test {
    private static final BigInteger MODULUS =
            BigInteger.ONE.shiftLeft(128).add(BigInteger.valueOf(0x87));

    private static BigInteger polynomial(Field128 element) {
        BigInteger mask = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        return BigInteger.valueOf(element.high())
                .and(mask)
                .shiftLeft(64)
                .or(BigInteger.valueOf(element.low()).and(mask));
    }

    private static BigInteger product(BigInteger a, BigInteger b) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < a.bitLength(); i++) {
            sum = a.testBit(i) ? sum.xor(b.shiftLeft(i)) : sum;
        }
        for (int i = sum.bitLength() - 1; i >= 128; i--) {
            sum = sum.testBit(i) ? sum.xor(MODULUS.shiftLeft(i - 128)) : sum;
        }
        return sum;
    }

    @Test
    @DisplayName("products agree with long division by z^128 + z^7 + z^2 + z + 1")
    void products() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            Field128 a = new Field128(random.nextLong(), random.nextLong());
            Field128 b = new Field128(random.nextLong(), i < 10 ? -1L : random.nextLong());
            assertThat(polynomial(a.times(b))).isEqualTo(product(polynomial(a), polynomial(b)));
        }
    }

    @Test
    @DisplayName("z to the power of 2^128 is z, so that the modulus defines the right field")
    void frobenius() {
        Field128 z = new Field128(2, 0);
        Field128 power = z;
        for (int i = 0; i < 128; i++) {
            power = power.times(power);
        }
        assertThat(power).isEqualTo(z);
    }
}

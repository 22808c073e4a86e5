package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.SplittableRandom;

class PolynomialHashTest {
    private static final BigInteger MODULUS =
            BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    private static final long SEED = 0x5eed_0003L;

    @Test
    @DisplayName("At r = 1 a sum of 2^127 + 2^64 - 1 carries through the low word: 2^64 is left")
    void foldCarries() {
        PolynomialHash hash = new PolynomialHash(1, 0);
        for (int i = 0; i < 127; i++) {
            hash.absorb(0, 1L << 56);
        }
        hash.absorb(0, 1);
        hash.absorb(-1, (1L << 56) - 1);
        hash.reduce();
        assertThat(value(hash)).isEqualTo(BigInteger.ONE.shiftLeft(64));
    }

    @Test
    @DisplayName("At r = 1 blocks that add up to p leave zero, to p + 1 leave one")
    void modulusIsZero() {
        PolynomialHash hash = new PolynomialHash(1, 0);
        for (int i = 0; i < 127; i++) {
            hash.absorb(0, 1L << 56);
        }
        hash.absorb(-1, (1L << 56) - 1);
        hash.reduce();
        assertThat(value(hash)).isZero();
        hash.absorb(1, 0);
        hash.reduce();
        assertThat(value(hash)).isOne();
    }

    @Test
    @DisplayName("Four blocks at a time give what one block at a time gives, for random points")
    void groupsEqualBlocks() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] data = new byte[40 * PolynomialHash.GROUP_BYTES];
        for (int run = 0; run < 500; run++) {
            random.nextBytes(data);
            long low = random.nextLong();
            long high = random.nextLong();
            PolynomialHash groups = new PolynomialHash(low, high);
            PolynomialHash blocks = new PolynomialHash(low, high);
            groups.absorbGroups(data, 0, 40);
            for (int at = 0; at < data.length; at += PolynomialHash.BLOCK_BYTES) {
                blocks.absorbBlock(data, at);
            }
            groups.reduce();
            blocks.reduce();
            assertThat(value(groups)).as("seed %x, run %d", SEED, run).isEqualTo(value(blocks));
            assertThat(value(groups)).isLessThan(MODULUS);
        }
    }

    private static BigInteger value(PolynomialHash hash) {
        BigInteger low = new BigInteger(Long.toUnsignedString(hash.low()));
        return BigInteger.valueOf(hash.high()).shiftLeft(64).add(low);
    }
}

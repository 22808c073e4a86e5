package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/** How a key is divided between the two streams and the refill of the pool. */
class KeyPartitionTest {
    private static final long SEED = 20_250_106;

    @Test
    @DisplayName("the parts are whole bytes, none negative, and together the key's whole bytes")
    void sums() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 10_000; i++) {
            long keyBits = random.nextLong(0, i % 2 == 0 ? 200 : 1L << 33);
            double refillShare = random.nextInt(11) / 10.0;
            double aliceShare = random.nextInt(11) / 10.0;
            long refillBits = KeyPartition.maxRefillBits(keyBits, refillShare);
            var parts = KeyPartition.of(keyBits, refillBits, aliceShare);
            assertThat(refillBits).isLessThanOrEqualTo((long) (keyBits * refillShare));

            assertThat(parts.aliceStreamBits() + parts.bobStreamBits() + parts.refillBits())
                    .as("seed %d: %d bits, %s, %s", SEED, keyBits, refillShare, aliceShare)
                    .isEqualTo(keyBits / 8 * 8);
            assertThat(List.of(parts.aliceStreamBits(), parts.bobStreamBits()))
                    .allMatch(bits -> bits >= 0 && bits % 8 == 0);
            assertThat(parts.refillBits()).isNotNegative();
            assertThat(parts.refillBits() % 256).as("whole granules for both directions").isZero();
            assertThat(parts.deliverableBits())
                    .isEqualTo(parts.aliceStreamBits() + parts.bobStreamBits());
        }
    }

    @Test
    @DisplayName("shares are what was asked for, rounded down to bytes")
    void shares() {
        assertThat(KeyPartition.maxRefillBits(95_884, 0.1)).isEqualTo(9_472);
        assertThat(KeyPartition.of(95_884, 9_472, 0.25))
                .isEqualTo(new KeyPartition(21_600, 64_808, 9_472));
        assertThat(KeyPartition.of(1000, 0, 1)).isEqualTo(new KeyPartition(1000, 0, 0));
        assertThat(KeyPartition.of(1000, 0, 0)).isEqualTo(new KeyPartition(0, 1000, 0));
        assertThat(KeyPartition.of(7, 0, 0.5)).isEqualTo(new KeyPartition(0, 0, 0));
    }
}

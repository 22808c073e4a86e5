package io.bellwether.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class BitArrayTest {
    private static BitArray random(long length, long seed) {
        var generator = new SplittableRandom(seed);
        return BitArray.wrap(generator.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    @Test
    @DisplayName("bytes round-trip at every length around word boundaries")
    void bytesRoundTrip() {
        for (long length = 0; length <= 200; length++) {
            BitArray bits = random(length, length);
            assertThat(BitArray.fromBytes(bits.toBytes(), length)).isEqualTo(bits);
        }
    }

    @Test
    @DisplayName("bytes with a bit beyond the length are refused")
    void strayBitsAreRefused() {
        assertThatThrownBy(() -> BitArray.fromBytes(new byte[] {0x08}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beyond the length 3");
    }

    @Test
    @DisplayName("slice and put agree with bit-by-bit copies at every offset")
    void sliceAndPutAgreeWithBitwiseCopies() {
        BitArray source = random(300, 7);
        for (int from = 0; from < 130; from++) {
            for (int count : new int[] {0, 1, 63, 64, 65, 128, 150}) {
                BitArray part = source.slice(from, count);
                BitArray target = random(300, 8);
                BitArray before = target.copy();
                target.put(from, part);
                for (int i = 0; i < 300; i++) {
                    boolean inside = i >= from && i < from + count;
                    assertThat(target.get(i)).isEqualTo(inside ? source.get(i) : before.get(i));
                }
            }
        }
    }

    @Test
    @DisplayName(
            "wrap clears bits beyond the length, so that cardinality counts only what is there")
    void wrapClearsPadding() {
        assertThat(BitArray.wrap(new long[] {-1L, -1L}, 70).cardinality()).isEqualTo(70);
    }

    @Test
    @DisplayName("secret bits show their length and nothing else, and cannot be read after erasure")
    void secretBitsStaySecret() {
        SecretBits secret = new SecretBits(random(64, 9));
        assertThat(secret.toString()).isEqualTo("SecretBits[64 bits]");
        secret.erase();
        assertThatThrownBy(() -> secret.read(SecretAccess.to("test")))
                .isInstanceOf(IllegalStateException.class);
    }
}

package io.bellwether.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

class VerificationTest {
    private static BitArray random(long length, SplittableRandom random) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    @Test
    @DisplayName("equal keys of every length are found equal, and the token carries Bob's key")
    void equalKeys() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 300; length++) {
            BitArray key = random(length, random);
            BitArray seed = random(Verification.seedBits(length), random);
            Challenge challenge = Verification.challenge(new SecretBits(key), seed);
            SecretBits bob = new SecretBits(key.copy());
            Comparison comparison = Verification.verify(bob, seed, challenge.tag());
            assertThat(comparison).isInstanceOf(Comparison.Equal.class);
            assertThat(((Comparison.Equal) comparison).key().bits()).isSameAs(bob);
            assertThat(challenge.tag().length()).isEqualTo(Verification.tagBits());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {515, 16_384, 16_385, 40_000})
    @DisplayName("a difference in a single bit is found in every word of every block")
    void singleBit(int length) {
        SplittableRandom random = new SplittableRandom(2);
        BitArray key = random(length, random);
        BitArray seed = random(Verification.seedBits(length), random);
        BitArray tag = Verification.challenge(new SecretBits(key), seed).tag();
        for (int bit = random.nextInt(length < 1000 ? 1 : 13); bit < length; ) {
            BitArray other = key.copy();
            other.set(bit, !other.get(bit));
            assertThat(Verification.verify(new SecretBits(other), seed, tag))
                    .as("bit %d", bit)
                    .isInstanceOf(Comparison.Different.class);
            bit += length < 1000 ? 1 : 1 + random.nextInt(25);
        }
    }

    @Test
    @DisplayName("the tag is that of the class comment's formula in arbitrary precision")
    void reference() {
        SplittableRandom random = new SplittableRandom(3);
        for (int length : new int[] {0, 1, 63, 64, 65, 127, 128, 129, 16_384, 16_385, 50_001}) {
            BitArray key = random(length, random);
            BitArray seed = random(Verification.seedBits(length), random);
            assertThat(Verification.challenge(new SecretBits(key), seed).tag().words()[0])
                    .as("%d bits", length)
                    .isEqualTo(VerificationReference.tag(key.words(), seed.words()));
        }
    }

    @Test
    @DisplayName("the tag of a fixed key and seed is fixed: both nodes have the same hash")
    void fixedTag() {
        long[] words = new long[700];
        for (int i = 0; i < words.length; i++) {
            words[i] = 0x9e3779b97f4a7c15L * (i + 1);
        }
        BitArray key = BitArray.wrap(Arrays.copyOf(words, 400), 25_600);
        BitArray seed = BitArray.wrap(Arrays.copyOfRange(words, 400, 662), 16_768);
        assertThat(Verification.challenge(new SecretBits(key), seed).tag().words()[0])
                .isEqualTo(0x637f89d62a659792L);
    }

    @Test
    @DisplayName("the failure bound stays below 2^-61 up to 10^9 bits")
    void failureBound() {
        assertThat(Verification.failureBound(1_000_000_000)).isLessThan(0x1p-61);
        assertThat(Verification.failureBound(128)).isGreaterThan(0x1p-64);
    }

    @Test
    @DisplayName("a seed or a tag of another length is refused with both numbers")
    void wrongLengths() {
        SecretBits key = new SecretBits(BitArray.ofLength(10));
        assertThatThrownBy(() -> Verification.challenge(key, BitArray.ofLength(128)))
                .hasMessage("seed: 128 bits; verification of 10 bits needs 448");
        assertThatThrownBy(() ->
                        Verification.verify(key, BitArray.ofLength(448), BitArray.ofLength(32)))
                .hasMessage("tag: 32 bits; a verification tag has 64");
    }
}

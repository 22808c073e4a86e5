package io.bellwether.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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

    @Test
    @DisplayName("a difference in any single bit is found")
    void everySingleBit() {
        SplittableRandom random = new SplittableRandom(2);
        int length = 515;
        BitArray key = random(length, random);
        BitArray seed = random(256, random);
        BitArray tag = Verification.challenge(new SecretBits(key), seed).tag();
        for (int bit = 0; bit < length; bit++) {
            BitArray other = key.copy();
            other.set(bit, !other.get(bit));
            assertThat(Verification.verify(new SecretBits(other), seed, tag))
                    .isInstanceOf(Comparison.Different.class);
        }
    }

    @Test
    @DisplayName("the tag is linear in the key, which the failure bound rests on")
    void linear() {
        SplittableRandom random = new SplittableRandom(3);
        BitArray a = random(1000, random);
        BitArray b = random(1000, random);
        BitArray seed = random(256, random);
        BitArray sum = Verification.challenge(new SecretBits(a), seed).tag();
        sum.xor(Verification.challenge(new SecretBits(b), seed).tag());
        a.xor(b);
        assertThat(Verification.challenge(new SecretBits(a), seed).tag()).isEqualTo(sum);
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
                .hasMessage("seed: 128 bits; verification needs 256");
        assertThatThrownBy(() ->
                        Verification.verify(key, BitArray.ofLength(256), BitArray.ofLength(32)))
                .hasMessage("tag: 32 bits; a verification tag has 64");
    }
}

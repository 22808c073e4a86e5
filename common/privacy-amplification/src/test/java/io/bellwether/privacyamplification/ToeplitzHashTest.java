package io.bellwether.privacyamplification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.gf2.ToeplitzProduct;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class ToeplitzHashTest {
    private static BitArray random(long length, SplittableRandom random) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    private static BitArray hash(BitArray key, BitArray seed, long outputBits) {
        return ToeplitzHash.hash(new SecretBits(key), seed, outputBits)
                .read(SecretAccess.to("compare in a test"));
    }

    private static BitArray ofValue(long value, int length) {
        return length == 0 ? BitArray.ofLength(0) : BitArray.wrap(new long[] {value}, length);
    }

    @Test
    @DisplayName("any two different keys collide for exactly one seed in 2^m, counted in full")
    void twoUniversal() {
        int keyBits = 6;
        for (int outputBits = 1; outputBits <= keyBits; outputBits++) {
            int seedBits = (int) ToeplitzHash.seedBits(keyBits, outputBits);
            // Linear, so that the collisions of x and y are the zeros of x + y.
            for (int difference = 1; difference < 1 << keyBits; difference++) {
                int zeros = 0;
                for (int seed = 0; seed < 1 << seedBits; seed++) {
                    BitArray output =
                            hash(ofValue(difference, keyBits), ofValue(seed, seedBits), outputBits);
                    zeros += output.cardinality() == 0 ? 1 : 0;
                }
                assertThat(zeros).isEqualTo(1 << (seedBits - outputBits));
            }
        }
    }

    @Test
    @DisplayName(
            "with (1|T), no two different keys collide for more than one seed in 2^m, counted in"
                    + " full")
    void modifiedTwoUniversal() {
        int keyBits = 6;
        for (int outputBits = 1; outputBits <= keyBits; outputBits++) {
            int seedBits = (int) ToeplitzHash.modifiedSeedBits(keyBits, outputBits);
            int most = 0;
            for (int difference = 1; difference < 1 << keyBits; difference++) {
                int zeros = 0;
                for (int seed = 0; seed < 1 << seedBits; seed++) {
                    BitArray output =
                            modified(
                                    ofValue(difference, keyBits),
                                    ofValue(seed, seedBits),
                                    outputBits);
                    zeros += output.cardinality() == 0 ? 1 : 0;
                }
                most = Math.max(most, zeros);
            }
            assertThat(most << outputBits).isLessThanOrEqualTo(1 << seedBits);
        }
    }

    private static BitArray modified(BitArray key, BitArray seed, long outputBits) {
        return ToeplitzHash.hashModified(new SecretBits(key), seed, outputBits, Workers.ONE)
                .read(SecretAccess.to("compare in a test"));
    }

    @Test
    @DisplayName("(1|T) is the first m bits plus T times the rest, for every n mod 64 and m")
    void modifiedByDefinition() {
        SplittableRandom random = new SplittableRandom(9);
        for (int keyBits = 1; keyBits <= 130; keyBits++) {
            for (int outputBits : new int[] {0, 1, keyBits / 2, keyBits}) {
                BitArray key = random(keyBits, random);
                BitArray seed = random(ToeplitzHash.modifiedSeedBits(keyBits, outputBits), random);
                BitArray expected = key.slice(0, outputBits);
                for (int i = 0; i < outputBits; i++) {
                    for (int j = 0; j < keyBits - outputBits; j++) {
                        boolean one =
                                key.get(outputBits + j)
                                        && seed.get(i - j + keyBits - outputBits - 1);
                        expected.set(i, expected.get(i) ^ one);
                    }
                }
                assertThat(modified(key, seed, outputBits))
                        .as("%d to %d", keyBits, outputBits)
                        .isEqualTo(expected);
            }
        }
        assertThat(ToeplitzHash.modifiedSeedBits(1000, 300)).isEqualTo(999);
        assertThat(ToeplitzHash.modifiedSeedBits(1000, 1000)).isZero();
    }

    @Test
    @DisplayName("hashing is linear in the key")
    void linear() {
        SplittableRandom random = new SplittableRandom(6);
        BitArray a = random(2000, random);
        BitArray b = random(2000, random);
        BitArray seed = random(ToeplitzHash.seedBits(2000, 900), random);
        BitArray sum = hash(a, seed, 900);
        sum.xor(hash(b, seed, 900));
        a.xor(b);
        assertThat(hash(a, seed, 900)).isEqualTo(sum);
    }

    @Test
    @DisplayName("a key long enough for the transform gets the same hash as by the reference")
    void longKey() {
        SplittableRandom random = new SplittableRandom(8);
        BitArray key = random(300_000, random);
        BitArray seed = random(ToeplitzHash.seedBits(300_000, 70_001), random);
        assertThat(hash(key, seed, 70_001)).isEqualTo(ToeplitzProduct.multiply(seed, key, 70_001));
    }

    @Test
    @DisplayName("outputs of 0, 1 and all bits come out with their length")
    void extremeOutputs() {
        SplittableRandom random = new SplittableRandom(7);
        for (int keyBits : new int[] {1, 64, 1000}) {
            for (int outputBits : new int[] {0, 1, keyBits}) {
                BitArray seed = random(ToeplitzHash.seedBits(keyBits, outputBits), random);
                assertThat(hash(random(keyBits, random), seed, outputBits).length())
                        .isEqualTo(outputBits);
            }
        }
    }

    @Test
    @DisplayName("more output than key, and a seed of another length, are refused with numbers")
    void refusals() {
        assertThatThrownBy(() -> ToeplitzHash.seedBits(10, 11))
                .hasMessage("outputBits: 11; limit 0 to the key's 10 bits");
        assertThatThrownBy(() -> modified(BitArray.ofLength(10), BitArray.ofLength(5), 4))
                .hasMessage("seed: 5 bits; hashing 10 bits to 4 needs 9");
        assertThatThrownBy(() -> modified(BitArray.ofLength(10), BitArray.ofLength(9), 11))
                .hasMessage("outputBits: 11; limit 0 to the key's 10 bits");
        assertThatThrownBy(() -> hash(BitArray.ofLength(10), BitArray.ofLength(5), 4))
                .hasMessage("seed: 5 bits; hashing 10 bits to 4 needs 13");
    }
}

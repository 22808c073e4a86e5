package io.bellwether.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;

class BlockHashTest {
    /** Words of two bits, two words in a message, two passes: small enough to count all keys. */
    private static final int WIDTH = 2;

    private static final int KEYS = 1 << 4 * WIDTH;

    private static BigInteger[] words(int packed, int from) {
        BigInteger[] words = new BigInteger[2];
        for (int i = 0; i < 2; i++) {
            words[i] = BigInteger.valueOf(packed >>> WIDTH * (from + i) & (1 << WIDTH) - 1);
        }
        return words;
    }

    private static int bothPasses(int message, int key) {
        BigInteger[] m = words(message, 0);
        int first = VerificationReference.nh(m, words(key, 0), WIDTH).intValue();
        int second = VerificationReference.nh(m, words(key, 2), WIDTH).intValue();
        return first | second << 2 * WIDTH;
    }

    @Test
    @DisplayName("every pair of small messages collides under at most 2^-(2 width) of all keys")
    void countedUniversality() {
        int messages = 1 << 2 * WIDTH;
        int[][] hashes = new int[messages][KEYS];
        for (int message = 0; message < messages; message++) {
            for (int key = 0; key < KEYS; key++) {
                hashes[message][key] = bothPasses(message, key);
            }
        }
        int most = 0;
        for (int a = 0; a < messages; a++) {
            for (int b = 0; b < a; b++) {
                int collisions = 0;
                for (int key = 0; key < KEYS; key++) {
                    collisions += hashes[a][key] == hashes[b][key] ? 1 : 0;
                }
                most = Math.max(most, collisions);
            }
        }
        // With equality for some pair, so that the bound is no weaker than it says.
        assertThat(most).isEqualTo(KEYS >>> 2 * WIDTH);
    }

    @Test
    @DisplayName("the three results use key words 0, 1 and 2 onwards")
    void passes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int count = 0; count < 40; count++) {
            long[] message = random.longs(count + 3).toArray();
            long[] key = random.longs(BlockHash.keyWords(count)).toArray();
            long[] results = new long[5];
            BlockHash.hash(message, 3, count, key, results, 1);
            long[] part = Arrays.copyOfRange(message, 3, 3 + count);
            for (int pass = 0; pass < BlockHash.PASSES; pass++) {
                long[] shifted = Arrays.copyOfRange(key, pass, pass + count);
                assertThat(results[1 + pass])
                        .isEqualTo(
                                VerificationReference.nh(halves(part), halves(shifted), 32)
                                        .longValue());
            }
            assertThat(results[0] | results[4]).isZero();
        }
    }

    private static BigInteger[] halves(long[] words) {
        BigInteger[] halves = new BigInteger[2 * words.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = BigInteger.valueOf(words[i / 2] >>> 32 * (i % 2) & 0xffffffffL);
        }
        return halves;
    }
}

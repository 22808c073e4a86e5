package io.bellwether.node.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

class NodeEntropyTest {
    private static final long SEED = 20220727;

    @Test
    @DisplayName("a generator that is stuck from the start is refused at start-up")
    void stuckFromTheStart() {
        assertThatThrownBy(() -> new NodeEntropy(target -> Arrays.fill(target, 42)))
                .isInstanceOf(EntropyHealthException.class)
                .hasMessageContaining("repetition count");
    }

    @Test
    @DisplayName("a generator biased to 0.7 is refused at start-up by the proportion test")
    void biasedFromTheStart() {
        assertThatThrownBy(() -> new NodeEntropy(biased(0.7)))
                .isInstanceOf(EntropyHealthException.class)
                .hasMessageContaining("adaptive proportion");
    }

    @Test
    @DisplayName("a generator that gets stuck later stops the source for good, even if it recovers")
    void stickyFailure() {
        AtomicBoolean stuck = new AtomicBoolean();
        EntropySource sound = biased(0.5);
        NodeEntropy entropy =
                new NodeEntropy(target -> {
                    if (stuck.get()) {
                        Arrays.fill(target, 7);
                    } else {
                        sound.fill(target);
                    }
                });
        long[] target = new long[3000];
        entropy.fill(target);
        stuck.set(true);
        Arrays.fill(target, -1);
        assertThatThrownBy(() -> entropy.fill(target)).isInstanceOf(EntropyHealthException.class);
        assertThat(target).containsOnly(0);
        stuck.set(false);
        assertThatThrownBy(() -> entropy.fill(new long[1]))
                .isInstanceOf(EntropyHealthException.class)
                .hasMessageContaining("repetition count");
    }

    @Test
    @DisplayName("the words of the generator come out in order, each once, after the start-up test")
    void handsOutEachWordOnce() {
        EntropySource copy = biased(0.5);
        copy.fill(new long[NodeEntropy.START_UP_WORDS]);
        NodeEntropy entropy = new NodeEntropy(biased(0.5));
        for (int length : new int[] {1, 0, 7, 2040, 2048, 5000}) {
            long[] expected = new long[length];
            copy.fill(expected);
            long[] drawn = new long[length];
            entropy.fill(drawn);
            assertThat(drawn).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("the operating system's generator passes, and two of them differ")
    void operatingSystemPasses() {
        BitArray one = NodeEntropy.fromOperatingSystem().bits(1 << 20);
        BitArray other = NodeEntropy.fromOperatingSystem().bits(1 << 20);
        // standard deviation 512, so a false alarm at 8 of them has probability 10^-15
        assertThat(one.hammingDistance(other)).isBetween((1L << 19) - 4096, (1L << 19) + 4096);
    }

    @Test
    @DisplayName("threads never get the same word")
    void threadSafe() throws InterruptedException {
        NodeEntropy entropy = NodeEntropy.fromOperatingSystem();
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofPlatform()
                            .start(() -> {
                                long[] words = new long[3];
                                for (int draw = 0; draw < 2000; draw++) {
                                    entropy.fill(words);
                                    for (long word : words) {
                                        seen.add(word);
                                    }
                                }
                            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen).hasSize(4 * 2000 * 3);
    }

    /** A seeded generator whose bits are one with probability {@code p}. */
    private static EntropySource biased(double p) {
        SplittableRandom random = new SplittableRandom(SEED);
        return target -> {
            for (int i = 0; i < target.length; i++) {
                long word = 0;
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    word = word << 1 | (random.nextDouble() < p ? 1 : 0);
                }
                target[i] = word;
            }
        };
    }
}

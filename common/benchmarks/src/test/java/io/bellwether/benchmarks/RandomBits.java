package io.bellwether.benchmarks;

import io.bellwether.foundation.BitArray;

import java.util.SplittableRandom;

/** Bits to measure with; no key comes of them. */
final class RandomBits {
    private RandomBits() {}

    static BitArray of(SplittableRandom random, long length) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }
}

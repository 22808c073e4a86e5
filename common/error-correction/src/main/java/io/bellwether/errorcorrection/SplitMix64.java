package io.bellwether.errorcorrection;

/**
 * The generator SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
 * generators", figure 16), written out because both ends must build the same code on every Java
 * version. It shapes public codes and nothing else: no setting, seed or key comes from it.
 */
final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    long next() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** A number below {@code bound}; the bias of under bound / 2^64 does not matter for a code. */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}

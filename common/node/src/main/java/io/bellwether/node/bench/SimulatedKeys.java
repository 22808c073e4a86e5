package io.bellwether.node.bench;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.SplittableRandom;

/** Bits and errors to measure with, which a seed replays; no key comes of them. */
final class SimulatedKeys {
    private final SplittableRandom random;

    SimulatedKeys(long seed) {
        random = new SplittableRandom(seed);
    }

    BitArray bits(long length) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    /** The key with each bit flipped with a probability. */
    SecretBits withErrors(SecretBits key, double qber) {
        BitArray noisy = key.read(SecretAccess.to("simulate noise in a benchmark")).copy();
        for (long bit = 0; bit < noisy.length(); bit++) {
            if (random.nextDouble() < qber) {
                noisy.set(bit, !noisy.get(bit));
            }
        }
        return new SecretBits(noisy);
    }
}

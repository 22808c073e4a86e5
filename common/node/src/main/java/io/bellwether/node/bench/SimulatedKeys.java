package io.bellwether.node.bench;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.List;
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

    /**
     * A key seen through noise.
     *
     * @param flips what the receiver knows about each bit
     */
    record Noisy(SecretBits bits, FlipProbabilities flips) {}

    /** The key with each bit flipped with the probability of the class that it falls into. */
    Noisy withErrors(SecretBits key, List<NoiseClass> noise) {
        BitArray noisy = key.read(SecretAccess.to("simulate noise in a benchmark")).copy();
        byte[] classes = new byte[Math.toIntExact(noisy.length())];
        for (int bit = 0; bit < classes.length; bit++) {
            classes[bit] = (byte) (noise.size() == 1 ? 0 : drawn(noise));
            if (random.nextDouble() < noise.get(classes[bit]).flipProbability()) {
                noisy.set(bit, !noisy.get(bit));
            }
        }
        return new Noisy(
                new SecretBits(noisy),
                bit -> noise.get(classes[Math.toIntExact(bit)]).flipProbability());
    }

    private int drawn(List<NoiseClass> noise) {
        double u = random.nextDouble();
        int k = 0;
        while (k < noise.size() - 1 && u >= noise.get(k).fraction()) {
            u -= noise.get(k).fraction();
            k++;
        }
        return k;
    }
}

package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.List;
import java.util.SplittableRandom;

/** Two keys that differ as a list of noise classes says, with the class of every bit. */
final class SimulatedBlock {
    final SecretBits alice;
    final SecretBits bob;
    private final List<NoiseClass> classes;
    private final byte[] classOfBit;

    SimulatedBlock(int bits, List<NoiseClass> classes, long seed) {
        this.classes = classes;
        SplittableRandom random = new SplittableRandom(seed);
        BitArray key = BitArray.wrap(random.longs(BitArray.wordsFor(bits)).toArray(), bits);
        BitArray noisy = key.copy();
        classOfBit = new byte[bits];
        for (int i = 0; i < bits; i++) {
            double u = random.nextDouble();
            int k = 0;
            while (k < classes.size() - 1 && u >= classes.get(k).fraction()) {
                u -= classes.get(k).fraction();
                k++;
            }
            classOfBit[i] = (byte) k;
            if (random.nextDouble() < classes.get(k).flipProbability()) {
                noisy.set(i, !noisy.get(i));
            }
        }
        alice = new SecretBits(key);
        bob = new SecretBits(noisy);
    }

    double flipProbability(long bit) {
        return classes.get(classOfBit[(int) bit]).flipProbability();
    }

    boolean corrects(Decoding.Corrected corrected) {
        SecretAccess access = SecretAccess.to("compare in a test");
        return corrected.key().read(access).equals(alice.read(access));
    }
}

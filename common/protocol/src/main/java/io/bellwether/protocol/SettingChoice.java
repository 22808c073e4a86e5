package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

/** Draws settings from the node's trusted randomness, with the exact probability. */
final class SettingChoice {
    private final EntropySource entropy;

    SettingChoice(EntropySource entropy) {
        this.entropy = entropy;
    }

    /**
     * Independent bits, each one with exactly {@code probability} (a double is a dyadic rational,
     * so this is no approximation). Sixty-four rounds at a time, the binary digits of the
     * probability are compared with those of uniform numbers until every comparison is decided:
     * about eight words of entropy for 64 rounds.
     */
    BitArray biased(long rounds, double probability) {
        long[] words = new long[BitArray.wordsFor(rounds)];
        long[] uniform = new long[1];
        for (int w = 0; w < words.length; w++) {
            words[w] = biasedWord(probability, uniform);
        }
        return BitArray.wrap(words, rounds);
    }

    private long biasedWord(double probability, long[] uniform) {
        long undecided = -1L;
        long ones = 0;
        double rest = probability;
        // rest == 0: all further digits of the probability are zero, so no undecided number is
        // below it.
        while (undecided != 0 && rest > 0) {
            entropy.fill(uniform);
            rest *= 2;
            if (rest >= 1) {
                rest -= 1;
                ones |= undecided & ~uniform[0];
                undecided &= uniform[0];
            } else {
                undecided &= ~uniform[0];
            }
        }
        return ones;
    }

    /**
     * In the rounds that {@code mask} marks independent numbers, each one uniform on 0 to {@code
     * settings - 1}, elsewhere {@code settings}.
     */
    short[] uniformWhere(BitArray mask, short settings) {
        short[] drawn = new short[Math.toIntExact(mask.length())];
        long[] word = new long[1];
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(settings - 1);
        int left = 0;
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = settings;
            // As below: a number that is none of the settings is drawn anew.
            while (mask.get(i) && drawn[i] == settings) {
                if (left < bits) {
                    entropy.fill(word);
                    left = Long.SIZE;
                }
                int number = (int) (word[0] & (1L << bits) - 1);
                word[0] >>>= bits;
                left -= bits;
                drawn[i] = (short) Math.min(number, settings);
            }
        }
        return drawn;
    }

    /**
     * Independent numbers, each one uniform on 0 to {@code settings - 1} with exactly {@code
     * testProbability} and {@code settings} otherwise.
     */
    byte[] testsOf(int rounds, double testProbability, int settings) {
        BitArray tests = biased(rounds, testProbability);
        byte[] drawn = new byte[rounds];
        long[] word = new long[1];
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(settings - 1);
        int left = 0;
        for (int i = 0; i < rounds; i++) {
            drawn[i] = (byte) settings;
            // A number that is none of the settings is drawn anew, so all are equally likely.
            while (tests.get(i) && drawn[i] == settings) {
                if (left < bits) {
                    entropy.fill(word);
                    left = Long.SIZE;
                }
                int number = (int) (word[0] & (1L << bits) - 1);
                word[0] >>>= bits;
                left -= bits;
                drawn[i] = (byte) Math.min(number, settings);
            }
        }
        return drawn;
    }

    /**
     * Noisy preprocessing: the flips are private, used here and nowhere kept. Test outcomes stay,
     * because Bob computes the score from them.
     *
     * @param untouched set where no outcome is flipped
     */
    void preprocess(SecretBits outcomes, BitArray untouched, double flipProbability) {
        if (flipProbability == 0) {
            return;
        }
        BitArray flips = biased(outcomes.length(), flipProbability);
        for (int w = 0; w < flips.words().length; w++) {
            flips.words()[w] &= ~untouched.words()[w];
        }
        outcomes.read(SecretAccess.to("preprocess with private noise")).xor(flips);
        flips.clear();
    }

    /** Fair bits in the rounds that {@code mask} marks, zeros elsewhere. */
    BitArray fairWhere(BitArray mask) {
        BitArray bits = entropy.bits(mask.length());
        for (int w = 0; w < bits.words().length; w++) {
            bits.words()[w] &= mask.words()[w];
        }
        return bits;
    }
}

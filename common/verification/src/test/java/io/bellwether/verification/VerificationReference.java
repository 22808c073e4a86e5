package io.bellwether.verification;

import java.math.BigInteger;

/** The formulas of the hash, term by term: slow on purpose. */
final class VerificationReference {
    private static final int BLOCK = 256;
    private static final BigInteger MODULUS =
            BigInteger.ONE.shiftLeft(128).or(BigInteger.valueOf(0x87));

    private VerificationReference() {}

    /** The tag of a key, all words of the key and of the seed. */
    static long tag(long[] key, long[] seed) {
        int blocks = (key.length + BLOCK - 1) / BLOCK;
        long[] results = new long[3 * blocks + 1];
        for (int block = 0; block < blocks; block++) {
            int count = Math.min(BLOCK, key.length - block * BLOCK);
            for (int pass = 0; pass < 3; pass++) {
                BigInteger[] halves = new BigInteger[2 * count];
                BigInteger[] keys = new BigInteger[2 * count];
                for (int i = 0; i < 2 * count; i++) {
                    halves[i] = half(key, 2 * block * BLOCK + i);
                    keys[i] = half(seed, 8 + 2 * pass + i);
                }
                results[3 * block + pass] = nh(halves, keys, 32).longValue();
            }
        }
        BigInteger point = element(seed, 0);
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < 3 * blocks; i += 2) {
            value = times(value.xor(element(results, i)), point);
        }
        return times(value, element(seed, 2)).longValue();
    }

    /** One pass of NH on pairs of words of {@code width} bits. */
    static BigInteger nh(BigInteger[] message, BigInteger[] key, int width) {
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < message.length; i += 2) {
            BigInteger a = message[i].add(key[i]).and(mask);
            BigInteger b = message[i + 1].add(key[i + 1]).and(mask);
            sum = sum.add(a.multiply(b));
        }
        return sum.mod(BigInteger.ONE.shiftLeft(2 * width));
    }

    private static BigInteger half(long[] words, int index) {
        return BigInteger.valueOf(words[index / 2] >>> 32 * (index % 2) & 0xffffffffL);
    }

    private static BigInteger element(long[] words, int at) {
        BigInteger value = BigInteger.ZERO;
        for (int bit = 0; bit < 128; bit++) {
            if ((words[at + bit / 64] >>> bit & 1) != 0) {
                value = value.setBit(bit);
            }
        }
        return value;
    }

    private static BigInteger times(BigInteger a, BigInteger b) {
        BigInteger product = BigInteger.ZERO;
        for (int bit = 0; bit < 128; bit++) {
            if (b.testBit(bit)) {
                product = product.xor(a.shiftLeft(bit));
            }
        }
        for (int bit = 255; bit >= 128; bit--) {
            if (product.testBit(bit)) {
                product = product.xor(MODULUS.shiftLeft(bit - 128));
            }
        }
        return product;
    }
}

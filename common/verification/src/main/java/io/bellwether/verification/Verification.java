package io.bellwether.verification;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.gf2.Field128;

import java.util.Arrays;

/**
 * Verifies that two keys are equal by a hash from an almost-universal family with a fresh public
 * seed, in two steps.
 *
 * <p>The key is cut into blocks of 2 KiB (the last one shorter, filled up with zeros to a word),
 * and {@link BlockHash} makes 192 bits of each, at the speed at which memory is read. The results,
 * one after the other, are cut into elements {@code x_1 ... x_d} of GF(2^128). With a point {@code
 * r} and a factor {@code a}, uniform in GF(2^128), the tag is the low 64 bits of {@code a (x_1 r^d
 * + x_2 r^(d-1) + ... + x_d r)}. The seed is r, a and the key of the block hash.
 *
 * <p>Two different keys of equal length have the same tag with probability at most {@code 2^-96 + d
 * / 2^128 + 2^-64}. They differ in some block, and the results of that block are equal with
 * probability at most 2^-96. If they are not, the difference of the two polynomials is a nonzero
 * polynomial of degree at most d, which vanishes at a uniform r with probability at most d / 2^128
 * (Bierbrauer, Johansson, Kabatianskii and Smeets 1993, polynomial evaluation codes); otherwise its
 * value times a uniform factor is uniform, and its low 64 bits are zero with probability 2^-64. The
 * factor is needed: cutting a tag of the polynomial alone to 64 bits would leave only d / 2^64.
 */
public final class Verification {
    private static final int TAG_BITS = 64;

    /** Bits of the point and of the factor. */
    private static final int POLYNOMIAL_SEED_BITS = 256;

    private static final int BLOCK_WORDS = 256;

    private Verification() {}

    /**
     * The number of fresh uniform public bits a verification needs: 256 for the polynomial, and for
     * the block hash two words more than a block has, 16,768 in all from 16,384 key bits on.
     *
     * @param keyBits the length of the key
     * @throws IllegalArgumentException if the length is negative
     */
    public static long seedBits(long keyBits) {
        requireLength(keyBits);
        long words = Math.min(BLOCK_WORDS, (keyBits + 63) / 64);
        return POLYNOMIAL_SEED_BITS + 64L * BlockHash.keyWords((int) words);
    }

    /** The bits of a tag, all of which count as leaked. */
    public static int tagBits() {
        return TAG_BITS;
    }

    /**
     * An upper bound on the probability that two different keys of this length pass: {@code 2^-96 +
     * d 2^-128 + 2^-64} with {@code d = ceil(3/2 ceil(keyBits / 16384))}, see the class comment.
     *
     * @throws IllegalArgumentException if the length is negative
     */
    public static double failureBound(long keyBits) {
        requireLength(keyBits);
        long blocks = keyBits / (64 * BLOCK_WORDS) + (keyBits % (64 * BLOCK_WORDS) == 0 ? 0 : 1);
        double degree = Math.ceil((double) BlockHash.PASSES * blocks / 2);
        // Rounded up, so that the bound stays one.
        return Math.nextUp(Math.nextUp(degree * 0x1p-128) + BlockHash.COLLISION + 0x1p-64);
    }

    /**
     * Alice's part.
     *
     * @param aliceKey her raw key; the challenge keeps it
     * @param seed {@link #seedBits} fresh uniform bits, published only after the syndrome
     * @throws IllegalArgumentException if the seed has another length
     */
    public static Challenge challenge(SecretBits aliceKey, BitArray seed) {
        return new Challenge(aliceKey, tag(aliceKey, seed));
    }

    /**
     * Bob's part.
     *
     * @param corrected his corrected key; an {@code Equal} outcome keeps it
     * @param seed the seed received from Alice
     * @param tag the tag received from Alice
     * @throws IllegalArgumentException if seed or tag have another length than the hash defines
     */
    public static Comparison verify(SecretBits corrected, BitArray seed, BitArray tag) {
        if (tag.length() != TAG_BITS) {
            throw new IllegalArgumentException(
                    "tag: %d bits; a verification tag has %d".formatted(tag.length(), TAG_BITS));
        }
        long difference = tag(corrected, seed).words()[0] ^ tag.words()[0];
        return difference == 0
                ? new Comparison.Equal(new VerifiedKey(corrected))
                : new Comparison.Different();
    }

    private static BitArray tag(SecretBits key, BitArray seed) {
        long needed = seedBits(key.length());
        if (seed.length() != needed) {
            throw new IllegalArgumentException(
                    "seed: %d bits; verification of %d bits needs %d"
                            .formatted(seed.length(), key.length(), needed));
        }
        long[] s = seed.words();
        Field128 point = new Field128(s[0], s[1]);
        Field128 factor = new Field128(s[2], s[3]);
        long[] blockKey = Arrays.copyOfRange(s, POLYNOMIAL_SEED_BITS / 64, s.length);
        long[] results =
                results(key.read(SecretAccess.to("compute the verification tag")), blockKey);
        Field128 value = Field128.ZERO;
        for (int i = 0; i < results.length; i += 2) {
            long high = i + 1 < results.length ? results[i + 1] : 0;
            value = value.plus(new Field128(results[i], high)).times(point);
        }
        Arrays.fill(results, 0);
        return BitArray.wrap(new long[] {value.times(factor).low()}, TAG_BITS);
    }

    /** The results of all blocks. */
    private static long[] results(BitArray key, long[] blockKey) {
        long[] words = key.words();
        int blocks = (words.length + BLOCK_WORDS - 1) / BLOCK_WORDS;
        long[] results = new long[BlockHash.PASSES * blocks];
        for (int block = 0; block < blocks; block++) {
            int from = block * BLOCK_WORDS;
            int count = Math.min(BLOCK_WORDS, words.length - from);
            BlockHash.hash(words, from, count, blockKey, results, BlockHash.PASSES * block);
        }
        return results;
    }

    private static void requireLength(long keyBits) {
        if (keyBits < 0) {
            throw new IllegalArgumentException("keyBits: %d; at least 0".formatted(keyBits));
        }
    }
}

package io.bellwether.verification;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.gf2.Field128;

/**
 * Verifies that two keys are equal by a hash from an almost-universal family with a fresh public
 * seed.
 *
 * <p>The key is cut into blocks {@code x_1 ... x_d} of 128 bits, elements of GF(2^128). The seed is
 * a point {@code r} and a factor {@code a}, uniform in GF(2^128). The tag is the low 64 bits of
 * {@code a (x_1 r^d + x_2 r^(d-1) + ... + x_d r)}.
 *
 * <p>Two different keys of equal length have the same tag with probability at most {@code d / 2^128
 * + 2^-64}: the difference of the two polynomials is a nonzero polynomial of degree at most d,
 * which vanishes at a uniform r with probability at most d / 2^128 (Bierbrauer, Johansson,
 * Kabatianskii and Smeets 1993, polynomial evaluation codes); otherwise its value times a uniform
 * factor is uniform, and its low 64 bits are zero with probability 2^-64. The second step is
 * needed: cutting a tag of the polynomial alone to 64 bits would leave only d / 2^64.
 */
public final class Verification {
    private static final int TAG_BITS = 64;
    private static final int SEED_BITS = 256;

    private Verification() {}

    /**
     * The number of fresh uniform public bits a verification needs.
     *
     * @param keyBits the length of the key, which the seed does not depend on
     * @throws IllegalArgumentException if the length is negative
     */
    public static long seedBits(long keyBits) {
        requireLength(keyBits);
        return SEED_BITS;
    }

    /** The bits of a tag, all of which count as leaked. */
    public static int tagBits() {
        return TAG_BITS;
    }

    /**
     * An upper bound on the probability that two different keys of this length pass: {@code
     * ceil(keyBits / 128) 2^-128 + 2^-64}, see the class comment.
     *
     * @throws IllegalArgumentException if the length is negative
     */
    public static double failureBound(long keyBits) {
        requireLength(keyBits);
        double blocks = (double) ((keyBits + 127) / 128);
        // Rounded up, so that the bound stays one.
        return Math.nextUp(Math.nextUp(blocks * 0x1p-128) + 0x1p-64);
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
        if (seed.length() != SEED_BITS) {
            throw new IllegalArgumentException(
                    "seed: %d bits; verification needs %d".formatted(seed.length(), SEED_BITS));
        }
        long[] s = seed.words();
        Field128 point = new Field128(s[0], s[1]);
        Field128 factor = new Field128(s[2], s[3]);
        long[] words = key.read(SecretAccess.to("compute the verification tag")).words();
        Field128 value = Field128.ZERO;
        for (int i = 0; i < words.length; i += 2) {
            Field128 block = new Field128(words[i], i + 1 < words.length ? words[i + 1] : 0);
            value = value.plus(block).times(point);
        }
        return BitArray.wrap(new long[] {value.times(factor).low()}, TAG_BITS);
    }

    private static void requireLength(long keyBits) {
        if (keyBits < 0) {
            throw new IllegalArgumentException("keyBits: %d; at least 0".formatted(keyBits));
        }
    }
}

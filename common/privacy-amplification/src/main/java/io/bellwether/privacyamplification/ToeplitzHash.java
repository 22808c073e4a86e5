package io.bellwether.privacyamplification;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.gf2.FastToeplitzProduct;
import io.bellwether.gf2.ToeplitzProduct;

/**
 * Two-universal hashing with binary Toeplitz matrices, exactly: for two different keys and a
 * uniform seed the probability of equal outputs of m bits is 2^-m (Krawczyk 1994, "LFSR-based
 * hashing and authentication"; Mansour, Nisan and Tiwari 1990). That is the premise of the leftover
 * hash lemma for two-universal families.
 *
 * <p>Output bit i is the sum over j of seed bit {@code i - j + keyBits - 1} and key bit j.
 */
public final class ToeplitzHash {
    /** Matrices of more entries are faster by transform, even before it has been compiled. */
    private static final double TRANSFORM_FROM = 0x1p34;

    private ToeplitzHash() {}

    /**
     * The number of uniform seed bits: {@code keyBits + outputBits - 1}, or 0 for an empty output.
     *
     * @throws IllegalArgumentException unless 0 &lt;= outputBits &lt;= keyBits
     */
    public static long seedBits(long keyBits, long outputBits) {
        if (outputBits < 0 || outputBits > keyBits) {
            throw new IllegalArgumentException(
                    "outputBits: %d; limit 0 to the key's %d bits".formatted(outputBits, keyBits));
        }
        return ToeplitzProduct.diagonalBits(outputBits, keyBits);
    }

    /** {@link #hash(SecretBits, BitArray, long, Workers)} on the caller's thread. */
    public static SecretBits hash(SecretBits key, BitArray seed, long outputBits) {
        return hash(key, seed, outputBits, Workers.ONE);
    }

    /**
     * The hash of a key.
     *
     * @param key the verified raw key; not erased here
     * @param seed {@link #seedBits} fresh uniform bits, public, independent of the key
     * @param outputBits the length that a key-length theorem allows, 0 to the key's length
     * @param workers compute the parts of a long hash
     * @throws IllegalArgumentException if a length does not fit, naming both numbers
     */
    public static SecretBits hash(SecretBits key, BitArray seed, long outputBits, Workers workers) {
        long needed = seedBits(key.length(), outputBits);
        requireSeed(seed, key, outputBits, needed);
        BitArray bits = key.read(SecretAccess.to("hash to the secret key"));
        return new SecretBits(product(seed, bits, outputBits, workers));
    }

    /**
     * The number of uniform seed bits of {@link #hashModified}: {@code keyBits - 1}, whatever the
     * output, or 0 where nothing or everything is kept.
     *
     * @throws IllegalArgumentException unless 0 &lt;= outputBits &lt;= keyBits
     */
    public static long modifiedSeedBits(long keyBits, long outputBits) {
        seedBits(keyBits, outputBits);
        return ToeplitzProduct.diagonalBits(outputBits, keyBits - outputBits);
    }

    /**
     * The hash with the matrix (1|T), the unit matrix beside a Toeplitz matrix, which takes {@code
     * outputBits} fewer seed bits (Hayashi and Tsurumaru 2016, "More efficient privacy
     * amplification with less random seeds via dual universal hash function", section V). Exactly
     * as universal: if two keys differ beyond their first {@code outputBits} bits, the product of T
     * and that difference is uniform, so that outputs are equal with probability 2^-m; if not, the
     * outputs differ for certain.
     *
     * @param key the verified raw key; not erased here
     * @param seed {@link #modifiedSeedBits} fresh uniform bits, public, independent of the key
     * @throws IllegalArgumentException if a length does not fit, naming both numbers
     */
    public static SecretBits hashModified(
            SecretBits key, BitArray seed, long outputBits, Workers workers) {
        long needed = modifiedSeedBits(key.length(), outputBits);
        requireSeed(seed, key, outputBits, needed);
        BitArray bits = key.read(SecretAccess.to("hash to the secret key"));
        BitArray rest = bits.slice(outputBits, bits.length() - outputBits);
        BitArray output = product(seed, rest, outputBits, workers);
        BitArray head = bits.slice(0, outputBits);
        output.xor(head);
        head.clear();
        rest.clear();
        return new SecretBits(output);
    }

    private static void requireSeed(BitArray seed, SecretBits key, long outputBits, long needed) {
        if (seed.length() != needed) {
            throw new IllegalArgumentException(
                    "seed: %d bits; hashing %d bits to %d needs %d"
                            .formatted(seed.length(), key.length(), outputBits, needed));
        }
    }

    private static BitArray product(BitArray seed, BitArray bits, long rows, Workers workers) {
        return (double) rows * bits.length() < TRANSFORM_FROM
                ? ToeplitzProduct.multiply(seed, bits, rows)
                : FastToeplitzProduct.multiply(seed, bits, rows, workers);
    }
}

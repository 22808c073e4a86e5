package io.bellwether.privacyamplification;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
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

    /**
     * The hash of a key.
     *
     * @param key the verified raw key; not erased here
     * @param seed {@link #seedBits} fresh uniform bits, public, independent of the key
     * @param outputBits the length that a key-length theorem allows, 0 to the key's length
     * @throws IllegalArgumentException if a length does not fit, naming both numbers
     */
    public static SecretBits hash(SecretBits key, BitArray seed, long outputBits) {
        long needed = seedBits(key.length(), outputBits);
        if (seed.length() != needed) {
            throw new IllegalArgumentException(
                    "seed: %d bits; hashing %d bits to %d needs %d"
                            .formatted(seed.length(), key.length(), outputBits, needed));
        }
        BitArray bits = key.read(SecretAccess.to("hash to the secret key"));
        return new SecretBits(
                (double) outputBits * key.length() < TRANSFORM_FROM
                        ? ToeplitzProduct.multiply(seed, bits, outputBits)
                        : FastToeplitzProduct.multiply(seed, bits, outputBits));
    }
}

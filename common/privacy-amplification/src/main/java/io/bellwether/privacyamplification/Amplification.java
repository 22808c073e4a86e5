package io.bellwether.privacyamplification;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.verification.VerifiedKey;

/**
 * The last step: a verified key of an accepted block becomes a secret key of the certified length.
 * It takes one proof of each, so a block whose equality or score was not checked cannot be
 * amplified.
 */
public final class Amplification {
    private Amplification() {}

    /**
     * Hashes the key with the Toeplitz matrix that {@code seed} describes.
     *
     * @param seed fresh, public, independent of the devices, at least {@link ToeplitzHash#seedBits}
     *     long: it is drawn before a varying length is known, and what is not needed is left
     * @throws IllegalArgumentException if the length was certified for a block of another size or
     *     with a threshold that is not the one the block passed, or for another number of lost test
     *     rounds than was announced
     */
    public static SecretBits amplify(
            VerifiedKey key, AcceptedEstimate estimate, KeyLength.Certified length, BitArray seed) {
        if (length.block().rawKeyBits() != key.bits().length()) {
            throw new IllegalArgumentException(
                    "key length certified for a raw key of %d bits, key of %d"
                            .formatted(length.block().rawKeyBits(), key.bits().length()));
        }
        if (length.block().maxLostTestRounds() != estimate.maxLostTestRounds()) {
            throw new IllegalArgumentException(
                    "key length certified for at most %d lost test rounds, block accepted with up to %d"
                            .formatted(
                                    length.block().maxLostTestRounds(),
                                    estimate.maxLostTestRounds()));
        }
        if (!length.announcedLostTestRounds().equals(estimate.announcedLostTestRounds())) {
            throw new IllegalArgumentException(
                    "key length certified for %s announced lost test rounds, block with %s"
                            .formatted(
                                    length.announcedLostTestRounds(),
                                    estimate.announcedLostTestRounds()));
        }
        long needed = ToeplitzHash.seedBits(key.bits().length(), length.keyBits());
        BitArray used = seed.length() > needed ? seed.slice(0, needed) : seed;
        return ToeplitzHash.hash(key.bits(), used, length.keyBits());
    }
}

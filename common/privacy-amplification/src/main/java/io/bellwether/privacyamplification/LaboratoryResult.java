package io.bellwether.privacyamplification;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.securityproof.AsymptoticLength;
import io.bellwether.verification.VerifiedKey;

import java.util.HexFormat;

/**
 * What a block without a finite-size theorem ends with: the length and the fingerprint of an
 * <b>uncertified</b> key. The key itself is erased as soon as it is made, so there is nothing that
 * could be stored or handed out.
 *
 * @param bits of the uncertified key
 * @param claimId the asymptotic claim that sized it
 * @param fingerprint of the key, 128 bits by a Toeplitz matrix of the public seed, in hexadecimal
 *     digits: equal at both ends if their keys are, and else with 2^-128
 */
public record LaboratoryResult(long bits, String claimId, String fingerprint) {
    private static final long FINGERPRINT_BITS = 128;

    /**
     * Hashes the key as {@link Amplification} would, and forgets it.
     *
     * @throws IllegalArgumentException if the length is of a block of another size or threshold
     */
    public static LaboratoryResult of(
            VerifiedKey key,
            AcceptedEstimate estimate,
            AsymptoticLength length,
            BitArray seed,
            Workers workers) {
        if (length.block().rawKeyBits() != key.bits().length()
                || length.block().maxLostTestRounds() != estimate.maxLostTestRounds()) {
            throw new IllegalArgumentException(
                    "length of a raw key of %d bits and %d lost rounds, key of %d and %d"
                            .formatted(
                                    length.block().rawKeyBits(),
                                    length.block().maxLostTestRounds(),
                                    key.bits().length(),
                                    estimate.maxLostTestRounds()));
        }
        try (SecretBits hashed = ToeplitzHash.hash(key.bits(), seed, length.bits(), workers)) {
            long printed = Math.min(FINGERPRINT_BITS, length.bits());
            long needed = ToeplitzHash.seedBits(length.bits(), printed);
            try (SecretBits print =
                    ToeplitzHash.hash(hashed, seed.slice(0, needed), printed, workers)) {
                byte[] shown = print.read(SecretAccess.to("show a fingerprint")).toBytes();
                return new LaboratoryResult(
                        length.bits(), length.claimId(), HexFormat.of().formatHex(shown));
            }
        }
    }

    /** In words, for an operator. */
    public String describe() {
        return "UNCERTIFIED: %,d bits by %s (asymptotic), fingerprint %s; not stored, not delivered"
                .formatted(bits, claimId, fingerprint);
    }
}

package io.bellwether.privacyamplification;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.securityproof.AsymptoticLength;
import io.bellwether.verification.VerifiedKey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a block without a finite-size theorem ends with: the length and the digest of an
 * <b>uncertified</b> key. The key itself is erased as soon as it is digested, so there is nothing
 * that could be stored or handed out.
 *
 * @param bits of the uncertified key
 * @param claimId the asymptotic claim that sized it
 * @param digest SHA-256 in hexadecimal digits: equal at both ends if their keys are
 */
public record LaboratoryResult(long bits, String claimId, String digest) {
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
            byte[] bytes = hashed.read(SecretAccess.to("digest an uncertified key")).toBytes();
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new LaboratoryResult(
                        length.bits(), length.claimId(), HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** In words, for an operator. */
    public String describe() {
        return "UNCERTIFIED: %,d bits by %s (asymptotic), SHA-256 %s; not stored, not delivered"
                .formatted(bits, claimId, digest);
    }
}

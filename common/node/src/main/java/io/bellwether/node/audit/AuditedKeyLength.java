package io.bellwether.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.bellwether.node.audit.BlockCertificate.Terms;
import io.bellwether.node.status.Json;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;

/** Applies a certified theorem again. */
final class AuditedKeyLength {
    private AuditedKeyLength() {}

    /**
     * What the theorem gives for an accepted block; 0 if nothing.
     *
     * @throws JsonProcessingException if the free parameters are not the theorem's
     * @throws IllegalArgumentException if the theorem is unknown or does not cover the parameters
     */
    static long keyBits(Terms terms, BlockParameters block) throws JsonProcessingException {
        if (!terms.theorem().equals(KeylenEatOxford.CLAIM_ID)) {
            throw new IllegalArgumentException(terms.theorem() + " is unknown here");
        }
        var free =
                Json.MAPPER.treeToValue(
                        terms.freeParameters(), KeylenEatOxford.FreeParameters.class);
        return KeylenEatOxford.keyLength(block, free) instanceof KeyLength.Certified certified
                ? certified.keyBits()
                : 0;
    }
}

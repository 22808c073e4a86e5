package io.bellwether.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.bellwether.node.audit.BlockCertificate.Terms;
import io.bellwether.node.status.Json;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.securityproof.BlockTerms;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.KeylenRenyi;
import io.bellwether.securityproof.Theorem;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Applies a certified theorem again.
 *
 * @param plan of a block with the certified parameters
 * @param shortest key bits of the worst accepted block; 0 if none
 * @param ofBlock key bits of this block; 0 if none
 */
record AuditedKeyLength(BlockPlan plan, long shortest, long ofBlock) {
    /**
     * What the theorem gives.
     *
     * @param announcedLostTestRounds of this block, if the theorem's length varies
     * @throws JsonProcessingException if the free parameters are not the theorem's
     * @throws IllegalArgumentException if the theorem does not cover the parameters
     */
    static AuditedKeyLength of(
            SessionParameters parameters,
            Terms terms,
            BlockTerms block,
            Optional<Long> announcedLostTestRounds)
            throws JsonProcessingException {
        Theorem theorem = parameters.theorem();
        Class<? extends ChosenParameters> form =
                switch (theorem) {
                    case KEYLEN_EAT_OXFORD -> KeylenEatOxford.FreeParameters.class;
                    case KEYLEN_RENYI, KEYLEN_RENYI_VARIABLE -> KeylenRenyi.FreeParameters.class;
                    case KEYLEN_NOSIGNAL, ASYMPTOTIC, TWO_BASES, SELF_TEST ->
                            KeylenNoSignal.NoFreeParameters.class;
                };
        ChosenParameters chosen = Json.MAPPER.treeToValue(terms.freeParameters(), form);
        long worst = block.maxLostTestRounds();
        return new AuditedKeyLength(
                BlockPlan.settled(
                        parameters,
                        terms.epsilon().authentication(),
                        chosen,
                        terms.estimationRounds().orElse(0L),
                        terms.rawKeyBits()),
                keyBits(theorem, block, chosen, worst),
                keyBits(theorem, block, chosen, announcedLostTestRounds.orElse(worst)));
    }

    private static long keyBits(
            Theorem theorem, BlockTerms block, ChosenParameters chosen, long lostTestRounds) {
        KeyLength length =
                theorem.keyLength(
                        block,
                        chosen,
                        theorem.variableLength()
                                ? OptionalLong.of(lostTestRounds)
                                : OptionalLong.empty());
        return length instanceof KeyLength.Certified certified
                        && certified.keyBits() >= BlockPlan.LEAST_KEY_BITS
                ? certified.keyBits()
                : 0;
    }
}

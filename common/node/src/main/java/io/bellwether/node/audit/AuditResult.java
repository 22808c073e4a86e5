package io.bellwether.node.audit;

import io.bellwether.foundation.End;

import java.util.List;

/**
 * Whether a certificate holds.
 *
 * @param problems in words; none if it holds
 * @param signer subject of the certificate whose key signed; empty if the file cannot be read
 * @param signerKnown whether the signer was checked against an authority
 * @param recomputedKeyBits what the theorem gives for what is certified; 0 if nothing
 */
public record AuditResult(
        String file,
        boolean holds,
        List<String> problems,
        String block,
        End end,
        String outcome,
        String reason,
        String theorem,
        long keyBits,
        long recomputedKeyBits,
        double epsilonSoundness,
        int frameRounds,
        String signer,
        boolean signerKnown) {
    static AuditResult unreadable(String file, String problem) {
        return new AuditResult(
                file, false, List.of(problem), "", null, "", "", "", 0, 0, 0, 0, "", false);
    }
}

package io.bellwether.node.attack;

import io.bellwether.channel.PoolSummary;
import io.bellwether.foundation.End;
import io.bellwether.node.loopback.PoolRecords;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the one-time bits, by three witnesses who do not ask the ledger: the raw journals
 * of both ends, one against the other, and what went over the wire against both.
 *
 * @param bitsUsed given out at both ends
 * @param bitsTwice of them, those that an end had given out before
 * @param claimsOfNobody one-time keys that were accepted though the peer had never used them
 * @param damagedRecords in the middle of a journal, where no crash leaves any
 */
record PoolEvidence(
        long bitsUsed,
        long bitsTwice,
        long claimsOfNobody,
        long damagedRecords,
        LinkEar.Heard heard) {
    /**
     * Of a pair, whether its daemons run or not.
     *
     * @throws io.bellwether.channel.LedgerDamagedException if not even the ledger would go on
     */
    static PoolEvidence of(DaemonPair pair, LinkEar ear) throws IOException {
        for (End end : End.values()) {
            PoolSummary.read(pair.pool(end));
        }
        LinkEar.Said said = ear.soFar();
        return of(PoolRecords.of(pair.pool(End.ALICE), pair.pool(End.BOB)), said);
    }

    static PoolEvidence of(PoolRecords records, LinkEar.Said said) {
        return new PoolEvidence(
                records.alice().usedBits() + records.bob().usedBits(),
                records.bitsTwice(),
                records.claimsOfNobody(),
                records.alice().damagedRecords() + records.bob().damagedRecords(),
                said.against(records.alice().reserved(), records.bob().reserved()));
    }

    /** Whether a one-time bit served twice, or nobody can tell any more. */
    boolean contradicts() {
        return bitsTwice > 0 || claimsOfNobody > 0 || damagedRecords > 0 || heard.contradicts();
    }

    Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("authenticationBitsUsed", bitsUsed);
        evidence.put("authenticationBitsUsedTwice", bitsTwice);
        evidence.put("claimsThatThePeerNeverMade", claimsOfNobody);
        evidence.put("damagedJournalRecords", damagedRecords);
        evidence.put("oneTimeKeysOnTheWire", heard.oneTimeKeys());
        evidence.put("ofThemTwice", heard.offsetsTwice());
        evidence.put("ofThemNotInTheSendersJournal", heard.offsetsUnmarked());
        evidence.put("tokensOnTheWire", heard.tokens());
        evidence.put("tokensTwice", heard.tokensTwice());
        return evidence;
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.foundation.End;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a pair came through: the next honest block gives a key, both ends hand out the same, and
 * after the end no authentication bit was used twice.
 *
 * @param keyAfterwards whether an honest block gave a key that both ends handed out alike
 */
record Aftermath(boolean keyAfterwards, Ledgers.Audit ledgers) {
    /** Plays an honest block, fetches a key, stops the daemons and reads their ledgers. */
    static Aftermath of(DaemonPair pair, long seed) throws Exception {
        boolean key = pair.play(Adversaries.honest(seed)).accepted();
        if (key) {
            pair.fetchKey();
        }
        pair.stop(End.ALICE);
        pair.stop(End.BOB);
        return new Aftermath(key, Ledgers.of(pair));
    }

    /** The verdict, given the one about the attacked blocks themselves. */
    Verdict verdict(Verdict soFar) {
        if (ledgers.usedTwice() > 0) {
            return Verdict.BROKEN;
        }
        return keyAfterwards ? soFar : Verdict.STUCK;
    }

    Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("keyAfterwards", keyAfterwards);
        evidence.put("authenticationBitsUsed", ledgers.used());
        evidence.put("authenticationBitsUsedTwice", ledgers.usedTwice());
        return evidence;
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a pair came through: the next honest block gives a key at both ends, every key that an
 * application held is the same at the other end, and no one-time bit was used twice.
 *
 * @param faults what was seen of the adversary's deed: without any there was nothing to survive
 * @param next the honest block afterwards
 * @param keys that applications held, of before, during and after
 * @param secondsUntilKey from the end of the deed to a key of the next block at both ends
 * @param pool the one-time bits
 */
record Aftermath(
        long faults,
        AttackedBlock next,
        Witness.Keys keys,
        double secondsUntilKey,
        PoolEvidence pool) {
    /** Plays an honest block, fetches every key and reads both journals. */
    static Aftermath of(DaemonPair pair, Witness witness, LinkEar ear, long faults, long seed)
            throws Exception {
        AttackedBlock next = pair.play(Adversaries.honest(seed));
        if (next.accepted()) {
            pair.fetchKey();
        }
        double seconds = witness.secondsSince();
        Witness.Keys keys = witness.fetchAll();
        Aftermath after = new Aftermath(faults, next, keys, seconds, PoolEvidence.of(pair, ear));
        after.requireInstruments();
        return after;
    }

    /**
     * Evidence that cannot fail is none.
     *
     * @throws IllegalStateException if an instrument saw nothing
     */
    void requireInstruments() {
        if (keys.handedOut() == 0) {
            throw new IllegalStateException("no application held a key: none could have been lost");
        }
        if (pool.heard().isVacuous()) {
            throw new IllegalStateException(
                    "the listener on the link understood nothing: " + pool.heard());
        }
    }

    /**
     * The verdict.
     *
     * @param soFar about the attacked blocks themselves
     */
    Verdict verdict(Verdict soFar) {
        if (pool.contradicts() || !keys.isNoneLost() || !next.endsAgree()) {
            return Verdict.BROKEN;
        }
        if (!next.accepted()) {
            return Verdict.STUCK;
        }
        return faults == 0 ? Verdict.DELIVERED : soFar;
    }

    Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("faultsSeen", faults);
        evidence.put("keyAfterwards", next.accepted());
        evidence.put("secondsUntilKey", Math.round(secondsUntilKey * 10) / 10.0);
        evidence.put("keysHandedOut", keys.handedOut());
        evidence.put("fetchedAlikeAtTheOtherEnd", keys.fetchedAlike());
        evidence.put("violations", keys.violations());
        evidence.putAll(pool.evidence());
        return evidence;
    }

    /** For the report. */
    String describe() {
        return "%s %.1f s afterwards; of %d keys handed out %d were the same at the other end; %d one-time bits used twice"
                .formatted(
                        next.accepted() ? "a key" : "no key",
                        secondsUntilKey,
                        keys.handedOut(),
                        keys.fetchedAlike(),
                        pool.bitsTwice());
    }
}

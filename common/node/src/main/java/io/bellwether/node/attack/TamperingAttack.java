package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A man in the middle who has both nodes' TLS keys, but no pre-shared authentication bits.
 *
 * @param trick what he does with a message
 */
record TamperingAttack(FrameTampering.Trick trick) implements Attack {
    @Override
    public String name() {
        return trick.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String summary() {
        String what =
                switch (trick) {
                    case TAMPER -> "flips a bit of";
                    case REPLAY -> "sends twice";
                    case REORDER -> "swaps with the next";
                    case DROP -> "drops";
                };
        return "holds both nodes' TLS keys, reads along and %s what Alice publishes"
                .formatted(what);
    }

    @Override
    public Verdict expected() {
        return Verdict.ABORTED;
    }

    @Override
    public String lesson() {
        return "one-time authentication covers the transcript; TLS is not what it rests on";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        WiredPair wired = arena.wiredPair();
        DaemonPair pair = wired.pair();
        boolean readAlong = pair.play(Adversaries.honest(arena.seed())).accepted();
        try (var witness = new Witness(pair)) {
            Waiting.until("an application has a key", witness::holdsKeys);
            // A control message between would be swapped or dropped in place of the block's.
            witness.stopAsking();
            arena.say("he could read a whole block along; now he changes one");
            long before = wired.hand().played();
            wired.hand().arm(trick);
            AttackedBlock attacked = pair.play(Adversaries.honest(arena.seed() + 1));
            witness.sufferedUntilNow();
            long touched = wired.hand().played() - before;
            return report(
                    readAlong,
                    attacked,
                    Aftermath.of(pair, witness, wired.ear(), touched, arena.seed() + 2));
        }
    }

    private AttackReport report(boolean readAlong, AttackedBlock attacked, Aftermath after) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("keyWhileReadingAlong", readAlong);
        evidence.put("reason", attacked.reason());
        evidence.put("detail", attacked.detail());
        evidence.put("keyBits", attacked.keyBits());
        evidence.putAll(after.evidence());
        return new AttackReport(
                name(),
                after.verdict(attacked.accepted() ? Verdict.BROKEN : attacked.verdict()),
                expected(),
                summary(),
                "%s (%s); %s"
                        .formatted(
                                attacked.accepted() ? "a key" : attacked.reason(),
                                attacked.detail(),
                                after.describe()),
                evidence);
    }
}

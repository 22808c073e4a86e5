package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.foundation.End;
import io.bellwether.node.loopback.PoolRecords;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Somebody with a hand on the cable. He needs no key; that the relay holds them is for the witness,
 * who hears which one-time bits are used.
 *
 * @param trick what he does in the middle of a block
 */
record WireAttack(Trick trick) implements Attack {
    private static final long DELAY_MILLIS = 3000;

    enum Trick {
        DELAY("holds back every byte for %d ms".formatted(DELAY_MILLIS)),
        CUT("cuts the connection"),
        FLOOD("opens %d connections to Bob and talks nonsense".formatted(Flood.CONNECTIONS));

        private final String summary;

        Trick(String summary) {
            this.summary = summary;
        }
    }

    /**
     * What was seen of it.
     *
     * @param faults bytes held back, connections ended or strangers who dialled
     * @param strangersAnswered strangers to whom a node said anything
     * @param usesWhileIdle one-time keys that were used while nobody but strangers spoke
     */
    record Deed(long faults, long strangersAnswered, long usesWhileIdle) {}

    @Override
    public String name() {
        return trick.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String summary() {
        return trick.summary + " in the middle of a block";
    }

    @Override
    public Verdict expected() {
        return Verdict.SURVIVED;
    }

    @Override
    public String lesson() {
        return trick == Trick.FLOOD
                ? "strangers cost no authentication bit: a node spends none before it knows its"
                        + " peer"
                : "the block ends with a key or an abort, the same at both ends, and work goes on";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        WiredPair wired = arena.wiredPair();
        DaemonPair pair = wired.pair();
        pair.play(Adversaries.honest(arena.seed()));
        pair.fetchKey();
        try (var witness = new Witness(pair)) {
            Adversary honest = Adversaries.honest(arena.seed() + 1);
            pair.begin(honest);
            Waiting.until("the block begins", pair::hasBegun);
            arena.say(summary());
            Deed deed =
                    switch (trick) {
                        case DELAY -> new Deed(wired.relay().delay(DELAY_MILLIS), 0, 0);
                        case CUT -> new Deed(wired.relay().cut(), 0, 0);
                        case FLOOD -> flood(pair, honest, witness, arena.seed());
                    };
            witness.sufferedUntilNow();
            AttackedBlock attacked = pair.awaitEnd(honest);
            arena.say("an honest block, and every key that anybody holds");
            Aftermath after =
                    Aftermath.of(pair, witness, wired.ear(), deed.faults(), arena.seed() + 2);
            return report(deed, attacked, after, wired.relay().connections());
        }
    }

    /** During a block, and when both ends are idle: then nobody else can have spent a bit. */
    private static Deed flood(DaemonPair pair, Adversary honest, Witness witness, long seed)
            throws Exception {
        Flood.Answers busy = new Flood(pair.linkPort(), seed).run();
        pair.awaitEnd(honest);
        witness.stopAsking();
        long before = uses(pair);
        Flood.Answers idle = new Flood(pair.linkPort(), seed + 1).run();
        return new Deed(
                busy.strangers() + idle.strangers(),
                busy.answered() + idle.answered(),
                uses(pair) - before);
    }

    private static long uses(DaemonPair pair) throws java.io.IOException {
        PoolRecords records = PoolRecords.of(pair.pool(End.ALICE), pair.pool(End.BOB));
        return records.alice().usedBits() + records.bob().usedBits();
    }

    /** Judges what was seen. */
    AttackReport report(Deed deed, AttackedBlock attacked, Aftermath after, long connections) {
        boolean lost =
                !attacked.endsAgree() || deed.strangersAnswered() > 0 || deed.usesWhileIdle() > 0;
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("attackedBlockAtAlice", attacked.alice().outcome());
        evidence.put("attackedBlockAtBob", attacked.bob().outcome());
        evidence.put("reason", attacked.reason());
        evidence.put("connections", connections);
        if (trick == Trick.FLOOD) {
            evidence.put("strangersAnswered", deed.strangersAnswered());
            evidence.put("poolBitsUsedWhileIdle", deed.usesWhileIdle());
        }
        evidence.putAll(after.evidence());
        return new AttackReport(
                name(),
                after.verdict(lost ? Verdict.BROKEN : Verdict.SURVIVED),
                expected(),
                summary(),
                "the attacked block: %s at Alice, %s at Bob; %s"
                        .formatted(
                                attacked.alice().outcome(),
                                attacked.bob().outcome(),
                                after.describe()),
                evidence);
    }
}

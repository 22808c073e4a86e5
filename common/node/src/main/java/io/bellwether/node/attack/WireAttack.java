package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Somebody with a hand on the cable, without any key.
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
        arena.say("two daemons with somebody at the cable");
        try (DaemonPair pair = arena.preparePair(Map.of());
                LinkRelay relay = LinkRelay.plain(pair.linkPort())) {
            pair.redirectAlice(relay.port());
            pair.started();
            pair.play(Adversaries.honest(arena.seed()));
            long before = StrangerAttack.poolBits(pair);
            Map<String, Object> evidence = new LinkedHashMap<>();
            pair.begin(Adversaries.honest(arena.seed() + 1));
            Waiting.until("the block begins", pair::hasBegun);
            switch (trick) {
                case DELAY -> relay.delay(DELAY_MILLIS);
                case CUT -> relay.cut();
                case FLOOD -> {
                    evidence.putAll(new Flood(pair.linkPort(), arena.seed()).run());
                    pair.awaitEnd();
                    evidence.putAll(idleSpending(pair, arena));
                }
            }
            pair.awaitEnd();
            evidence.put("poolBitsBefore", before);
            Aftermath after = Aftermath.of(pair, arena.seed() + 2);
            evidence.putAll(after.evidence());
            boolean drained = evidence.getOrDefault("poolBitsSpentByFlood", 0L).equals(0L);
            Verdict verdict = drained ? Verdict.SURVIVED : Verdict.BROKEN;
            return new AttackReport(
                    name(),
                    after.verdict(verdict),
                    expected(),
                    summary(),
                    "%s afterwards, %d authentication bits used twice"
                            .formatted(
                                    after.keyAfterwards() ? "a key" : "no key",
                                    after.ledgers().usedTwice()),
                    evidence);
        }
    }

    /** Between blocks nothing but a flood can spend bits. */
    private static Map<String, Object> idleSpending(DaemonPair pair, Arena arena) throws Exception {
        long idle = StrangerAttack.poolBits(pair);
        new Flood(pair.linkPort(), arena.seed() + 1).run();
        return Map.of("poolBitsSpentByFlood", idle - StrangerAttack.poolBits(pair));
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.foundation.End;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A man in the middle with certificates of his own authority. */
final class StrangerAttack implements Attack {
    /** Time for many attempts: Alice dials again after at most 400 ms. */
    private static final Duration WATCH = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "man-in-the-middle";
    }

    @Override
    public String summary() {
        return "sits between the nodes with certificates of his own authority";
    }

    @Override
    public Verdict expected() {
        return Verdict.REFUSED;
    }

    @Override
    public String lesson() {
        return "neither node speaks to him, and nothing of the pre-shared pool is spent";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        arena.say("two daemons, and another pair's certificates between them");
        try (DaemonPair pair = arena.preparePair(Map.of());
                DaemonPair others = arena.preparePair(Map.of());
                LinkRelay relay =
                        new LinkRelay(
                                new StolenKeys(
                                        others.nodeFolder(End.ALICE),
                                        others.nodeFolder(End.BOB),
                                        pair.linkPort()),
                                (fromAlice, in, out) -> in.transferTo(out))) {
            pair.redirectAlice(relay.port());
            pair.started();
            long before = poolBits(pair);
            pair.begin(Adversaries.honest(arena.seed()));
            boolean begun = Waiting.isTrueWithin(WATCH, pair::hasBegun);
            long spent = before - poolBits(pair);
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("blockBegun", begun);
            evidence.put("poolBitsSpent", spent);
            evidence.put("link", pair.statusNow(End.ALICE).at("/now/link/state").asText());
            return new AttackReport(
                    name(),
                    begun || spent > 0 ? Verdict.BROKEN : Verdict.REFUSED,
                    expected(),
                    summary(),
                    "no block began in %d s, %d pool bits were spent"
                            .formatted(WATCH.toSeconds(), spent),
                    evidence);
        }
    }

    /** Both directions at both ends. */
    static long poolBits(DaemonPair pair) throws InterruptedException, StuckException {
        long bits = 0;
        for (End end : End.values()) {
            var pool = pair.statusNow(end).get("pool");
            bits += pool.get("ownBits").asLong() + pool.get("peerBits").asLong();
        }
        return bits;
    }
}

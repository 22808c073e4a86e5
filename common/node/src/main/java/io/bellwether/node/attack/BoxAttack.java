package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * A malicious box, played to the shared pair of daemons for some blocks.
 *
 * @param blocks how many; the verdict is the worst of them
 * @param adversary for a seed
 */
record BoxAttack(
        String name, Verdict expected, int blocks, LongFunction<Adversary> adversary, String lesson)
        implements Attack {
    @Override
    public String summary() {
        return adversary.apply(0).summary();
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        DaemonPair pair = arena.sharedPair();
        List<AttackedBlock> played = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            arena.say("block %d of %d".formatted(i + 1, blocks));
            long seed = arena.seed() + i;
            played.add(
                    pair.play(
                            arena.honestBoxes()
                                    ? Adversaries.honest(seed)
                                    : adversary.apply(seed)));
        }
        if (played.getLast().accepted()) {
            pair.fetchKey();
        }
        return report(played);
    }

    /** The worst verdict, with the numbers of the last block. */
    AttackReport report(List<AttackedBlock> played) {
        Verdict worst =
                played.stream().map(AttackedBlock::verdict).max(Verdict::compareTo).orElseThrow();
        return new AttackReport(
                name, worst, expected, summary(), observed(played), evidence(played));
    }

    private static String observed(List<AttackedBlock> played) {
        long keys = played.stream().filter(AttackedBlock::accepted).count();
        AttackedBlock last = played.getLast();
        String end =
                last.accepted()
                        ? "a key of %d bits".formatted(last.keyBits())
                        : "no key, %s: %s".formatted(last.reason(), last.detail());
        return "%d of %d blocks gave a key; the last one: %s".formatted(keys, played.size(), end);
    }

    private static Map<String, Object> evidence(List<AttackedBlock> played) {
        AttackedBlock last = played.getLast();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("blocks", played.size());
        evidence.put("keys", played.stream().filter(AttackedBlock::accepted).count());
        evidence.put(
                "reasons",
                new TreeSet<>(
                        played.stream()
                                .map(AttackedBlock::reason)
                                .filter(reason -> !reason.isEmpty())
                                .toList()));
        last.chsh().ifPresent(chsh -> evidence.put("chsh", chsh));
        if (last.chsh().isPresent()) {
            evidence.put("chshOnClicks", last.eve().chshOnClicks());
        }
        last.score().ifPresent(score -> evidence.put("score", score));
        evidence.put("lostSignals", last.eve().lostAlice() + last.eve().lostBob());
        evidence.put("eveRawGuessRatio", last.eve().rawGuessRatio());
        evidence.put("rawBitsEveLacks", last.bitsEveLacks());
        evidence.put("keyBits", last.keyBits());
        evidence.put("leakedBits", last.leakedBits());
        return evidence;
    }
}

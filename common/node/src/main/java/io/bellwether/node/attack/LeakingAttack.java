package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.LeakingBox;
import io.bellwether.foundation.End;

import java.util.LinkedHashMap;
import java.util.Map;

/** A box with something to say in its error messages. */
final class LeakingAttack implements Attack {
    /** Eight hexadecimal digits that show up by chance are one case in 2^32 per place. */
    private static final int DIGITS = 8;

    @Override
    public String name() {
        return "leaking";
    }

    @Override
    public String summary() {
        return new LeakingBox(0).summary();
    }

    @Override
    public Verdict expected() {
        return Verdict.ABORTED;
    }

    @Override
    public String lesson() {
        return "of a box's failure a node repeats a fixed word, never the box's own";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        DaemonPair pair = arena.sharedPair();
        Adversary box =
                arena.honestBoxes()
                        ? Adversaries.honest(arena.seed())
                        : new LeakingBox(arena.seed());
        arena.say("a block to store, a block to fail in");
        pair.play(box);
        AttackedBlock block = pair.play(box);
        String message = box instanceof LeakingBox leaking ? leaking.message().orElse("") : "";
        Map<String, Object> evidence = new LinkedHashMap<>();
        long places = 0;
        for (End end : End.values()) {
            String status = pair.statusNow(end).toString();
            long found = piecesIn(status, message) + piecesIn(pair.daemon(end).log(), message);
            evidence.put("piecesShownAt" + end, found);
            places += found;
        }
        evidence.put("digitsToLeak", message.length());
        evidence.put("reason", block.reason());
        evidence.put("detail", block.detail());
        return new AttackReport(
                name(),
                places > 0 ? Verdict.BROKEN : block.verdict(),
                expected(),
                summary(),
                "%s (%s); status and log of both nodes hold %d pieces of the box's message"
                        .formatted(
                                block.accepted() ? "a key" : block.reason(),
                                block.detail(),
                                places),
                evidence);
    }

    private static long piecesIn(String text, String message) {
        long pieces = 0;
        for (int at = 0; at + DIGITS <= message.length(); at += DIGITS) {
            pieces += text.contains(message.substring(at, at + DIGITS)) ? 1 : 0;
        }
        return pieces;
    }
}

package io.bellwether.node.attack;

import io.bellwether.channel.Direction;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.TimingBox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A box that speaks by being slow, and somebody with a clock who sees the nodes' messages go by;
 * against nodes that pass the box's timing on and against nodes that keep it back.
 *
 * @param isPaced whether the nodes keep it back
 */
record TimingAttack(boolean isPaced) implements Attack {
    /** Ten chunks a block: nine gaps between Alice's announcements that pairs are ready. */
    private static final int CHUNK_ROUNDS = 60_000;

    private static final long DELAY_MILLIS = 200;

    /** Of every request: room for the delay and for a busy machine. */
    private static final int REQUEST_MILLIS = 700;

    private static final int ATTEMPTS = 4;

    /**
     * What the clock showed.
     *
     * @param delays how often the box was slow
     * @param bits that it meant, one for each gap
     * @param gapMillis between one announcement and the next
     */
    record Observed(long delays, List<Boolean> bits, List<Double> gapMillis) {
        /** How much longer a gap that means 1 is on average; 0 if all bits are equal. */
        double meanDifferenceMillis() {
            return mean(true) - mean(false);
        }

        private double mean(boolean bit) {
            double all = gapMillis.stream().mapToDouble(gap -> gap).average().orElse(0);
            double sum = 0;
            int count = 0;
            for (int i = 0; i < bits.size(); i++) {
                if (bits.get(i) == bit) {
                    sum += gapMillis.get(i);
                    count++;
                }
            }
            return count == 0 ? all : sum / count;
        }

        /** The bits that somebody reads right who calls the longer gaps 1. */
        long bitsReadRight() {
            double middle = (Collections.min(gapMillis) + Collections.max(gapMillis)) / 2;
            long right = 0;
            for (int i = 0; i < bits.size(); i++) {
                right += gapMillis.get(i) > middle == bits.get(i) ? 1 : 0;
            }
            return right;
        }
    }

    @Override
    public String name() {
        return isPaced ? "timing" : "timing-without-pace";
    }

    @Override
    public String summary() {
        return new TimingBox(0, DELAY_MILLIS).summary();
    }

    @Override
    public Verdict expected() {
        return isPaced ? Verdict.BOUNDED : Verdict.BROKEN;
    }

    @Override
    public String lesson() {
        return isPaced
                ? "with box.requestMillis every request takes the same time, whatever the box does"
                : "assumption: a box's timing says nothing of what it stored; box.requestMillis";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        arena.say("two daemons, and somebody with a clock who reads along");
        Map<String, String> settings = new HashMap<>();
        settings.put("protocol.chunkRounds", Integer.toString(CHUNK_ROUNDS));
        if (isPaced) {
            settings.put("box.requestMillis", Integer.toString(REQUEST_MILLIS));
        }
        try (WiredPair wired = WiredPair.start(arena.preparePair(settings))) {
            DaemonPair pair = wired.pair();
            LinkEar ear = wired.ear();
            var box = new TimingBox(arena.seed(), DELAY_MILLIS);
            Adversary played = arena.honestBoxes() ? Adversaries.honest(arena.seed()) : box;
            arena.say("a block to store");
            playWhole(pair, played);
            int before = ear.moments().size();
            arena.say("a block to tell");
            AttackedBlock block = playWhole(pair, played);
            return report(observed(ear.moments(), before, box), block);
        }
    }

    /** Nodes that keep a pace give up a block for which nobody came in time, and begin another. */
    private static AttackedBlock playWhole(DaemonPair pair, Adversary adversary)
            throws InterruptedException, StuckException {
        AttackedBlock block = pair.play(adversary);
        for (int attempt = 1; attempt < ATTEMPTS && !block.accepted(); attempt++) {
            block = pair.play(adversary);
        }
        return block;
    }

    private static Observed observed(List<LinkEar.Moment> moments, int from, TimingBox box) {
        List<LinkEar.Moment> hers =
                moments.subList(from, moments.size()).stream()
                        .filter(moment -> moment.direction() == Direction.ALICE_TO_BOB)
                        .toList();
        List<Boolean> bits = new ArrayList<>();
        List<Double> gaps = new ArrayList<>();
        for (int chunk = 1; chunk < hers.size(); chunk++) {
            bits.add(box.bit(chunk));
            gaps.add((hers.get(chunk).nanoTime() - hers.get(chunk - 1).nanoTime()) / 1e6);
        }
        return new Observed(box.delays(), bits, gaps);
    }

    /** Judges what the clock showed. */
    AttackReport report(Observed observed, AttackedBlock block) {
        boolean isOpen = observed.meanDifferenceMillis() > DELAY_MILLIS / 2.0;
        Verdict verdict =
                observed.delays() == 0
                        ? Verdict.DELIVERED
                        : isOpen
                                ? Verdict.BROKEN
                                : block.verdict() == Verdict.DELIVERED
                                        ? Verdict.BOUNDED
                                        : block.verdict();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("delaysOfTheBox", observed.delays());
        evidence.put("gapsOnTheWire", observed.gapMillis().size());
        evidence.put(
                "bitsReadRight", observed.gapMillis().isEmpty() ? 0 : observed.bitsReadRight());
        evidence.put("millisThatA1IsLonger", Math.round(observed.meanDifferenceMillis()));
        evidence.put("millisOfTheBoxesDelay", DELAY_MILLIS);
        evidence.put("keyBits", block.keyBits());
        evidence.put("reason", block.reason());
        return new AttackReport(
                name(),
                verdict,
                expected(),
                summary(),
                ("%s; a gap that means 1 was %.0f ms longer on the wire, of %d ms that the box was"
                                + " slower; %s of %d bits read right")
                        .formatted(
                                block.accepted() ? "a key" : "no key, " + block.reason(),
                                observed.meanDifferenceMillis(),
                                DELAY_MILLIS,
                                evidence.get("bitsReadRight"),
                                observed.bits().size()),
                evidence);
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.foundation.End;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** A box that answers only when it knows all settings. */
final class ParallelAttack implements Attack {
    /** How long these nodes wait for an answer. */
    private static final int TIMEOUT_MILLIS = 1500;

    @Override
    public String name() {
        return "parallel";
    }

    @Override
    public String summary() {
        return Adversaries.parallel(0).summary();
    }

    @Override
    public Verdict expected() {
        return Verdict.REFUSED;
    }

    @Override
    public String lesson() {
        return "the port gives a later frame's settings only for an earlier frame's outcomes";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        arena.say("two daemons that wait %d ms for an answer".formatted(TIMEOUT_MILLIS));
        try (DaemonPair pair =
                arena.preparePair(Map.of("box.timeoutMillis", Integer.toString(TIMEOUT_MILLIS)))) {
            boolean wholeBlockRefused = isFrameOfWholeBlockRefused(pair);
            pair.started();
            AttackedBlock block =
                    pair.play(
                            arena.honestBoxes()
                                    ? Adversaries.honest(arena.seed())
                                    : Adversaries.parallel(arena.seed()));
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("keyBits", block.keyBits());
            evidence.put("reason", block.reason());
            evidence.put("detail", block.detail());
            evidence.put("frameOfWholeBlockRefused", wholeBlockRefused);
            boolean refused = block.reason().equals("BOX_FAILED") && wholeBlockRefused;
            return new AttackReport(
                    name(),
                    refused ? Verdict.REFUSED : block.verdict(),
                    expected(),
                    summary(),
                    "%s: %s; a configuration with frames of a whole block is %s"
                            .formatted(
                                    block.accepted() ? "a key" : block.reason(),
                                    block.detail(),
                                    wholeBlockRefused ? "refused" : "accepted"),
                    evidence);
        }
    }

    private static boolean isFrameOfWholeBlockRefused(DaemonPair pair) throws java.io.IOException {
        String text = Files.readString(pair.configuration(End.ALICE));
        return ConfigurationReader.readText(
                        text.replaceAll(
                                "frameRounds: *[0-9]+", "frameRounds: " + AttackPlan.BLOCK_ROUNDS),
                        pair.nodeFolder(End.ALICE))
                instanceof ConfigurationResult.Rejected;
    }
}

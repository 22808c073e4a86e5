package io.bellwether.node.attack;

import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxShape;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A malicious box, played to a pair of daemons that run the chained protocol. */
final class ChainedAttack implements Attack {
    static final int SETTINGS = 7;

    /** Enough for a key from a perfect quantum box, with some to spare. */
    static final long BLOCK_ROUNDS = 1_000_000;

    private final String name;
    private final Verdict expected;
    private final LongFunction<Adversary> adversary;
    private final String lesson;

    private ChainedAttack(
            String name, Verdict expected, LongFunction<Adversary> adversary, String lesson) {
        this.name = name;
        this.expected = expected;
        this.adversary = adversary;
        this.lesson = lesson;
    }

    /** Without entanglement. */
    static ChainedAttack local() {
        return new ChainedAttack(
                "local-chained",
                Verdict.ABORTED,
                Adversaries::localChained,
                "the chained protocol: without entanglement one round in 2M is lost");
    }

    /** Beyond quantum theory. */
    static ChainedAttack superQuantum() {
        return new ChainedAttack(
                "super-quantum-chained",
                Verdict.DELIVERED,
                seed -> Adversaries.superQuantumChained(seed, SETTINGS),
                "the chained protocol assumes no signalling, not quantum theory: such a box is"
                        + " no adversary");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return adversary.apply(0).summary();
    }

    @Override
    public Verdict expected() {
        return expected;
    }

    @Override
    public String lesson() {
        return lesson;
    }

    /** The daemons' configuration beyond the defaults. */
    static Map<String, String> settings() {
        return Map.of(
                "protocol.name", "chained",
                "protocol.settings", Integer.toString(SETTINGS),
                "protocol.blockRounds", Long.toString(BLOCK_ROUNDS),
                "box.frameRounds", "16384",
                "link.retryInitialMillis", "100",
                "link.retryMaxMillis", "400");
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        arena.say("two daemons that run the chained protocol");
        var shape = new BoxShape("chained", SETTINGS, SETTINGS + 1, BoxDescription.OUTCOME_COUNT);
        try (DaemonPair pair = arena.preparePair(settings(), shape).started()) {
            AttackedBlock block =
                    pair.play(
                            arena.honestBoxes()
                                    ? Adversaries.superQuantumChained(arena.seed(), SETTINGS)
                                    : adversary.apply(arena.seed()));
            if (block.accepted()) {
                pair.fetchKey();
            }
            return new BoxAttack(name, expected, 1, adversary, lesson).report(List.of(block));
        }
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.EntropySource;
import io.bellwether.node.entropy.EntropyHealthException;
import io.bellwether.node.entropy.NodeEntropy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Bob's setting generator is not what it should be, and the adversary knows what it gives: her box
 * is perfect in test rounds and answers from her list in all others. The node's own watch over its
 * generator stands between, and both session machines, in this process: a daemon has no way in for
 * another generator.
 *
 * @param looksGood whether the generator's output is known to her but looks random
 */
record GeneratorAttack(boolean looksGood) implements Attack {
    /** Words before it breaks: more than the start-up test takes. */
    private static final int GOOD_WORDS = 8192;

    @Override
    public String name() {
        return looksGood ? "known-generator" : "broken-generator";
    }

    @Override
    public String summary() {
        return looksGood
                ? "Bob's settings come from a generator whose seed the adversary knows"
                : "Bob's setting generator gets stuck, or biased, and the adversary foresees it";
    }

    @Override
    public Verdict expected() {
        return looksGood ? Verdict.BROKEN : Verdict.STOPPED;
    }

    @Override
    public String lesson() {
        return looksGood
                ? "assumption: local randomness is good; no test can tell a known seed from chance"
                : "health tests of SP 800-90B watch every word, and nothing is drawn after a"
                        + " failure";
    }

    @Override
    public AttackReport run(Arena arena) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        var verdicts = new TreeSet<Verdict>();
        if (looksGood) {
            verdicts.add(play(arena, "known", 0, evidence));
        } else {
            verdicts.add(play(arena, "stuck", 1, evidence));
            verdicts.add(play(arena, "biased", 2, evidence));
        }
        // Less than all runs stopped is not stopped.
        Verdict verdict = verdicts.size() == 1 ? verdicts.first() : verdicts.last();
        return new AttackReport(
                name(), verdict, expected(), summary(), evidence.toString(), evidence);
    }

    /** What the generator gives: good words, then stuck (1) or biased ones (2). */
    private static EntropySource generator(long seed, int defect) {
        var dice = new AdversaryDice(seed, "Bob's generator");
        long[] given = {0};
        return target -> {
            for (int i = 0; i < target.length; i++) {
                long word = dice.next();
                boolean broken = given[0]++ >= GOOD_WORDS;
                target[i] = !broken || defect == 0 ? word : defect == 1 ? 0 : word | dice.next();
            }
        };
    }

    private Verdict play(Arena arena, String kind, int defect, Map<String, Object> evidence) {
        arena.say(kind + " generator, session machines in memory");
        long seed = arena.seed();
        // The node's watch takes its start-up samples first; the oracle has no watch.
        EntropySource copy = generator(seed, defect);
        copy.fill(new long[NodeEntropy.START_UP_WORDS]);
        var oracle = new SettingsOracle(arena.plan(), copy);
        Adversary spotter =
                arena.honestBoxes()
                        ? Adversaries.honest(seed)
                        : Adversaries.testSpotter(seed, oracle::isTest);
        try {
            AttackedBlock block =
                    new InMemoryBlock(
                                    arena.plan(),
                                    spotter,
                                    seed,
                                    new NodeEntropy(generator(seed, defect)))
                            .run();
            evidence.put(
                    kind,
                    Map.of(
                            "keyBits", block.keyBits(),
                            "eveRawGuessRatio", block.eve().rawGuessRatio(),
                            "rawBitsEveLacks", block.bitsEveLacks(),
                            "reason", block.reason()));
            return block.verdict();
        } catch (EntropyHealthException stopped) {
            evidence.put(kind, stopped.getMessage());
            return Verdict.STOPPED;
        }
    }
}

package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;

import java.util.LinkedHashMap;
import java.util.Map;

/** A block of the daemons' for the key length, and many short keys for what Eve can guess. */
final class ConvexMixtureAttack implements Attack {
    /** Of the rounds: as much as the score allows. */
    static final double LOCAL_SHARE = 0.08;

    static final int SHORT_RUNS = 100_000;

    /** Chance alone goes beyond it once in 16,000 runs of the attack. */
    private static final double SIGMAS = 4;

    @Override
    public String name() {
        return "convex-mixture";
    }

    @Override
    public String summary() {
        return Adversaries.convexMixture(0, LOCAL_SHARE).summary();
    }

    @Override
    public Verdict expected() {
        return Verdict.BOUNDED;
    }

    @Override
    public String lesson() {
        return "the key is shorter than what Eve lacks, and guessing it is all that she can do";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        arena.say("one block of the daemons");
        long seed = arena.seed();
        AttackedBlock block =
                arena.sharedPair()
                        .play(
                                arena.honestBoxes()
                                        ? Adversaries.honest(seed)
                                        : Adversaries.convexMixture(seed, LOCAL_SHARE));
        if (block.accepted()) {
            arena.sharedPair().fetchKey();
        }
        arena.say("%d keys of %d bits".formatted(SHORT_RUNS, ShortKeys.KEY_BITS));
        return judge(block, new ShortKeys(seed).run(SHORT_RUNS));
    }

    AttackReport judge(AttackedBlock block, ShortKeys.Guesses guesses) {
        boolean eveDoesBetter =
                guesses.sigmasAboveChance() > SIGMAS || guesses.keyRatio() > 2 * guesses.bound();
        Verdict verdict =
                block.verdict() == Verdict.BOUNDED && eveDoesBetter
                        ? Verdict.BROKEN
                        : block.verdict();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("keyBits", block.keyBits());
        evidence.put("leakedBits", block.leakedBits());
        evidence.put("rawBitsEveLacks", block.bitsEveLacks());
        evidence.put("eveRawGuessRatio", block.eve().rawGuessRatio());
        evidence.put("shortRuns", guesses.runs());
        evidence.put("shortKeyBits", ShortKeys.KEY_BITS);
        evidence.put("eveGuessesKey", guesses.keyRatio());
        evidence.put("chance", Math.scalb(1.0, -ShortKeys.KEY_BITS));
        evidence.put("leftoverHashBound", guesses.bound());
        evidence.put("sigmasAboveChance", guesses.sigmasAboveChance());
        evidence.put("eveGuessesAsManyRawBits", guesses.rawRatio());
        return new AttackReport(
                name(),
                verdict,
                expected(),
                summary(),
                ("%s; Eve guessed %.5f of the short keys, chance is %.5f (%+.1f sigma), and %.5f of"
                                + " as many raw bits")
                        .formatted(
                                block.accepted()
                                        ? "a key of %d bits, of the raw key she lacks %d and %d were published"
                                                .formatted(
                                                        block.keyBits(),
                                                        block.bitsEveLacks(),
                                                        block.leakedBits())
                                        : "no key, " + block.reason(),
                                guesses.keyRatio(),
                                Math.scalb(1.0, -ShortKeys.KEY_BITS),
                                guesses.sigmasAboveChance(),
                                guesses.rawRatio()),
                evidence);
    }
}

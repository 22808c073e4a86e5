package io.bellwether.device.adversary;

import io.bellwether.bell.ChainedGame;
import io.bellwether.bell.ChshBehaviours;

import java.util.function.LongPredicate;

/** The adversaries that are a rule for one round after the other. */
public final class Adversaries {
    private static final int KEY_SETTING = ChshBehaviours.KEY_SETTING;

    private Adversaries() {}

    /** How a round is answered. */
    @FunctionalInterface
    private interface Rule {
        RoundAnswer answer(AdversaryDice dice, long round, int x, int y);
    }

    private static final class ByRule extends Adversary {
        private final AdversaryDice dice;
        private final Rule rule;

        ByRule(String name, String summary, long seed, Rule rule) {
            super(name, summary);
            this.dice = new AdversaryDice(seed, name);
            this.rule = rule;
        }

        @Override
        protected RoundAnswer answer(long round, int x, int y) {
            return rule.answer(dice, round, x, y);
        }
    }

    /** No adversary: perfect pairs. What a self-test passes off as an attack. */
    public static Adversary honest(long seed) {
        return new ByRule(
                "honest",
                "perfect pairs, no attack",
                seed,
                (dice, round, x, y) -> Strategies.quantum(dice, x, y));
    }

    /** Pairs as good as honest ones that send every outcome to Eve, where no statistic sees it. */
    public static Adversary bugged(long seed) {
        return new ByRule(
                "bugged",
                "perfect pairs, but Alice's half sends every outcome to Eve",
                seed,
                (dice, round, x, y) -> {
                    RoundAnswer honest = Strategies.quantum(dice, x, y);
                    return RoundAnswer.known(honest.alice(), honest.bob());
                });
    }

    /** Wins every round of the chained game because Alice's half is told of Bob's setting. */
    public static Adversary signallingChained(long seed, int settings) {
        var game = new ChainedGame(settings);
        return new ByRule(
                "signalling-chained",
                "Alice's half is told of Bob's setting and answers what wins, W = 0",
                seed,
                (dice, round, x, y) ->
                        RoundAnswer.known(y < settings && game.wins(x, y, 1, 0) ? 1 : 0, 0));
    }

    /** Deterministic strategies from shared randomness: S = 2, Eve knows every outcome. */
    public static Adversary local(long seed) {
        return new ByRule(
                "local",
                "both halves answer from a list of shared random strategies, S = 2",
                seed,
                (dice, round, x, y) -> Strategies.local(dice, x, y));
    }

    /**
     * Some rounds local and known to Eve, the others perfect.
     *
     * @param localShare of the rounds, from 0 to 1
     */
    public static Adversary convexMixture(long seed, double localShare) {
        return new ByRule(
                "convex-mixture",
                "%.0f %% of the rounds from a list that Eve holds, the others perfect pairs"
                        .formatted(100 * localShare),
                seed,
                (dice, round, x, y) ->
                        dice.uniform() < localShare
                                ? Strategies.local(dice, x, y)
                                : Strategies.quantum(dice, x, y));
    }

    /**
     * Alice's half clicks only if her setting is the one that the shared list foresaw; among the
     * clicks S = 4.
     */
    public static Adversary detectionLoophole(long seed) {
        return new ByRule(
                "detection-loophole",
                "Alice's half keeps silent whenever the setting does not suit; S = 4 on the clicks",
                seed,
                (dice, round, x, y) -> {
                    long shared = dice.next();
                    int r = (int) (shared & 1);
                    int foreseen = (int) (shared >>> 1 & 1);
                    int b = y == KEY_SETTING ? r : r ^ foreseen & y;
                    return RoundAnswer.known(x == foreseen ? r : RoundAnswer.NO_CLICK, b);
                });
    }

    /**
     * Perfect pairs in rounds that it takes for tests, a list that Eve holds in the others.
     *
     * @param takesForTest its prediction
     */
    public static Adversary testSpotter(long seed, LongPredicate takesForTest) {
        return new ByRule(
                "test-spotter",
                "perfect pairs in the rounds it takes for tests, a list that Eve holds in the rest",
                seed,
                (dice, round, x, y) ->
                        takesForTest.test(round)
                                ? Strategies.quantum(dice, x, y)
                                : Strategies.local(dice, x, y));
    }

    /** A test spotter that knows nothing but how often there are tests. */
    public static Adversary guessingSpotter(long seed, double testProbability) {
        var guesses = new AdversaryDice(seed, "guesses");
        return testSpotter(seed, round -> guesses.uniform() < testProbability);
    }

    /** Alice's half learns when Bob measures a key round and then answers 0. */
    public static Adversary signalling(long seed) {
        return new ByRule(
                "signalling",
                "Alice's half is told of key rounds and answers 0 in them; tests are perfect pairs",
                seed,
                (dice, round, x, y) ->
                        y >= KEY_SETTING
                                ? RoundAnswer.known(0, 0)
                                : Strategies.quantum(dice, x, y));
    }

    /** The same with answers from a random list: no statistic of Alice or Bob shows it. */
    public static Adversary hiddenSignalling(long seed) {
        return new ByRule(
                "hidden-signalling",
                "as signalling, with answers from a random list that Eve holds",
                seed,
                (dice, round, x, y) -> {
                    int r = dice.bit();
                    return y == KEY_SETTING
                            ? RoundAnswer.known(r, r)
                            : Strategies.quantum(dice, x, y);
                });
    }

    /** Popescu and Rohrlich's box: S = 4 without signalling. */
    public static Adversary superQuantum(long seed) {
        return new ByRule(
                "super-quantum",
                "a Popescu-Rohrlich box, S = 4, which no quantum state reaches",
                seed,
                (dice, round, x, y) -> {
                    int a = dice.bit();
                    return RoundAnswer.unknown(a, y >= KEY_SETTING ? a : a ^ x & y, dice.bit());
                });
    }

    /**
     * The same for the chained game of M settings: every round is won, at random outcomes, which no
     * quantum state does and no signal is needed for.
     */
    public static Adversary superQuantumChained(long seed, int settings) {
        var game = new ChainedGame(settings);
        return new ByRule(
                "super-quantum-chained",
                "a box that wins every round of the chained game without signalling, W = 0",
                seed,
                (dice, round, x, y) -> {
                    int a = dice.bit();
                    boolean opposite = y < settings && game.wins(x, y, 0, 1);
                    return RoundAnswer.unknown(a, opposite ? 1 - a : a, dice.bit());
                });
    }

    /** Shared random strategies for the chained game: one pair of settings in 2 M is lost. */
    public static Adversary localChained(long seed) {
        return new ByRule(
                "local-chained",
                "both halves answer the same shared bit whatever the setting, W = 1/(2M)",
                seed,
                (dice, round, x, y) -> {
                    int shared = dice.bit();
                    return RoundAnswer.known(shared, shared);
                });
    }

    /** The best deterministic answers for B_d: those of somebody who holds both numbers 0. */
    public static Adversary localLevels(long seed, int levels) {
        return new ByRule(
                "local-levels",
                "Alice's half answers 0, Bob's the difference of what follows from it",
                seed,
                (dice, round, x, y) -> {
                    int j = y / levels;
                    int k = y % levels;
                    boolean isKey = y == levels * levels;
                    int sign = isKey || j == 0 && k == 0 ? 0 : j == 0 ? 1 : k == 0 ? -1 : 0;
                    return RoundAnswer.known(0, isKey ? 0 : sign == 0 ? 2 : sign == 1 ? 0 : 1);
                });
    }

    /** Bob's half is told of Alice's basis and outcome, and names each: far beyond d - 1. */
    public static Adversary superQuantumLevels(long seed, int levels) {
        return new ByRule(
                "super-quantum-levels",
                "Bob's half answers +1 or -1 exactly where Alice's outcome is named",
                seed,
                (dice, round, x, y) -> {
                    int a = (int) Long.remainderUnsigned(dice.next(), levels);
                    boolean isKey = y == levels * levels;
                    boolean named = a == (x == 0 ? y / levels : y % levels);
                    return RoundAnswer.unknown(a, isKey ? a : named ? x : 2, dice.bit());
                });
    }

    /** Honest for the first half of the block, then local. */
    public static Adversary turning(long seed) {
        return new Scheduled(
                "turning",
                "perfect pairs for the first half of the block, then a list that Eve holds",
                seed,
                share -> share < 0.5 ? 0 : 1);
    }

    /** From honest to local, little by little. */
    public static Adversary drifting(long seed) {
        return new Scheduled(
                "drifting",
                "from perfect pairs to a list that Eve holds, little by little over the block",
                seed,
                share -> share);
    }

    /** Answers only when it has the settings of the whole block. */
    public static Adversary parallel(long seed) {
        return new Scheduled(
                "parallel",
                "keeps silent until it has the settings of every round of the block",
                seed,
                share -> 1) {
            @Override
            public boolean wantsAllSettings() {
                return true;
            }
        };
    }

    /** Local with a probability that depends on how far the block has come. */
    private static class Scheduled extends Adversary {
        private final AdversaryDice dice;
        private final java.util.function.DoubleUnaryOperator localShare;

        Scheduled(
                String name,
                String summary,
                long seed,
                java.util.function.DoubleUnaryOperator localShare) {
            super(name, summary);
            this.dice = new AdversaryDice(seed, name);
            this.localShare = localShare;
        }

        @Override
        protected RoundAnswer answer(long round, int x, int y) {
            double share = (double) round / rounds();
            return dice.uniform() < localShare.applyAsDouble(share)
                    ? Strategies.local(dice, x, y)
                    : Strategies.quantum(dice, x, y);
        }
    }
}

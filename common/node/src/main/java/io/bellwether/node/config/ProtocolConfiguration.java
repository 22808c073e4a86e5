package io.bellwether.node.config;

import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;

/**
 * What a block is and what is played in it. Both nodes must agree on everything but {@code
 * pauseMillis}.
 *
 * @param blockRounds n
 * @param chunkRounds rounds whose pairs are distributed before their test flags are announced
 * @param testProbability gamma, the probability that a round is a test round; where each side draws
 *     its own settings, that with which it tests
 * @param protocol with its honest model: the key length's free parameters and the threshold are
 *     chosen for it, before the block
 * @param epsilonSoundness the total the key may deviate from a perfect one
 * @param aliceShare the part of every block's key that serves requests at Alice's end
 * @param blocks to run; 0 for no end
 * @param pauseMillis between two blocks
 */
public record ProtocolConfiguration(
        int blockRounds,
        int chunkRounds,
        Ratio testProbability,
        Protocol protocol,
        double epsilonSoundness,
        double aliceShare,
        long blocks,
        int pauseMillis) {
    // Rounds, test probability and soundness of Nadlinger et al., Nature 607, 682 (2022): n =
    // 1.5e6, gamma = 13/256, epsilon = 1e-10.
    public static final int DEFAULT_BLOCK_ROUNDS = 1_500_000;
    public static final int DEFAULT_CHUNK_ROUNDS = 262_144;
    public static final Ratio DEFAULT_TEST_PROBABILITY = new Ratio(13, 256);
    public static final double DEFAULT_EPSILON_SOUNDNESS = 1e-10;
    public static final double DEFAULT_ALICE_SHARE = 0.5;
    public static final long DEFAULT_BLOCKS = 0;
    public static final int DEFAULT_PAUSE_MILLIS = 0;

    /** Of the chained protocol: a key from nothing but no signalling takes many more rounds. */
    public static final int DEFAULT_CHAINED_ROUNDS = 10_000_000;

    /** The best one of M = 7 without noise, where most rounds are for the estimate. */
    public static final Ratio DEFAULT_CHAINED_TEST_PROBABILITY = new Ratio(177, 200);

    /** Of the d-outcome protocol: 2 d^2 pairs of settings have to be seen often. */
    public static final Ratio DEFAULT_SELF_TEST_PROBABILITY = new Ratio(1, 2);

    /** Both sides test in four rounds of a hundred, and a third of the rounds is dropped. */
    public static final Ratio DEFAULT_INDEPENDENT_TEST_PROBABILITY = new Ratio(1, 5);

    // A record of an experiment is as long as it is; a live block too short for any key is a
    // mistake.
    private static final int MINIMUM_BLOCK_ROUNDS = 100_000;
    private static final int MAXIMUM_BLOCK_ROUNDS = 100_000_000;

    /** Six bits a round are announced by each side: more would not fit into a transcript. */
    private static final int MAXIMUM_CHAINED_ROUNDS = 50_000_000;

    /** Up to six bits of raw key a round, and a seed of twice as many. */
    private static final int MAXIMUM_SELF_TEST_ROUNDS = 20_000_000;

    static ProtocolConfiguration read(Section section, BoxLocation box) {
        boolean recorded = box instanceof BoxLocation.Recording;
        Protocol played = ProtocolSection.read(section);
        if (!(played instanceof Protocol.Chsh) && recorded) {
            section.problem(
                    "name", played.name(), "chsh with a recorded box: records are of CHSH runs");
        } else if (played.independentChoice() && recorded) {
            section.problem(
                    "settingChoice",
                    "independent",
                    "announced with a recorded box: its settings are those of the record");
        }
        ProtocolConfiguration protocol =
                new ProtocolConfiguration(
                        section.integer(
                                "blockRounds",
                                played instanceof Protocol.Chained
                                        ? DEFAULT_CHAINED_ROUNDS
                                        : DEFAULT_BLOCK_ROUNDS,
                                recorded ? 1 : MINIMUM_BLOCK_ROUNDS,
                                maximumRounds(played)),
                        section.integer("chunkRounds", DEFAULT_CHUNK_ROUNDS, 1, 1 << 23),
                        testProbability(section, defaultTestProbability(played)),
                        played,
                        section.number(
                                "epsilonSoundness",
                                DEFAULT_EPSILON_SOUNDNESS,
                                1e-30,
                                1e-3,
                                "1e-30 to 1e-3"),
                        section.number("aliceShare", DEFAULT_ALICE_SHARE, 0, 1, "0 to 1"),
                        section.integer("blocks", DEFAULT_BLOCKS, 0, 1L << 40),
                        section.integer("pauseMillis", DEFAULT_PAUSE_MILLIS, 0, 86_400_000));
        protocol.requireDivisible(section);
        section.close();
        return protocol;
    }

    private static int maximumRounds(Protocol played) {
        return switch (played) {
            case Protocol.Chained chained -> MAXIMUM_CHAINED_ROUNDS;
            case SelfTestProtocol selfTest -> MAXIMUM_SELF_TEST_ROUNDS;
            case Protocol.Chsh chsh -> MAXIMUM_BLOCK_ROUNDS;
            case GeneralisedProtocol generalised -> MAXIMUM_BLOCK_ROUNDS;
            case TwoBasesProtocol twoBases -> MAXIMUM_BLOCK_ROUNDS;
        };
    }

    private void requireDivisible(Section section) {
        if (blockRounds % protocol.boxPairs() != 0) {
            section.problem(
                    "blockRounds", blockRounds, "a multiple of boxPairs = " + protocol.boxPairs());
        }
    }

    private static Ratio defaultTestProbability(Protocol played) {
        return switch (played) {
            case Protocol.Chained chained -> DEFAULT_CHAINED_TEST_PROBABILITY;
            case Protocol.Chsh chsh when chsh.independentChoice() ->
                    DEFAULT_INDEPENDENT_TEST_PROBABILITY;
            case Protocol.Chsh chsh -> DEFAULT_TEST_PROBABILITY;
            case GeneralisedProtocol generalised -> DEFAULT_TEST_PROBABILITY;
            case TwoBasesProtocol twoBases -> DEFAULT_TEST_PROBABILITY;
            case SelfTestProtocol selfTest -> DEFAULT_SELF_TEST_PROBABILITY;
        };
    }

    private static Ratio testProbability(Section section, Ratio fallback) {
        String limit =
                "an exact fraction such as 13/256 or a decimal, above 0, below 1, with a"
                        + " denominator below 2^31";
        return section.read(
                        "testProbability",
                        limit,
                        text -> Ratio.parse(text).filter(Ratio::isBetweenZeroAndOne))
                .orElse(fallback);
    }
}

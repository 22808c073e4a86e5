package io.bellwether.node.config;

import io.bellwether.securityproof.Theorem;

/**
 * What a block is and which theorem sizes its key. Both nodes must agree on everything but {@code
 * pauseMillis}.
 *
 * @param blockRounds n
 * @param chunkRounds rounds whose pairs are distributed before their test flags are announced
 * @param testProbability gamma, the probability that a round is a test round
 * @param expectedChsh S that the honest devices are expected to reach: the key length's free
 *     parameters and the threshold are chosen for it, before the block
 * @param expectedQber Q of the key rounds, likewise
 * @param thresholdSigmas how many standard deviations below the expectation a score is accepted
 * @param epsilonSoundness the total the key may deviate from a perfect one
 * @param aliceShare the part of every block's key that serves requests at Alice's end
 * @param blocks to run; 0 for no end
 * @param pauseMillis between two blocks
 */
public record ProtocolConfiguration(
        ProtocolName name,
        int blockRounds,
        int chunkRounds,
        Ratio testProbability,
        Theorem theorem,
        double expectedChsh,
        double expectedQber,
        double thresholdSigmas,
        double epsilonSoundness,
        double aliceShare,
        long blocks,
        int pauseMillis) {
    // Rounds, test probability, CHSH value, QBER and soundness of Nadlinger et al., Nature 607, 682
    // (2022): n = 1.5e6, gamma = 13/256, S = 2.64, Q = 0.018, epsilon = 1e-10, threshold 3 sigma.
    public static final int DEFAULT_BLOCK_ROUNDS = 1_500_000;
    public static final int DEFAULT_CHUNK_ROUNDS = 262_144;
    public static final Ratio DEFAULT_TEST_PROBABILITY = new Ratio(13, 256);
    public static final double DEFAULT_EXPECTED_CHSH = 2.64;
    public static final double DEFAULT_EXPECTED_QBER = 0.018;
    public static final double DEFAULT_THRESHOLD_SIGMAS = 3;
    public static final double DEFAULT_EPSILON_SOUNDNESS = 1e-10;
    public static final double DEFAULT_ALICE_SHARE = 0.5;
    public static final long DEFAULT_BLOCKS = 0;
    public static final int DEFAULT_PAUSE_MILLIS = 0;

    // A record of an experiment is as long as it is; a live block too short for any key is a
    // mistake.
    private static final int MINIMUM_BLOCK_ROUNDS = 100_000;
    private static final int MAXIMUM_BLOCK_ROUNDS = 100_000_000;
    private static final double TSIRELSON_BOUND = 2 * Math.sqrt(2);

    static ProtocolConfiguration read(Section section, BoxLocation box) {
        int minimumRounds = box instanceof BoxLocation.Recording ? 1 : MINIMUM_BLOCK_ROUNDS;
        ProtocolConfiguration protocol =
                new ProtocolConfiguration(
                        section.choice("name", ProtocolName.class, ProtocolName.CHSH),
                        section.integer(
                                "blockRounds",
                                DEFAULT_BLOCK_ROUNDS,
                                minimumRounds,
                                MAXIMUM_BLOCK_ROUNDS),
                        section.integer("chunkRounds", DEFAULT_CHUNK_ROUNDS, 1, 1 << 23),
                        testProbability(section),
                        section.choice("theorem", Theorem.class, Theorem.KEYLEN_EAT_OXFORD),
                        section.number(
                                "expectedChsh",
                                DEFAULT_EXPECTED_CHSH,
                                Math.nextUp(2.0),
                                TSIRELSON_BOUND,
                                "above 2, to 2 sqrt 2 = 2.8284"),
                        section.number(
                                "expectedQber",
                                DEFAULT_EXPECTED_QBER,
                                0,
                                Math.nextDown(0.5),
                                "0 to below 0.5"),
                        section.number(
                                "thresholdSigmas", DEFAULT_THRESHOLD_SIGMAS, 0, 20, "0 to 20"),
                        section.number(
                                "epsilonSoundness",
                                DEFAULT_EPSILON_SOUNDNESS,
                                1e-30,
                                1e-3,
                                "1e-30 to 1e-3"),
                        section.number("aliceShare", DEFAULT_ALICE_SHARE, 0, 1, "0 to 1"),
                        section.integer("blocks", DEFAULT_BLOCKS, 0, 1L << 40),
                        section.integer("pauseMillis", DEFAULT_PAUSE_MILLIS, 0, 86_400_000));
        section.close();
        return protocol;
    }

    private static Ratio testProbability(Section section) {
        String limit =
                "an exact fraction such as 13/256 or a decimal, above 0, below 1, with a"
                        + " denominator below 2^31";
        return section.read(
                        "testProbability",
                        limit,
                        text -> Ratio.parse(text).filter(Ratio::isBetweenZeroAndOne))
                .orElse(DEFAULT_TEST_PROBABILITY);
    }
}

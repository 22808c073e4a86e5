package io.bellwether.node.cli;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.quantum.LevelBases;
import io.bellwether.securityproof.AsymptoticRate;
import io.bellwether.securityproof.MomentLevel;
import io.bellwether.securityproof.MomentRates;

import picocli.CommandLine.Option;

/** What {@code bellwether rate} needs to know for rates from full statistics. */
final class MomentOptions {
    static final String NAMES = "rate-npa, rate-postselection";

    /** Level 2 is hardly tighter. */
    private static final MomentLevel LEVEL = MomentLevel.ONE_PLUS_AB;

    /** Of the d-outcome protocol, the only number of levels with two outcomes on both sides. */
    private static final int TWO_LEVELS = 2;

    @Option(
            names = "--behaviour",
            description =
                    "rate-npa, rate-postselection: full statistics: oxford, depolarised:VISIBILITY,"
                        + " efficiency:ETA, or 16 or 24 probabilities p(ab|xy) in the order x, y,"
                        + " a, b, separated by commas")
    private String behaviour;

    @Option(
            names = "--keep-alice",
            description =
                    "rate-postselection: Alice keeps outcome 0, which lost signals are mapped to,"
                            + " with this probability, 1 always")
    private Double keepAlice;

    @Option(names = "--keep-bob", description = "rate-postselection: the same of Bob")
    private Double keepBob;

    @Option(
            names = "--visibility",
            description =
                    "rate-self-test: with noise, bounded by moment matrices; --levels 2 only"
                            + " (default: the maximal score, no noise)")
    private Double visibility;

    @Option(
            names = "--shift-power",
            defaultValue = "0.5",
            description =
                    "rate-self-test with --visibility: the second basis is X^POWER of the first"
                            + " (default: ${DEFAULT-VALUE})")
    private double shiftPower;

    boolean isNoisySelfTest() {
        return visibility != null;
    }

    /** RATE-NPA, H_min(A|E) - H(A|B). */
    AsymptoticRate fullStatistics() {
        Behaviour statistics = statistics("rate-npa");
        return MomentRates.fullStatistics(statistics, 0, keySetting(statistics), LEVEL);
    }

    /** RATE-POSTSELECTION: random post-selection, analysis only. */
    AsymptoticRate postSelected() {
        Behaviour statistics = exchanged(statistics("rate-postselection"));
        return MomentRates.postSelected(
                statistics,
                0,
                keySetting(statistics),
                AsymptoticOptions.required("rate-postselection", "--keep-alice", keepAlice),
                AsymptoticOptions.required("rate-postselection", "--keep-bob", keepBob),
                LEVEL);
    }

    /**
     * RATE-NPA for the statistics of B_2 with white noise: a bound that noise does not break, where
     * the closed form is about the maximal score only.
     */
    AsymptoticRate noisySelfTest(int levels) {
        if (levels != TWO_LEVELS) {
            throw new IllegalArgumentException(
                    "levels: %d; limit 2 with --visibility, because the moment matrices here are for"
                                    .formatted(levels)
                            + " two outcomes");
        }
        requireShare("visibility", visibility);
        requireShare("shift-power", shiftPower);
        return MomentRates.fullStatistics(
                LevelBases.behaviour(levels, shiftPower, visibility).mirrored(),
                0,
                levels * levels,
                LEVEL);
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "%s: %s; limit above 0, to 1".formatted(name, value));
        }
    }

    private Behaviour statistics(String theorem) {
        return BehaviourBounds.statistics(
                AsymptoticOptions.required(theorem, "--behaviour", behaviour));
    }

    /** Both outcomes exchanged on both sides: the claim drops outcome 1. */
    private static Behaviour exchanged(Behaviour given) {
        double[][][][] p = new double[given.aliceSettings()][given.bobSettings()][2][2];
        for (int x = 0; x < p.length; x++) {
            for (int y = 0; y < p[x].length; y++) {
                for (int pair = 0; pair < 4; pair++) {
                    p[x][y][pair >> 1][pair & 1] =
                            given.probability(1 - (pair >> 1), 1 - (pair & 1), x, y);
                }
            }
        }
        return Behaviour.of(p);
    }

    private static int keySetting(Behaviour statistics) {
        return statistics.bobSettings() - 1;
    }
}

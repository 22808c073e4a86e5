package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenRenyi;

import java.util.ArrayList;
import java.util.List;

/**
 * Every figure that the theorems are known to give; those of the asymptotic formulas and of the
 * bounds stand in {@link KnownThresholds} and {@link KnownLimits}.
 */
public final class KnownAnswers {
    private static final double OXFORD_TEST_PROBABILITY = 13 / 256.0;
    private static final long OXFORD_ROUNDS = 1_500_000;
    private static final long OXFORD_LEAK = 296_517;
    private static final double SOUNDNESS = 1e-10;
    private static final String PUBLISHED = "Nadlinger et al. 2022";
    private static final String INDEPENDENT = "independent Python program";

    private KnownAnswers() {}

    /** Theorem by theorem, asymptotic formulas and bounds after them. */
    public static List<KnownAnswer> all() {
        List<KnownAnswer> all = new ArrayList<>(publishedPoint());
        all.addAll(oxfordTable());
        all.addAll(bestRates());
        all.addAll(firstKeys());
        all.addAll(KnownLimits.noSignalling());
        all.addAll(KnownThresholds.oneBasis());
        all.addAll(KnownThresholds.otherProtocols());
        all.addAll(KnownThresholds.efficiencies());
        all.addAll(KnownLimits.bounds());
        return List.copyOf(all);
    }

    private static BlockParameters publishedBlock() {
        return block(OXFORD_ROUNDS, 2.64, OXFORD_LEAK);
    }

    private static BlockParameters block(long rounds, double chsh, long leak) {
        return new BlockParameters(
                rounds,
                OXFORD_TEST_PROBABILITY,
                BlockParameters.winThreshold(rounds, OXFORD_TEST_PROBABILITY, chsh, 3),
                leak + Setup.TAG_BITS,
                Setup.budget(SOUNDNESS));
    }

    private static List<KnownAnswer> publishedPoint() {
        String id = KeylenEatOxford.CLAIM_ID;
        return List.of(
                new KnownAnswer(
                        id,
                        "win threshold, S = 2.64, 1.5e6 rounds",
                        0.825538,
                        5e-7,
                        PUBLISHED,
                        () -> publishedBlock().winThreshold()),
                new KnownAnswer(
                        id,
                        "published bits of error correction, Q = 0.018, + 50 sqrt n",
                        OXFORD_LEAK,
                        1,
                        PUBLISHED,
                        KnownAnswers::publishedLeak),
                new KnownAnswer(
                        id,
                        "key bits, S = 2.64, leak 296517, Trevisan's extractor",
                        95_884,
                        10,
                        PUBLISHED,
                        () -> KeylenEatOxford.asPublished(publishedBlock()).bits()),
                new KnownAnswer(
                        id,
                        "rounds of the first key without noise",
                        250_000,
                        10_000,
                        PUBLISHED,
                        KnownAnswers::firstNoiselessKey));
    }

    private static double publishedLeak() {
        HonestDevice device = HonestDevice.ofStatistics("published", 2.64, 0.018);
        double perRound =
                Setup.of(device, SOUNDNESS, 1).correctionBitsPerRound(OXFORD_TEST_PROBABILITY, 0);
        return Math.floor(OXFORD_ROUNDS * perRound + 50 * Math.sqrt(OXFORD_ROUNDS));
    }

    private static double firstNoiselessKey() {
        HonestDevice perfect = HonestDevice.ofStatistics("perfect", ChshGame.QUANTUM_BOUND, 0);
        Setup setup = Setup.of(perfect, SOUNDNESS, 1).withTestProbability(OXFORD_TEST_PROBABILITY);
        return Planner.roundsFor(PlanTheorem.EAT_OXFORD, setup, 1).orElse(0);
    }

    private static List<KnownAnswer> oxfordTable() {
        List<KnownAnswer> rows = new ArrayList<>();
        double[][] table = {
            // f, fixed, variable at the mean; S = 2.677, Q = .0144
            {1.00, 536_850, 608_082},
            {1.05, 526_646, 597_878},
            {1.15, 506_237, 577_470}
        };
        for (double[] row : table) {
            String point =
                    "key bits, S = 2.677, Q = 0.0144, 1.5e6 rounds, f = %.2f".formatted(row[0]);
            double perRound =
                    Setup.of(HonestDevice.OXFORD_2022, SOUNDNESS, row[0])
                            .correctionBitsPerRound(OXFORD_TEST_PROBABILITY, 0);
            long leak = (long) Math.ceil(OXFORD_ROUNDS * perRound);
            rows.add(renyi(point, row[1], 2.677, leak, false));
            rows.add(renyi(point, row[2], 2.677, leak, true));
        }
        String published = "key bits, S = 2.64, leak 296517";
        rows.add(renyi(published, 372_483, 2.64, OXFORD_LEAK, false));
        rows.add(renyi(published, 440_903, 2.64, OXFORD_LEAK, true));
        return rows;
    }

    /** The reference gives all of 1e-10 to secrecy and does not count the number of lengths. */
    private static KnownAnswer renyi(
            String quantity, double reference, double chsh, long leak, boolean variable) {
        return new KnownAnswer(
                variable ? KeylenRenyi.VARIABLE_CLAIM_ID : KeylenRenyi.CLAIM_ID,
                quantity,
                reference,
                50 + reference / 1000,
                INDEPENDENT,
                () -> renyiBits(block(OXFORD_ROUNDS, chsh, leak), chsh, variable));
    }

    private static double renyiBits(BlockParameters block, double chsh, boolean variable) {
        long lost =
                variable
                        ? Math.round(OXFORD_ROUNDS * OXFORD_TEST_PROBABILITY * (4 - chsh) / 8)
                        : block.maxLostTestRounds();
        KeylenRenyi.FreeParameters free = KeylenRenyi.optimise(block, 0, lost);
        KeyLength length =
                variable
                        ? KeylenRenyi.variableKeyLength(block, 0, free, lost)
                        : KeylenRenyi.keyLength(block, 0, free);
        return length instanceof KeyLength.Certified certified ? certified.keyBits() : 0;
    }

    private static List<KnownAnswer> bestRates() {
        List<KnownAnswer> rows = new ArrayList<>();
        double[][] table = {
            // rounds, EAT-OXFORD, fixed, variable; S = 2.677, Q = .0144, f = 1.15; 0: not printed
            {1e5, 0, .0316, .1361},
            {3e5, 0, .1860, .2626},
            {1e6, .0888, .3065, .3601},
            {1e7, .3557, .4430, .4692},
            {1e8, .4726, .5088, .5212},
            {1e9, .5245, .5399, .5457},
            {1e10, .5478, .5544, .5572}
        };
        Setup setup = Setup.of(HonestDevice.OXFORD_2022, SOUNDNESS, 1.15);
        for (double[] row : table) {
            for (PlanTheorem theorem : PlanTheorem.values()) {
                double reference = row[1 + theorem.ordinal()];
                if (reference > 0) {
                    rows.add(
                            new KnownAnswer(
                                    theorem.claimId(),
                                    "bits per round, Oxford, f = 1.15, %.0e rounds"
                                            .formatted(row[0]),
                                    reference,
                                    6e-4,
                                    INDEPENDENT,
                                    () ->
                                            Planner.plan(theorem, setup, (long) row[0])
                                                    .ratePerRound()));
                }
            }
        }
        return rows;
    }

    private static List<KnownAnswer> firstKeys() {
        List<KnownAnswer> rows = new ArrayList<>();
        double[][] table = {
            // S, Q, rounds of the first key by EAT-OXFORD (gamma = .08), fixed, variable; f = 1.15
            {2.677, .0144, 6.4e5, 8.4e4, 4.2e4},
            {2.6, .03, 2.1e6, 3.0e5, 1.4e5},
            {2.75, .005, 3.3e5, 4.0e4, 2.0e4}
        };
        for (double[] row : table) {
            HonestDevice device = HonestDevice.ofStatistics("table", row[0], row[1]);
            for (PlanTheorem theorem : PlanTheorem.values()) {
                Setup free = Setup.of(device, SOUNDNESS, 1.15);
                boolean fixed = theorem == PlanTheorem.EAT_OXFORD;
                Setup setup = fixed ? free.withTestProbability(.08) : free;
                double reference = row[2 + theorem.ordinal()];
                rows.add(
                        new KnownAnswer(
                                theorem.claimId(),
                                "rounds of the first key, S = %s, Q = %s".formatted(row[0], row[1]),
                                reference,
                                // two digits, and the reference found gamma on a grid
                                reference * .05,
                                INDEPENDENT,
                                () -> Planner.roundsFor(theorem, setup, 1).orElse(0)));
            }
        }
        return rows;
    }
}

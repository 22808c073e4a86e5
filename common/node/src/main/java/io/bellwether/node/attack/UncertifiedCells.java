package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.BehaviourBox;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.SettingSource;
import io.bellwether.protocol.TwoBasesProtocol;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/**
 * The cells of protocols without a finite-size theorem: their score decides, and no key is kept.
 */
final class UncertifiedCells {
    private static final double VISIBILITY = 0.975;
    private static final double TEST_PROBABILITY = 13 / 256.0;
    private static final double SIGMAS = 3;
    private static final double FIRST_WEIGHT = 0.9;

    /** Three levels: not a power of two, so a key outcome is packed into two digits. */
    private static final int LEVELS = 3;

    /** The local bound is 6.9 standard errors below the maximal B_3 then. */
    private static final long SELF_TEST_ROUNDS = 1_000_000;

    private UncertifiedCells() {}

    static List<SweepCell> all() {
        double x = Math.sqrt(2) * VISIBILITY;
        double q = (1 - VISIBILITY) / 2;
        var generalised = new GeneralisedProtocol(FIRST_WEIGHT, 1, x, x, q, SIGMAS, 0);
        var twoBases = new TwoBasesProtocol(2 * x, q, SIGMAS, 0);
        var selfTest = new SelfTestProtocol(LEVELS, 0.5, 1, SIGMAS);
        double tests = AttackPlan.BLOCK_ROUNDS * TEST_PROBABILITY;
        return List.of(
                chsh("asymmetric CHSH", "depolarised", generalised, asExpected(FIRST_WEIGHT)),
                chsh(
                        "asymmetric CHSH",
                        "local",
                        generalised,
                        below(2 * FIRST_WEIGHT - generalised.leastScore(tests), tests)),
                chsh("two key bases", "depolarised", twoBases, asExpected(1)),
                chsh(
                        "two key bases",
                        "local",
                        twoBases,
                        below(2 - twoBases.leastChsh(tests), tests)),
                selfTest(selfTest, "d-outcome", SIGMAS),
                selfTest(
                        selfTest,
                        "local",
                        (selfTest.localBound() - selfTest.leastScore(SELF_TEST_ROUNDS / 2.0))
                                / selfTest.standardError(SELF_TEST_ROUNDS / 2.0)),
                alarm("asymmetric CHSH", "super-quantum", generalised, Adversaries::superQuantum),
                alarm("two key bases", "super-quantum", twoBases, Adversaries::superQuantum),
                alarm("two key bases", "signalling", twoBases, Adversaries::signalling),
                new SweepCell(
                        "d-outcome, d = " + LEVELS,
                        "super-quantum",
                        plan(selfTest),
                        0,
                        seed -> Adversaries.superQuantumLevels(seed, LEVELS),
                        SweepCell.Ending.ALARM));
    }

    /**
     * The threshold is so many standard errors of correlations of 0 below the mean; correlations of
     * v/sqrt 2 vary less.
     */
    private static double asExpected(double weight) {
        double least = 8 * (weight * weight + 1);
        return SIGMAS * Math.sqrt(least / (least * (1 - VISIBILITY * VISIBILITY / 2)));
    }

    /** A score that is that much better than the least one, with a standard error of 4/sqrt n. */
    private static double below(double difference, double tests) {
        return difference / (4 / Math.sqrt(tests));
    }

    private static SweepCell chsh(String name, String box, Protocol protocol, double sigmas) {
        LongFunction<Adversary> boxes =
                box.equals("local")
                        ? Adversaries::local
                        : seed ->
                                new BehaviourBox(
                                        box,
                                        BoxModel.parse(
                                                        "two-bases",
                                                        Map.of("visibility", "" + VISIBILITY))
                                                .physics()
                                                .phases()
                                                .getFirst(),
                                        seed);
        return new SweepCell(
                name,
                box,
                SweepCells.plan(
                        protocol,
                        AttackPlan.BLOCK_ROUNDS,
                        TEST_PROBABILITY,
                        SettingSource.ANNOUNCED),
                0,
                boxes,
                SweepCell.Ending.BY_THRESHOLD,
                OptionalDouble.of(sigmas));
    }

    private static SweepCell alarm(
            String name, String box, Protocol protocol, LongFunction<Adversary> boxes) {
        return new SweepCell(
                name,
                box,
                SweepCells.plan(
                        protocol,
                        AttackPlan.BLOCK_ROUNDS,
                        TEST_PROBABILITY,
                        SettingSource.ANNOUNCED),
                0,
                boxes,
                SweepCell.Ending.ALARM);
    }

    private static BlockPlan plan(SelfTestProtocol protocol) {
        return SweepCells.plan(protocol, SELF_TEST_ROUNDS, 0.5, SettingSource.ANNOUNCED);
    }

    private static SweepCell selfTest(SelfTestProtocol protocol, String box, double sigmas) {
        LongFunction<Adversary> boxes =
                box.equals("local")
                        ? seed -> Adversaries.localLevels(seed, LEVELS)
                        : seed ->
                                new BehaviourBox(
                                        box,
                                        BoxModel.parse("d-outcome", Map.of("levels", "" + LEVELS))
                                                .physics()
                                                .phases()
                                                .getFirst(),
                                        seed);
        return new SweepCell(
                "d-outcome, d = " + LEVELS,
                box,
                plan(protocol),
                0,
                boxes,
                SweepCell.Ending.BY_THRESHOLD,
                OptionalDouble.of(sigmas));
    }
}

package io.bellwether.node.attack;

import io.bellwether.channel.LedgerDamagedException;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.node.loopback.SaeFetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every attack, in the order in which {@code attack all} runs them. */
public final class Attacks {
    /** What a box may guess without knowing anything: the public test probability. */
    private static final double TEST_PROBABILITY = 13 / 256.0;

    private static final int EVERY_RUN = 3;

    private Attacks() {}

    /** All of them. */
    public static List<Attack> all() {
        List<Attack> all = new ArrayList<>(withoutEntanglement());
        all.addAll(withImpossibleOrChangingPairs());
        all.addAll(withMoreThanABox());
        return all;
    }

    private static List<Attack> withoutEntanglement() {
        return List.of(
                new BoxAttack(
                        "local",
                        Verdict.ABORTED,
                        EVERY_RUN,
                        Adversaries::local,
                        "without entanglement S is at most 2"),
                new BoxAttack(
                        "detection-loophole",
                        Verdict.ABORTED,
                        1,
                        Adversaries::detectionLoophole,
                        "a lost signal counts as an outcome, so silence earns nothing"),
                new BoxAttack(
                        "test-spotter",
                        Verdict.ABORTED,
                        1,
                        seed -> Adversaries.guessingSpotter(seed, TEST_PROBABILITY),
                        "tests are drawn by the node after the box is closed: it can only guess"),
                new BoxAttack(
                        "signalling",
                        Verdict.ABORTED,
                        1,
                        Adversaries::signalling,
                        "outcomes that depend on the other side's setting raise an alarm"),
                new BoxAttack(
                        "hidden-signalling",
                        Verdict.BROKEN,
                        1,
                        Adversaries::hiddenSignalling,
                        "assumption: no signal leaves a laboratory; no statistic can check it"));
    }

    private static List<Attack> withImpossibleOrChangingPairs() {
        return List.of(
                new BoxAttack(
                        "super-quantum",
                        Verdict.ABORTED,
                        1,
                        Adversaries::superQuantum,
                        "a score above the quantum bound means that an assumption is false"),
                new BoxAttack(
                        "turning",
                        Verdict.ABORTED,
                        1,
                        Adversaries::turning,
                        "the theorem is about the whole block, not about its average round"),
                new BoxAttack(
                        "drifting",
                        Verdict.ABORTED,
                        1,
                        Adversaries::drifting,
                        "the same, for a box that changes little by little"));
    }

    private static List<Attack> withMoreThanABox() {
        return List.of(
                new ConvexMixtureAttack(),
                new MemoryAttack(false),
                new LeakingAttack(),
                new MemoryAttack(true),
                new TimingAttack(false),
                new TimingAttack(true),
                new ParallelAttack(),
                ChainedAttack.local(),
                ChainedAttack.superQuantum(),
                new GeneratorAttack(false),
                new GeneratorAttack(true),
                new StrangerAttack(),
                new TamperingAttack(FrameTampering.Trick.TAMPER),
                new TamperingAttack(FrameTampering.Trick.REPLAY),
                new TamperingAttack(FrameTampering.Trick.REORDER),
                new TamperingAttack(FrameTampering.Trick.DROP),
                new WireAttack(WireAttack.Trick.DELAY),
                new WireAttack(WireAttack.Trick.CUT),
                new WireAttack(WireAttack.Trick.FLOOD),
                new CrashAttack(CrashAttack.Accident.KILL),
                new CrashAttack(CrashAttack.Accident.DISK_FULL),
                new CrashAttack(CrashAttack.Accident.TORN_WRITE),
                new ClockAttack());
    }

    /**
     * Carries an attack out to a verdict: a pair that hangs is one, too.
     *
     * @throws Exception if it could not be carried out
     */
    public static AttackReport run(Attack attack, Arena arena) throws Exception {
        long begun = System.nanoTime();
        AttackReport report = judged(attack, arena);
        return report.timed(Math.round((System.nanoTime() - begun) / 1e8) / 10.0);
    }

    private static AttackReport judged(Attack attack, Arena arena) throws Exception {
        try {
            return attack.run(arena);
        } catch (StuckException stuck) {
            arena.abandonSharedPairs();
            return failed(attack, Verdict.STUCK, stuck.getMessage());
        } catch (SaeFetch.DifferentKeysException | LedgerDamagedException broken) {
            arena.abandonSharedPairs();
            return failed(attack, Verdict.BROKEN, broken.getMessage());
        }
    }

    private static AttackReport failed(Attack attack, Verdict verdict, String why) {
        return new AttackReport(
                attack.name(),
                verdict,
                attack.expected(),
                attack.summary(),
                why,
                Map.of(verdict.toString(), why));
    }

    /** The attack of that name. */
    public static Optional<Attack> named(String name) {
        return all().stream().filter(attack -> attack.name().equals(name)).findFirst();
    }
}

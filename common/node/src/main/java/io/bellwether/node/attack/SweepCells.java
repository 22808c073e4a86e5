package io.bellwether.node.attack;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshGame;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.BehaviourBox;
import io.bellwether.device.adversary.RedundantBoxes;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.ChoiceOfSettings;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.Theorem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** The cells of {@link AcceptanceSweep}: every protocol with the boxes that make sense for it. */
final class SweepCells {
    private static final double VISIBILITY = 0.975;
    private static final double NOISY_VISIBILITY = 0.95;
    private static final double LOCAL_LOSS_RATIO = 1 - ChshGame.W_LOCAL;
    private static final int SETTINGS = ChainedAttack.SETTINGS;
    private static final long CHSH_ROUNDS = AttackPlan.BLOCK_ROUNDS;
    private static final long CHAINED_ROUNDS = ChainedAttack.BLOCK_ROUNDS;

    /** A key at an efficiency below the binned threshold takes more rounds. */
    private static final long NO_CLICK_ROUNDS = 20_000_000;

    private static final double EFFICIENCY = 0.923;
    private static final double INDEPENDENT_TEST_PROBABILITY = 0.2;

    private SweepCells() {}

    /** All of them, in the order of the table. */
    static List<SweepCell> all() {
        List<SweepCell> cells = new ArrayList<>();
        for (Theorem theorem : Theorem.OF_CHSH) {
            addChsh(cells, theorem);
        }
        double s = ChshGame.QUANTUM_BOUND * NOISY_VISIBILITY;
        cells.add(
                chsh(
                        "chsh, flips 2 %",
                        new Protocol.Chsh(
                                Theorem.KEYLEN_RENYI_VARIABLE,
                                s,
                                (1 - NOISY_VISIBILITY) / 2,
                                3,
                                0.02,
                                1),
                        "depolarised",
                        1 - ChshGame.winRatioOf(s),
                        seed ->
                                new BehaviourBox(
                                        "depolarised",
                                        ChshBehaviours.depolarised(NOISY_VISIBILITY),
                                        seed)));
        addIndependent(cells);
        cells.add(noClick());
        addRedundant(cells);
        addChained(cells);
        cells.addAll(UncertifiedCells.all());
        return cells;
    }

    private static void addChsh(List<SweepCell> cells, Theorem theorem) {
        double s = ChshGame.QUANTUM_BOUND * VISIBILITY;
        double loss = 1 - ChshGame.winRatioOf(s);
        var protocol = new Protocol.Chsh(theorem, s, (1 - VISIBILITY) / 2, 3);
        LongFunction<Adversary> honest = SweepCells::depolarised;
        cells.add(chsh("chsh", protocol, "depolarised", loss, honest));
        cells.add(chsh("chsh", protocol, "local", LOCAL_LOSS_RATIO, Adversaries::local));
        if (theorem != Theorem.KEYLEN_EAT_OXFORD) {
            return;
        }
        // The threshold at the mean: half of the blocks are aborted.
        cells.add(
                chsh(
                        "chsh, 0 sigma",
                        new Protocol.Chsh(theorem, s, (1 - VISIBILITY) / 2, 0),
                        "depolarised",
                        loss,
                        honest));
        cells.add(alarm(protocol, "super-quantum", Adversaries::superQuantum));
        cells.add(alarm(protocol, "signalling", Adversaries::signalling));
        double mixed = (LOCAL_LOSS_RATIO + 1 - ChshGame.W_MAX) / 2;
        cells.add(chsh("chsh", protocol, "turning", mixed, Adversaries::turning));
    }

    private static SweepCell chsh(
            String name,
            Protocol.Chsh protocol,
            String box,
            double lossRatio,
            LongFunction<Adversary> boxes) {
        return new SweepCell(
                name,
                box,
                plan(protocol, CHSH_ROUNDS, 13 / 256.0, SettingSource.ANNOUNCED),
                lossRatio,
                boxes,
                SweepCell.Ending.BY_THRESHOLD);
    }

    private static SweepCell alarm(
            Protocol.Chsh protocol, String box, LongFunction<Adversary> boxes) {
        return new SweepCell(
                "chsh",
                box,
                plan(protocol, CHSH_ROUNDS, 13 / 256.0, SettingSource.ANNOUNCED),
                0,
                boxes,
                SweepCell.Ending.ALARM);
    }

    private static void addIndependent(List<SweepCell> cells) {
        double s = ChshGame.QUANTUM_BOUND * VISIBILITY;
        for (Theorem theorem : List.of(Theorem.KEYLEN_RENYI, Theorem.KEYLEN_RENYI_VARIABLE)) {
            var protocol =
                    new Protocol.Chsh(
                            theorem,
                            s,
                            (1 - VISIBILITY) / 2,
                            3,
                            0,
                            1,
                            ChoiceOfSettings.INDEPENDENT,
                            1);
            cells.add(
                    independent(
                            protocol,
                            "depolarised",
                            1 - ChshGame.winRatioOf(s),
                            SweepCells::depolarised));
            cells.add(independent(protocol, "local", LOCAL_LOSS_RATIO, Adversaries::local));
        }
    }

    private static SweepCell independent(
            Protocol.Chsh protocol, String box, double loss, LongFunction<Adversary> boxes) {
        return new SweepCell(
                "chsh, independent",
                box,
                plan(
                        protocol,
                        CHSH_ROUNDS,
                        INDEPENDENT_TEST_PROBABILITY,
                        SettingSource.INDEPENDENT),
                loss,
                boxes,
                SweepCell.Ending.BY_THRESHOLD);
    }

    /** Between the thresholds 0.9078 and 0.9231: a key because the losses are kept. */
    private static SweepCell noClick() {
        double eta = EFFICIENCY;
        double s = ChshGame.QUANTUM_BOUND * eta * eta + 2 * (1 - eta) * (1 - eta);
        return new SweepCell(
                "chsh, no click",
                "efficiency 92.3 %",
                plan(
                        new Protocol.Chsh(
                                Theorem.KEYLEN_RENYI_VARIABLE, s, eta * (1 - eta), 3, 0, eta),
                        NO_CLICK_ROUNDS,
                        0.02,
                        SettingSource.ANNOUNCED),
                1 - ChshGame.winRatioOf(s),
                SweepCells::lossy,
                SweepCell.Ending.BY_THRESHOLD);
    }

    /** Two pairs of boxes with half of the rounds each. */
    private static void addRedundant(List<SweepCell> cells) {
        double s = ChshGame.QUANTUM_BOUND * VISIBILITY;
        double loss = 1 - ChshGame.winRatioOf(s);
        cells.add(
                redundant(
                        "depolarised twice",
                        loss,
                        seed ->
                                new RedundantBoxes(
                                        List.of(depolarised(seed), depolarised(seed + 500)))));
        cells.add(
                redundant(
                        "one of two local",
                        LOCAL_LOSS_RATIO,
                        seed ->
                                new RedundantBoxes(
                                        List.of(depolarised(seed), Adversaries.local(seed)))));
    }

    private static SweepCell redundant(String box, double loss, LongFunction<Adversary> boxes) {
        return new SweepCell(
                "chsh, 2 box pairs",
                box,
                plan(
                        new Protocol.Chsh(
                                Theorem.KEYLEN_RENYI,
                                ChshGame.QUANTUM_BOUND * VISIBILITY,
                                (1 - VISIBILITY) / 2,
                                3,
                                0,
                                1,
                                ChoiceOfSettings.ANNOUNCED,
                                2),
                        CHSH_ROUNDS,
                        13 / 256.0,
                        SettingSource.ANNOUNCED),
                loss,
                boxes,
                SweepCell.Ending.BY_THRESHOLD);
    }

    private static Adversary lossy(long seed) {
        BoxModel model =
                BoxModel.parse(
                        "limited-efficiency", Map.of("efficiency", Double.toString(EFFICIENCY)));
        return new BehaviourBox("lossy", model.physics().phases().getFirst(), seed);
    }

    private static Adversary depolarised(long seed) {
        return new BehaviourBox("depolarised", ChshBehaviours.depolarised(VISIBILITY), seed);
    }

    private static void addChained(List<SweepCell> cells) {
        double w = KeylenNoSignal.expectedLossRatio(SETTINGS, 0);
        cells.add(chained("chained", w, seed -> chainedBox(0, seed)));
        cells.add(
                chained(
                        "chained, noise 5 %",
                        KeylenNoSignal.expectedLossRatio(SETTINGS, 0.05),
                        seed -> chainedBox(0.05, seed)));
        cells.add(
                chained(
                        "super-quantum",
                        0,
                        seed -> Adversaries.superQuantumChained(seed, SETTINGS)));
        cells.add(chained("local", 0.5 / SETTINGS, Adversaries::localChained));
        cells.add(
                chained(
                        "signalling",
                        0,
                        seed -> Adversaries.signallingChained(seed, SETTINGS),
                        SweepCell.Ending.ALARM));
    }

    private static Adversary chainedBox(double noise, long seed) {
        BoxModel model =
                BoxModel.parse(
                        "chained",
                        Map.of(
                                "settings", Integer.toString(SETTINGS),
                                "noise", Double.toString(noise)));
        return new BehaviourBox("chained", model.physics().phases().getFirst(), seed);
    }

    private static SweepCell chained(String box, double loss, LongFunction<Adversary> boxes) {
        return chained(box, loss, boxes, SweepCell.Ending.BY_THRESHOLD);
    }

    private static SweepCell chained(
            String box, double loss, LongFunction<Adversary> boxes, SweepCell.Ending ending) {
        return new SweepCell(
                "chained, M = " + SETTINGS,
                box,
                plan(
                        new Protocol.Chained(SETTINGS, 0, 3),
                        CHAINED_ROUNDS,
                        0.885,
                        SettingSource.INDEPENDENT),
                loss,
                boxes,
                ending);
    }

    static BlockPlan plan(
            Protocol protocol, long rounds, double testProbability, SettingSource source) {
        return BlockPlan.proposed(
                new SessionParameters(
                        rounds, 131_072, testProbability, source, protocol, 1e-10, 0.1, 0.5),
                AttackPlan.EPSILON_AUTHENTICATION);
    }
}

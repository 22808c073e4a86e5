package io.bellwether.node.attack;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshGame;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.BehaviourBox;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.Theorem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Every protocol with every box and adversary that makes sense for it: what was predicted before
 * the first round, and what came of blocks of both session machines, in this process.
 */
public final class AcceptanceSweep {
    /** A cell fails by chance with 6e-7: five standard deviations on either side. */
    private static final double SIGMAS = 5;

    private static final double VISIBILITY = 0.975;
    private static final double NOISY_VISIBILITY = 0.95;
    private static final double LOCAL_LOSS_RATIO = 1 - ChshGame.W_LOCAL;
    private static final int SETTINGS = ChainedAttack.SETTINGS;
    private static final long CHSH_ROUNDS = AttackPlan.BLOCK_ROUNDS;
    private static final long CHAINED_ROUNDS = ChainedAttack.BLOCK_ROUNDS;

    private final int blocks;
    private final long seed;

    /**
     * @param blocks of each cell
     * @param seed of everything that is drawn
     */
    public AcceptanceSweep(int blocks, long seed) {
        this.blocks = blocks;
        this.seed = seed;
    }

    /**
     * What came of a cell.
     *
     * @param predictedKeyBits mean key of an accepted block, 0 if blocks are not to be accepted
     * @param keyBitsError its statistical error, for the mean over the accepted blocks
     * @param measuredKeyBits mean over the accepted blocks, 0 without one
     * @param predictedAborts expected number of aborted blocks
     * @param measuredAborts how many there were
     * @param holds whether both are within five standard deviations
     */
    public record Row(
            String protocol,
            String box,
            String theorem,
            int blocks,
            long predictedKeyBits,
            long keyBitsError,
            long measuredKeyBits,
            double predictedAborts,
            int measuredAborts,
            String reason,
            boolean holds) {}

    /** The cells' names, in the order of the table: protocol and box. */
    public List<String> names() {
        return cells().stream().map(cell -> cell.protocol() + " / " + cell.box()).toList();
    }

    /** Plays the cell of that number. */
    public Row play(int number) {
        SweepCell cell = cells().get(number);
        long keyBits = 0;
        int aborts = 0;
        String reason = "";
        for (int i = 0; i < blocks; i++) {
            long blockSeed = seed + 1000L * number + i;
            AttackedBlock block =
                    new InMemoryBlock(cell.plan(), cell.boxes().apply(blockSeed), blockSeed).run();
            keyBits += block.keyBits();
            aborts += block.accepted() ? 0 : 1;
            reason = block.accepted() ? reason : block.reason();
        }
        return row(cell, keyBits, aborts, reason);
    }

    private Row row(SweepCell cell, long keyBits, int aborts, String reason) {
        double abort = cell.abortProbability();
        double abortsError = Math.sqrt(blocks * abort * (1 - abort));
        boolean abortsHold = Math.abs(aborts - blocks * abort) <= SIGMAS * abortsError + 0.01;
        int accepted = blocks - aborts;
        long predicted = abort > 0.999 ? 0 : keyBitsAt(cell, cell.meanLost());
        double perBlock = predicted == 0 ? 0 : deviationOfKeyBits(cell, predicted);
        double error = perBlock / Math.sqrt(Math.max(1, accepted));
        long measured = accepted == 0 ? 0 : keyBits / accepted;
        boolean bitsHold = accepted == 0 || Math.abs(measured - predicted) <= SIGMAS * error + 1;
        return new Row(
                cell.protocol(),
                cell.box(),
                cell.plan().parameters().theorem().claimId(),
                blocks,
                predicted,
                Math.round(error),
                measured,
                blocks * abort,
                aborts,
                reason,
                abortsHold && bitsHold);
    }

    /** The plan's own formula: what both nodes compute before the first round. */
    private static long keyBitsAt(SweepCell cell, double lost) {
        long whole = Math.max(0, Math.min(cell.plan().maxLostTestRounds(), Math.round(lost)));
        return cell.plan().keyBitsFor(whole);
    }

    private static double deviationOfKeyBits(SweepCell cell, long predicted) {
        if (!cell.plan().parameters().theorem().variableLength()) {
            return 0;
        }
        double byLosses =
                Math.abs(keyBitsAt(cell, cell.meanLost() - cell.deviationOfLost()) - predicted);
        if (!(cell.plan().parameters().protocol() instanceof Protocol.Chained)) {
            return byLosses;
        }
        // The key is a few bits of every pair of key settings, whose number varies by its root;
        // the code's size comes in steps.
        double keyPairs = cell.plan().block().rawKeyBits();
        return Math.hypot(byLosses, 2 * Math.sqrt(keyPairs) + cell.plan().code().liftingSize());
    }

    private static List<SweepCell> cells() {
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
        addChained(cells);
        return cells;
    }

    private static void addChsh(List<SweepCell> cells, Theorem theorem) {
        double s = ChshGame.QUANTUM_BOUND * VISIBILITY;
        double loss = 1 - ChshGame.winRatioOf(s);
        var protocol = new Protocol.Chsh(theorem, s, (1 - VISIBILITY) / 2, 3);
        LongFunction<Adversary> honest =
                seed ->
                        new BehaviourBox(
                                "depolarised", ChshBehaviours.depolarised(VISIBILITY), seed);
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
                SweepCell.Ending.BY_THRESHOLD);
    }

    private static BlockPlan plan(
            Protocol protocol, long rounds, double testProbability, SettingSource source) {
        return BlockPlan.proposed(
                new SessionParameters(
                        rounds, 131_072, testProbability, source, protocol, 1e-10, 0.1, 0.5),
                AttackPlan.EPSILON_AUTHENTICATION);
    }
}

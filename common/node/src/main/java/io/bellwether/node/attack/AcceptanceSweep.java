package io.bellwether.node.attack;

import io.bellwether.protocol.Protocol;
import io.bellwether.securityproof.AsymptoticLength;
import io.bellwether.securityproof.SelfTestBlock;

import java.util.List;
import java.util.Optional;

/**
 * Every protocol with every box and adversary that makes sense for it: what was predicted before
 * the first round, and what came of blocks of both session machines, in this process.
 */
public final class AcceptanceSweep {
    /** A cell fails by chance with 6e-7: five standard deviations on either side. */
    private static final double SIGMAS = 5;

    private final List<SweepCell> cells = SweepCells.all();
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
     * @param predictedKeyBits mean key of an accepted block, 0 if blocks are not to be accepted;
     *     with a theorem RATE-* of the uncertified key, which is forgotten
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
        return cells.stream().map(cell -> cell.protocol() + " / " + cell.box()).toList();
    }

    /** Plays the cell of that number. */
    public Row play(int number) {
        SweepCell cell = cells.get(number);
        long keyBits = 0;
        int aborts = 0;
        String reason = "";
        for (int i = 0; i < blocks; i++) {
            long blockSeed = seed + 1000L * number + i;
            var played = new InMemoryBlock(cell.plan(), cell.boxes().apply(blockSeed), blockSeed);
            AttackedBlock block = played.run();
            boolean ended = block.accepted() || played.uncertifiedBits().isPresent();
            keyBits += block.keyBits() + played.uncertifiedBits().orElse(0);
            aborts += ended ? 0 : 1;
            reason = ended ? reason : block.reason();
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
        Optional<AsymptoticLength> uncertified = cell.plan().laboratoryLength();
        if (uncertified.isPresent()) {
            return uncertified.get().bits();
        }
        long whole = Math.max(0, Math.min(cell.plan().maxLostTestRounds(), Math.round(lost)));
        return cell.plan().keyBitsFor(whole);
    }

    private static double deviationOfKeyBits(SweepCell cell, long predicted) {
        if (cell.plan().block() instanceof SelfTestBlock block) {
            // The number of key rounds varies by its root; the code's size comes in steps.
            double n = (double) block.testRounds() + block.keyRounds();
            double rounds = Math.sqrt(block.testRounds() * (block.keyRounds() / n));
            return rounds * predicted / block.keyRounds() + cell.plan().code().liftingSize();
        }
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
}

package io.bellwether.node.dashboard;

import io.bellwether.bell.ChshGame;
import io.bellwether.node.status.BlockResult;
import io.bellwether.protocol.AbortReason;
import io.bellwether.securityproof.UpperBounds;

import java.time.Instant;
import java.util.Optional;

/**
 * A block that has ended, as the dashboard draws it.
 *
 * @param number counted from 1 since the node started
 * @param reason the abort reason's name, empty if accepted
 * @param explanation the same in plain words, empty if accepted
 * @param detail what else this end's operator may know
 * @param score at Bob's end only: at Alice's end it is absent, because test outcomes never leave
 *     Bob
 * @param scoreLow lower end of its 95 % confidence band
 * @param scoreHigh upper end
 * @param winRatio test rounds won over test rounds
 * @param keyRate key bits per round of the block; 0 without a key
 * @param upperBound what the best of all protocols could make of this S, in bits per round; absent
 *     without an S, or with one above the quantum bound
 */
public record BlockRow(
        long number,
        String block,
        Instant ended,
        String outcome,
        String reason,
        String explanation,
        String detail,
        long rounds,
        long keyBits,
        Optional<Double> score,
        Optional<Double> scoreLow,
        Optional<Double> scoreHigh,
        Optional<Double> qber,
        Optional<Double> winRatio,
        double keyRate,
        Optional<Double> upperBound,
        double seconds) {
    /** 95 % of a normal distribution lie within so many standard deviations. */
    private static final double BAND_STANDARD_ERRORS = 1.96;

    static BlockRow of(long number, BlockResult block) {
        Optional<BlockResult.Score> chsh = block.chsh();
        return new BlockRow(
                number,
                block.block(),
                block.ended(),
                block.outcome(),
                block.reason(),
                explanation(block.reason()),
                block.detail(),
                block.rounds(),
                block.keyBits(),
                block.score().flatMap(s -> inBand(s, 0)),
                block.score().flatMap(s -> inBand(s, -BAND_STANDARD_ERRORS)),
                block.score().flatMap(s -> inBand(s, BAND_STANDARD_ERRORS)),
                block.qber().map(BlockResult.Score::value),
                winRatio(block),
                block.rounds() == 0 ? 0 : (double) block.keyBits() / block.rounds(),
                chsh.flatMap(s -> upperBound(s.value())),
                block.seconds());
    }

    /** The score of whatever game, and so many standard errors. */
    private static Optional<Double> inBand(BlockResult.NamedScore score, double standardErrors) {
        return score.value().isPresent() && score.standardError().isPresent()
                ? Optional.of(
                        score.value().getAsDouble()
                                + standardErrors * score.standardError().getAsDouble())
                : Optional.empty();
    }

    private static String explanation(String reason) {
        return reason.isEmpty() ? "" : AbortReason.valueOf(reason).explanation();
    }

    private static Optional<Double> winRatio(BlockResult block) {
        return block.testRounds()
                .filter(tests -> tests > 0)
                .flatMap(tests -> block.lostTestRounds().map(lost -> 1 - (double) lost / tests));
    }

    /**
     * The smaller of the bounds that know nothing but S ({@code UPPER-RELATIVE-ENTROPY}, {@code
     * UPPER-CONVEX-COMBINATION}). They are per key round, so they hold per round all the more.
     */
    static Optional<Double> upperBound(double chsh) {
        return Math.abs(chsh) > ChshGame.QUANTUM_BOUND
                ? Optional.empty()
                : Optional.of(
                        Math.min(
                                UpperBounds.relativeEntropyOfChsh(chsh),
                                UpperBounds.convexCombination(chsh)));
    }
}

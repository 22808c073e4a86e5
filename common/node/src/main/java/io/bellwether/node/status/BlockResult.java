package io.bellwether.node.status;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.Step;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A finished block.
 *
 * @param outcome {@code accepted}, {@code aborted}, {@code undecided}, or {@code laboratory}: an
 *     uncertified key was computed and forgotten
 * @param reason the abort reason's name, empty if accepted
 * @param detail in words, for this end's operator
 * @param score what the protocol's theorem is about; at Bob only, as soon as his corrected copy
 *     gave it
 * @param chsh S, if that is the score
 * @param frameRounds settings that the box got at a time; 1 is strictly sequential, as the theorem
 *     assumes
 * @param lostSignals rounds without a click, which were mapped to a fixed outcome
 * @param stepSeconds wall-clock time of each step at this end
 */
public record BlockResult(
        String block,
        String outcome,
        String reason,
        String detail,
        long rounds,
        long keyBits,
        Optional<NamedScore> score,
        Optional<Score> chsh,
        Optional<Score> qber,
        Optional<Long> lostTestRounds,
        Optional<Long> testRounds,
        int frameRounds,
        long lostSignals,
        Map<Step, Double> stepSeconds,
        double seconds,
        Instant ended) {
    /** A value with its standard error. */
    public record Score(double value, double standardError) {
        static Optional<Score> of(OptionalDouble value, OptionalDouble standardError) {
            return value.isPresent() && standardError.isPresent()
                    ? Optional.of(new Score(value.getAsDouble(), standardError.getAsDouble()))
                    : Optional.empty();
        }
    }

    /**
     * A score by its name.
     *
     * @param value empty while it is undefined, as is its standard error
     * @param localBound what local devices reach at best
     * @param quantumBound what quantum devices reach at best
     * @param distanceToLocal by how much the value is better than the local bound; below 0 if it is
     *     not
     */
    public record NamedScore(
            String name,
            OptionalDouble value,
            OptionalDouble standardError,
            double localBound,
            double quantumBound,
            OptionalDouble distanceToLocal) {
        static NamedScore of(BlockStatistics statistics) {
            return new NamedScore(
                    statistics.scoreName(),
                    statistics.score(),
                    statistics.scoreStandardError(),
                    statistics.localBound(),
                    statistics.quantumBound(),
                    statistics.distanceToLocal());
        }
    }

    static BlockResult of(
            StatusBoard.CurrentBlock block,
            BlockOutcome outcome,
            Optional<BlockStatistics> statistics,
            int frameRounds,
            long lostSignals,
            Map<Step, Double> stepSeconds,
            Instant ended) {
        Verdict verdict = Verdict.of(outcome);
        return new BlockResult(
                block.block(),
                verdict.outcome,
                verdict.reason,
                verdict.detail,
                block.rounds(),
                verdict.keyBits,
                statistics.map(NamedScore::of),
                statistics
                        .filter(ChshStatistics.class::isInstance)
                        .flatMap(s -> Score.of(s.score(), s.scoreStandardError())),
                statistics.flatMap(s -> Score.of(s.qber(), s.qberStandardError())),
                statistics
                        .filter(BlockStatistics::countsLosses)
                        .map(BlockStatistics::lostTestRounds),
                statistics.map(BlockStatistics::testRounds),
                frameRounds,
                lostSignals,
                stepSeconds,
                (ended.toEpochMilli() - block.began().toEpochMilli()) / 1000.0,
                ended);
    }

    private record Verdict(String outcome, String reason, String detail, long keyBits) {
        static Verdict of(BlockOutcome outcome) {
            return switch (outcome) {
                case BlockOutcome.Accepted done -> new Verdict("accepted", "", "", done.keyBits());
                case BlockOutcome.Aborted done ->
                        new Verdict("aborted", done.reason().name(), done.detail(), 0);
                case BlockOutcome.Laboratory done ->
                        new Verdict("laboratory", "", done.result().describe(), 0);
                case BlockOutcome.Undecided done -> new Verdict("undecided", "", done.detail(), 0);
            };
        }
    }
}

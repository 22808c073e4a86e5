package io.bellwether.node.analysis;

import io.bellwether.bell.ChshGame;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.NoSignallingTest;
import io.bellwether.bell.OutcomeRelabelling;
import io.bellwether.bell.PValues;

import java.util.List;
import java.util.Optional;

/**
 * What was found in one run.
 *
 * @param name of the run or the files
 * @param statistics scored counts, after the relabelling
 * @param relabelling what the game inverted
 * @param lostSignals outcomes "no click" of Alice and Bob, which count as a fixed outcome
 * @param excludedRounds rounds that the herald excluded before their settings were drawn
 * @param noSignalling empty for counts of equal and different outcomes only
 * @param running S over the rounds; empty for counts
 */
public record Analysis(
        String name,
        ChshStatistics statistics,
        OutcomeRelabelling relabelling,
        long[] lostSignals,
        long excludedRounds,
        Optional<NoSignallingTest> noSignalling,
        List<Point> running) {
    /**
     * S so far.
     *
     * @param testRounds so far
     * @param chsh S of them
     * @param standardError of S under independent rounds
     */
    public record Point(long testRounds, double chsh, double standardError) {}

    /** Of counts, which have no order and no single outcomes. */
    static Analysis ofCounts(String name, ChshStatistics counts, OutcomeRelabelling relabelling) {
        return new Analysis(
                name,
                counts.relabelled(relabelling),
                relabelling,
                new long[2],
                0,
                Optional.empty(),
                List.of());
    }

    /**
     * Probability that local devices win as often: exact binomial tail, valid with memory, for
     * fresh settings of this predictability and a number of rounds that was fixed before.
     */
    public double localPValue(double settingBias) {
        return PValues.againstLocalRealism(
                statistics.wonTestRounds(),
                statistics.testRounds(),
                ChshGame.localWinBound(settingBias));
    }

    /** The same for an experiment that may stop whenever it likes. */
    public double localPValueAtAnyTime(double settingBias) {
        return PValues.atAnyTime(
                statistics.wonTestRounds(),
                statistics.testRounds(),
                ChshGame.localWinBound(settingBias));
    }
}

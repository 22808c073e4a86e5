package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a simulated source plays.
 *
 * @param summary one sentence
 * @param outcomeCount outcomes of either side, numbered from 0; {@code outcomeCount} itself is "no
 *     click"
 * @param phases p(ab|xy) of each phase of the schedule, all of the same shape, with {@code
 *     outcomeCount} outcomes, or one more where signals are lost
 * @param schedule when each phase is played
 * @param afterpulseProbability that a side's detector repeats its last outcome
 * @param scores what formulas predict
 * @param pairsPerSecond of the apparatus that is simulated; the simulation runs as fast as it can
 * @param levels a pair that is sampled from formulas instead; its tables may be too large, and
 *     phases are empty then
 */
public record Physics(
        String summary,
        int outcomeCount,
        List<Behaviour> phases,
        Schedule schedule,
        double afterpulseProbability,
        List<Score> scores,
        OptionalDouble pairsPerSecond,
        Optional<LevelPair> levels) {
    public Physics {
        phases = List.copyOf(phases);
        scores = List.copyOf(scores);
        if (levels.isEmpty() && phases.size() != schedule.phaseRounds().size()) {
            throw new IllegalArgumentException(
                    "%d behaviours for %d phases"
                            .formatted(phases.size(), schedule.phaseRounds().size()));
        }
    }

    /** A box whose rounds are sampled from its tables. */
    Physics(
            String summary,
            int outcomeCount,
            List<Behaviour> phases,
            Schedule schedule,
            double afterpulseProbability,
            List<Score> scores,
            OptionalDouble pairsPerSecond) {
        this(
                summary,
                outcomeCount,
                phases,
                schedule,
                afterpulseProbability,
                scores,
                pairsPerSecond,
                Optional.empty());
    }

    /**
     * A pair of d levels.
     *
     * @param phases its tables, if they are not too large
     */
    static Physics ofLevels(
            String summary, LevelPair pair, List<Behaviour> phases, List<Score> scores) {
        return new Physics(
                summary,
                pair.outcomes(),
                phases,
                Schedule.STEADY,
                0,
                scores,
                OptionalDouble.empty(),
                Optional.of(pair));
    }

    /** A box that is the same in every round. */
    static Physics steady(
            String summary, int outcomeCount, Behaviour behaviour, List<Score> scores) {
        return new Physics(
                summary,
                outcomeCount,
                List.of(behaviour),
                Schedule.STEADY,
                0,
                scores,
                OptionalDouble.empty());
    }

    Physics withPairsPerSecond(double rate) {
        return new Physics(
                summary,
                outcomeCount,
                phases,
                schedule,
                afterpulseProbability,
                scores,
                OptionalDouble.of(rate),
                levels);
    }

    /** Alice's settings, numbered from 0. */
    public int aliceSettings() {
        return levels.map(LevelPair::aliceSettings)
                .orElseGet(() -> phases.getFirst().aliceSettings());
    }

    /** Bob's settings, numbered from 0. */
    public int bobSettings() {
        return levels.map(LevelPair::bobSettings).orElseGet(() -> phases.getFirst().bobSettings());
    }
}

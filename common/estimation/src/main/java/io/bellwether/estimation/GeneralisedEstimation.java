package io.bellwether.estimation;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.GeneralisedChsh;
import io.bellwether.bell.GeneralisedStatistics;

import java.util.OptionalDouble;

/** A CHSH block that is accepted by its score and not by its lost rounds; for uncertified runs. */
public final class GeneralisedEstimation {
    private GeneralisedEstimation() {}

    /**
     * Compares the generalised score with the least one that is accepted.
     *
     * @param counted by {@link Estimation}, which has tested the model
     * @param leastScore of alpha (E00 + E01) + beta (E10 - E11)
     */
    public static Estimate estimate(Estimate counted, GeneralisedChsh weights, double leastScore) {
        return judged(
                counted,
                new GeneralisedStatistics(weights, (ChshStatistics) counted.statistics()),
                leastScore);
    }

    /**
     * Compares S with the least one that is accepted.
     *
     * @param counted by {@link Estimation}, which has tested the model
     */
    public static Estimate estimate(Estimate counted, double leastChsh) {
        return judged(counted, counted.statistics(), leastChsh);
    }

    private static Estimate judged(Estimate counted, BlockStatistics statistics, double least) {
        OptionalDouble score = statistics.score();
        if (!(counted instanceof Estimate.Accepted accepted)) {
            return counted;
        }
        return score.isPresent() && score.getAsDouble() >= least
                ? new Estimate.Accepted(statistics, accepted.lostTestRounds(), accepted.proof())
                : new Estimate.ScoreTooLow(statistics, least);
    }
}

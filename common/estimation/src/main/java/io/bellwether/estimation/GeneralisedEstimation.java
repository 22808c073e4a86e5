package io.bellwether.estimation;

import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.GeneralisedChsh;
import io.bellwether.bell.GeneralisedStatistics;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.OptionalDouble;

/** A CHSH block under a generalised score; for uncertified runs. */
public final class GeneralisedEstimation {
    private GeneralisedEstimation() {}

    /**
     * Counts the block and tests the model as {@link Estimation} does, then compares the
     * generalised score with the least one that is accepted.
     *
     * @param rule of one pair of boxes
     * @param leastScore of alpha (E00 + E01) + beta (E10 - E11)
     */
    public static Estimate estimate(
            VerifiedKey aliceOutcomes,
            SecretBits bobOutcomes,
            Estimation.Rounds rounds,
            Estimation.Rule rule,
            GeneralisedChsh weights,
            double leastScore) {
        Estimate counted = Estimation.estimate(aliceOutcomes, bobOutcomes, rounds, rule);
        var statistics = new GeneralisedStatistics(weights, (ChshStatistics) counted.statistics());
        OptionalDouble score = statistics.score();
        if (!(counted instanceof Estimate.Accepted accepted)) {
            return counted;
        }
        return score.isPresent() && score.getAsDouble() >= leastScore
                ? new Estimate.Accepted(statistics, accepted.lostTestRounds(), accepted.proof())
                : new Estimate.ScoreTooLow(statistics, leastScore);
    }
}

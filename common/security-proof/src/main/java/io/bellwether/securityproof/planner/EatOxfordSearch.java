package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;

import java.util.LinkedHashMap;
import java.util.Map;

/** KEYLEN-EAT-OXFORD: its seven free parameters and the test probability. */
record EatOxfordSearch(Setup setup, double rounds) implements SearchSpace {
    /** Keeps the sums of epsilons below their limits in spite of rounding. */
    private static final double ROUNDING_MARGIN = 1 - 1e-12;

    @Override
    public double[][] starts() {
        double alpha = StrictMath.log(Math.min(0.3, Math.sqrt(70 / rounds)));
        double test = SearchSpace.logit(SearchSpace.typicalTestProbability(rounds));
        return new double[][] {
            {-1, alpha - 1.5, alpha + 0.5, 6, 2, 0, test},
            {1.5, alpha - 0.5, alpha + 0.5, 6, 2, 0, test}
        };
    }

    @Override
    public double bitsPerRound(double[] point) {
        double test = testProbability(point);
        double threshold = 1 - setup.acceptedLossRatio(rounds, test);
        double leaked = rounds * setup.correctionBitsPerRound(test, 0) + Setup.TAG_BITS;
        return new EatOxfordEstimate(test, freeParameters(point))
                .bitsPerRound(rounds, threshold, leaked, setup.epsilon().secrecy());
    }

    @Override
    public Plan plan(double[] point) {
        FreeParameters free = freeParameters(point);
        BlockParameters block = setup.fixedLengthBlock((long) rounds, testProbability(point), 0);
        Map<String, Double> chosen = new LinkedHashMap<>();
        chosen.put("t", free.t());
        chosen.put("alphaPrimeMinusOne", free.alphaPrimeMinusOne());
        chosen.put("alphaDoublePrimeMinusOne", free.alphaDoublePrimeMinusOne());
        chosen.put("epsilonSmoothing", free.epsilonSmoothing());
        chosen.put("epsilonSmoothingPrime", free.epsilonSmoothingPrime());
        chosen.put("epsilonSmoothingDoublePrime", free.epsilonSmoothingDoublePrime());
        chosen.put("epsilonPrivacyAmplification", free.epsilonPrivacyAmplification());
        return new Plan(
                PlanTheorem.EAT_OXFORD,
                setup,
                block,
                0,
                block.maxLostTestRounds(),
                chosen,
                KeylenEatOxford.keyLength(block, free));
    }

    private double testProbability(double[] point) {
        return setup.testProbability().orElseGet(() -> SearchSpace.logistic(point[6]));
    }

    private FreeParameters freeParameters(double[] point) {
        double budget = setup.epsilon().secrecy() * ROUNDING_MARGIN;
        double smoothing = budget / 2 * SearchSpace.logistic(point[3]);
        double amplification = (budget - 2 * smoothing) * ROUNDING_MARGIN;
        double first = StrictMath.exp(SearchSpace.clamp(point[4]));
        double second = StrictMath.exp(SearchSpace.clamp(point[5]));
        double share = smoothing * ROUNDING_MARGIN / (1 + first + second);
        return new FreeParameters(
                ChshGame.W_LOCAL
                        + (ChshGame.W_MAX - ChshGame.W_LOCAL) * SearchSpace.logistic(point[0]),
                0.9 * SearchSpace.logistic(point[1]),
                0.4 * SearchSpace.logistic(point[2]),
                smoothing,
                share * first,
                share * second / 2,
                amplification);
    }
}

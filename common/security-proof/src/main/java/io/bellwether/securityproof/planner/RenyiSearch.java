package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenRenyi;
import io.bellwether.securityproof.KeylenRenyi.FreeParameters;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * KEYLEN-RENYI: alpha, phi, s, the test probability and, when asked for, the preprocessing.
 *
 * @param variableLength the form whose length follows the score, planned at its expected value
 * @param preprocessing whether p is searched; otherwise it is the fixed one of the setup, or 0
 */
record RenyiSearch(Setup setup, double rounds, boolean variableLength, boolean preprocessing)
        implements SearchSpace {
    private static final double MAX_FLIP_PROBABILITY = 0.499;
    private static final int FLIP = 4;

    @Override
    public double[][] starts() {
        double bits = -StrictMath.log(setup.epsilon().secrecy()) / StrictMath.log(2);
        double alpha = StrictMath.log(Math.min(0.3, Math.sqrt(bits / rounds)));
        double test = SearchSpace.logit(SearchSpace.typicalTestProbability(rounds));
        double[][] starts = {{alpha - 1.5, 2.3, -1.5, test}, {alpha, 1.6, -1.5, test}};
        if (!preprocessing) {
            return starts;
        }
        return new double[][] {
            {starts[0][0], starts[0][1], starts[0][2], test, -3},
            {starts[1][0], starts[1][1], starts[1][2], test, -1}
        };
    }

    @Override
    public double bitsPerRound(double[] point) {
        double test = testProbability(point);
        FreeParameters free = freeParameters(point, test);
        double flip = flipProbability(point);
        double kappa =
                new RenyiEstimate(
                                test,
                                flip,
                                free.alphaMinusOne(),
                                free.lossShare(),
                                free.lossPenaltyBits())
                        .kappa();
        double log = -StrictMath.log(setup.epsilon().secrecy()) / StrictMath.log(2);
        double hashing = (1 + free.alphaMinusOne()) / free.alphaMinusOne() * log;
        double lost = variableLength ? setup.lossRatio() : setup.acceptedLossRatio(rounds, test);
        double distinct =
                variableLength ? StrictMath.log1p(rounds * test / 4) / StrictMath.log(2) : 0;
        return kappa
                - free.lossPenaltyBits() * test * lost
                - setup.correctionBitsPerRound(test, flip)
                - (Setup.TAG_BITS + hashing + distinct - 2) / rounds;
    }

    @Override
    public Plan plan(double[] point) {
        double test = testProbability(point);
        double flip = flipProbability(point);
        FreeParameters free = freeParameters(point, test);
        long n = (long) rounds;
        BlockParameters block =
                variableLength
                        ? setup.variableLengthBlock(n, test, flip)
                        : setup.fixedLengthBlock(n, test, flip);
        long expected = Math.round(rounds * test * setup.lossRatio());
        long lost =
                variableLength
                        ? Math.min(expected, block.maxLostTestRounds())
                        : block.maxLostTestRounds();
        KeyLength length =
                variableLength
                        ? KeylenRenyi.variableKeyLength(block, flip, free, expected)
                        : KeylenRenyi.keyLength(block, flip, free);
        Map<String, Double> chosen = new LinkedHashMap<>();
        chosen.put("alphaMinusOne", free.alphaMinusOne());
        chosen.put("lossShare", free.lossShare());
        chosen.put("lossPenaltyBits", free.lossPenaltyBits());
        PlanTheorem theorem = variableLength ? PlanTheorem.RENYI_VARIABLE : PlanTheorem.RENYI;
        return new Plan(theorem, setup, block, flip, lost, chosen, length);
    }

    private double testProbability(double[] point) {
        return setup.testProbability().orElseGet(() -> SearchSpace.logistic(point[3]));
    }

    private double flipProbability(double[] point) {
        return preprocessing
                ? MAX_FLIP_PROBABILITY * SearchSpace.logistic(point[FLIP])
                : setup.flipProbability().orElse(0);
    }

    private static FreeParameters freeParameters(double[] point, double testProbability) {
        double alphaMinusOne = Math.max(1e-12, SearchSpace.logistic(point[0]));
        double penalty = StrictMath.exp(Math.min(6, SearchSpace.clamp(point[1]))) / testProbability;
        return new FreeParameters(
                alphaMinusOne, SearchSpace.logistic(point[2]), Math.min(9e11, penalty));
    }
}

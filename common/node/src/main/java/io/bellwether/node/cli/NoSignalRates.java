package io.bellwether.node.cli;

import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.KeylenNoSignal.SecretBits;
import io.bellwether.securityproof.planner.ChainedPlan;

/** Key of an honest chained device against no-signalling adversaries, as {@code rate} shows it. */
record NoSignalRates(int settings, double noise, double ecEfficiency) {
    /** The rate in the limit of many pairs; there is no key length without a number of pairs. */
    Answer asymptotic(Double testProbability) {
        double test =
                testProbability == null
                        ? KeylenNoSignal.bestTestProbability(settings, noise)
                        : testProbability;
        double rate = KeylenNoSignal.rate(settings, noise, test).bitsPerRound();
        Answer answer =
                new Answer()
                        .put("theorem", KeylenNoSignal.RATE_CLAIM_ID)
                        .put("keyBits", 0)
                        .put("ratePerRound", Math.max(0, rate))
                        .put(
                                "reason",
                                rate > 0
                                        ? "no key length without --rounds: this is the asymptotic"
                                                + " rate"
                                        : "no key because the asymptotic rate is not positive");
        return finish(answer, test);
    }

    /** The finite length for this many pairs. */
    Answer finite(long pairs, Double testProbability, double epsilon) {
        double best = testProbability == null ? 0.005 : testProbability;
        SecretBits bits = secretBits(pairs, best, epsilon);
        if (testProbability == null) {
            for (int thousandths = 10; thousandths < 1000; thousandths += 5) {
                SecretBits candidate = secretBits(pairs, thousandths / 1000.0, epsilon);
                if (candidate.keyBits() > bits.keyBits()) {
                    bits = candidate;
                    best = thousandths / 1000.0;
                }
            }
        }
        Answer answer =
                new Answer()
                        .put("theorem", KeylenNoSignal.CLAIM_ID)
                        .put("keyBits", bits.keyBits())
                        .put("ratePerRound", (double) bits.keyBits() / pairs);
        if (!bits.reason().isEmpty()) {
            answer.put("reason", bits.reason());
        }
        return finish(answer.put("rounds", pairs).put("epsilonSecrecy", epsilon), best);
    }

    private SecretBits secretBits(long pairs, double test, double epsilon) {
        return ChainedPlan.secretBits(settings, noise, test, pairs, ecEfficiency, epsilon);
    }

    private Answer finish(Answer answer, double testProbability) {
        return answer.put("settings", settings)
                .put("noise", noise)
                .put("freeParameters", new Answer().put("testProbability", testProbability))
                .put("assumptions", KeylenNoSignal.ASSUMPTIONS);
    }
}

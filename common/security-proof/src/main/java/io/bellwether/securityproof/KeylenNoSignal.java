package io.bellwether.securityproof;

import java.util.OptionalLong;

/**
 * KEYLEN-NOSIGNAL: key from the no-signalling principle alone, with the chained game of M settings
 * per side (Masanes, Renner, Christandl, Winter, Barrett, IEEE Trans. Inf. Theory 60, 4973 (2014);
 * arXiv:quant-ph/0606049). Quantum theory need not hold; uses of a box must not signal to each
 * other.
 *
 * <p>Eqs (17), (21) and (58) circulate with a maximum over theta. The proof, Eq. (65), needs the
 * bound for every theta, i.e. the <b>minimum</b>, which is what is computed here: with the maximum
 * the formula makes keys out of noise (rate 0.185 at M = 2), with the minimum it gives the paper's
 * own figures.
 *
 * <p>Which pairs are for the key and which for the estimate follows from settings that each side
 * draws for each pair independently, so given how many there are of each every arrangement is
 * equally likely, which is what the theorem's random choice of pairs asks for.
 */
public final class KeylenNoSignal {
    /** The ID in {@code claims/} of the finite form. */
    public static final String CLAIM_ID = "KEYLEN-NOSIGNAL";

    /** The ID in {@code claims/} of the asymptotic form. */
    public static final String RATE_CLAIM_ID = "RATE-NOSIGNAL";

    /** What has to hold, in words. */
    public static final String ASSUMPTIONS =
            "No signalling between the laboratories and between uses of a box (quantum theory is"
                    + " not assumed); messages are authenticated with a short pre-shared secret;"
                    + " settings are random, fresh and independent of the devices; the nodes' own"
                    + " computers are honest.";

    /** Nothing is to be chosen: the minimum over theta is the theorem's own. */
    public record NoFreeParameters() implements ChosenParameters {}

    private static final Interval EDGE_LOW = Interval.ZERO;
    private static final Interval EDGE_HIGH = Interval.ONE;

    private KeylenNoSignal() {}

    /**
     * What was counted in a run.
     *
     * @param settings M, settings per side, at least 2
     * @param pairs N, all pairs distributed
     * @param estimationPairs Ne, pairs whose settings were neighbours of the chained game and whose
     *     outcomes were published
     * @param rawKeyBits Nr, pairs measured with the key settings and kept secret
     * @param correctionBits Nc, bits published for error correction
     * @param lossRatio w, the fraction of estimation pairs that lost the chained game
     */
    public record Counts(
            int settings,
            long pairs,
            long estimationPairs,
            long rawKeyBits,
            long correctionBits,
            double lossRatio) {
        /**
         * @throws IllegalArgumentException when a count is outside its range, by name
         */
        public Counts {
            requireSettings(settings);
            Parameters.requireAtLeast("pairs", pairs, 1);
            Parameters.requireAtMost("pairs", pairs, 1L << 53);
            Parameters.requireAtLeast("estimationPairs", estimationPairs, 1);
            Parameters.requireAtLeast("rawKeyBits", rawKeyBits, 1);
            Parameters.requireAtMost(
                    "estimationPairs + rawKeyBits", estimationPairs + rawKeyBits, pairs);
            Parameters.requireAtLeast("correctionBits", correctionBits, 0);
            if (!(lossRatio >= 0 && lossRatio <= 1)) {
                throw new IllegalArgumentException(
                        "lossRatio = " + lossRatio + " is outside [0, 1]");
            }
        }
    }

    /**
     * The outcome of the finite theorem.
     *
     * @param keyBits secret bits, 0 when there is no key
     * @param reason why there is no key, empty otherwise
     */
    public record SecretBits(long keyBits, String reason) {}

    /**
     * Ns(w) = max{0, min over theta of [2 Ne D(w||theta) - 2 Nr log(1/2 + M theta)] - Nr - Nc - 2
     * log(8 Ne N/eps)}. The bracket is convex in theta, and its minimum is bounded from below in
     * interval arithmetic.
     *
     * @param epsilonSecrecy eps, in (0, 1)
     */
    public static SecretBits secretBits(Counts counts, double epsilonSecrecy) {
        Parameters.requireOpenUnit("epsilonSecrecy", epsilonSecrecy);
        double minimum =
                minimumOverTheta(
                        2.0 * counts.estimationPairs(),
                        2.0 * counts.rawKeyBits(),
                        counts.settings(),
                        counts.lossRatio());
        Interval failure =
                Interval.exactly(8)
                        .times(counts.estimationPairs())
                        .times(counts.pairs())
                        .over(Interval.exactly(epsilonSecrecy))
                        .log2()
                        .times(2);
        double bits =
                Interval.exactly(minimum)
                        .minus(Interval.exactly(counts.rawKeyBits()))
                        .minus(Interval.exactly(counts.correctionBits()))
                        .minus(failure)
                        .lower();
        if (bits < 1) {
            return new SecretBits(
                    0,
                    ("no key because with %d settings and a loss ratio of %.6f an eavesdropper"
                                    + " limited by no-signalling alone leaves no secret bit in %d"
                                    + " pairs (%.0f bits short)")
                            .formatted(
                                    counts.settings(),
                                    counts.lossRatio(),
                                    counts.pairs(),
                                    Math.ceil(1 - bits)));
        }
        return new SecretBits((long) Math.floor(bits), "");
    }

    /**
     * The key length of an accepted block. Its length follows the announced loss ratio: eps is the
     * total over all values that it can have.
     *
     * @param lostTestRounds how many of the estimation pairs were lost
     * @return a certified length, or none with the reason
     */
    public static KeyLength keyLength(NoSignalBlock block, long lostTestRounds) {
        Parameters.requireAtLeast("lostTestRounds", lostTestRounds, 0);
        Parameters.requireAtMost("lostTestRounds", lostTestRounds, block.maxLostTestRounds());
        if (block.estimationPairs() == 0 || block.rawKeyBits() == 0) {
            return new KeyLength.None(
                    CLAIM_ID,
                    "no key because %d pairs are for the estimate and %d for the key"
                            .formatted(block.estimationPairs(), block.rawKeyBits()));
        }
        var counts =
                new Counts(
                        block.settings(),
                        block.pairs(),
                        block.estimationPairs(),
                        block.rawKeyBits(),
                        block.leakedBits(),
                        (double) lostTestRounds / block.estimationPairs());
        SecretBits secret = secretBits(counts, block.epsilon().secrecy());
        if (secret.keyBits() == 0) {
            return new KeyLength.None(CLAIM_ID, secret.reason());
        }
        // With hardly a pair lost the formula passes the raw key's length; hashing cannot.
        return new KeyLength.Certified(
                Math.min(secret.keyBits(), block.rawKeyBits()),
                CLAIM_ID,
                ASSUMPTIONS,
                block,
                OptionalLong.of(lostTestRounds));
    }

    /**
     * The honest chained device of visibility 1 - noise: w = (1 - noise) sin^2(pi/4M) + noise/2.
     *
     * @param noise xi, in [0, 1]
     */
    public static double expectedLossRatio(int settings, double noise) {
        requireSettings(settings);
        requireNoise(noise);
        double sine = StrictMath.sin(Math.PI / (4 * settings));
        return (1 - noise) * sine * sine + noise / 2;
    }

    /**
     * Asymptotic rate per pair when either side tests with probability gamma: -(1 - gamma)^2 (1 +
     * h(noise/2)) + min over theta of [(4 gamma^2/M) D(w||theta) - 2 (1 - gamma)^2 log(1/2 + M
     * theta)].
     */
    public static AsymptoticRate rate(int settings, double noise, double testProbability) {
        Parameters.requireOpenUnit("testProbability", testProbability);
        double lossRatio = expectedLossRatio(settings, noise);
        double key = (1 - testProbability) * (1 - testProbability);
        double minimum =
                minimumOverTheta(
                        4 * testProbability * testProbability / settings,
                        2 * key,
                        settings,
                        lossRatio);
        Interval error = Interval.exactly(noise / 2);
        double entropy = SingleRound.binaryEntropy(error, Interval.ONE.minus(error)).upper();
        return new AsymptoticRate(RATE_CLAIM_ID, minimum - key * (1 + entropy));
    }

    /** The test probability with the largest {@link #rate}, to three digits. */
    public static double bestTestProbability(int settings, double noise) {
        double best = 0.5;
        double bestRate = Double.NEGATIVE_INFINITY;
        for (int thousandths = 5; thousandths < 1000; thousandths += 5) {
            double candidate = thousandths / 1000.0;
            double rate = rate(settings, noise, candidate).bitsPerRound();
            if (rate > bestRate) {
                bestRate = rate;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Lower bound on min over theta in [0, 1] of estimation D(w||theta) - key log(1/2 + M theta).
     */
    private static double minimumOverTheta(
            double estimation, double key, int settings, double lossRatio) {
        Interval half = Interval.exactly(0.5);
        return ConvexMinimum.lowerBound(
                theta -> {
                    Interval at = Interval.exactly(theta);
                    return divergence(lossRatio, at)
                            .times(estimation)
                            .minus(half.plus(at.times(settings)).log2().times(key));
                },
                EDGE_LOW,
                EDGE_HIGH);
    }

    /** D(w||theta) = w log(w/theta) + (1 - w) log((1 - w)/(1 - theta)) for theta inside (0, 1). */
    private static Interval divergence(double w, Interval theta) {
        Interval win = Interval.exactly(w);
        Interval rest = Interval.ONE.minus(win);
        Interval first = w == 0 ? Interval.ZERO : win.times(win.over(theta).log2());
        Interval other = Interval.ONE.minus(theta);
        Interval second = w == 1 ? Interval.ZERO : rest.times(rest.over(other).log2());
        return first.plus(second);
    }

    private static void requireSettings(int settings) {
        Parameters.requireAtLeast("settings", settings, 2);
        Parameters.requireAtMost("settings", settings, 1_000_000);
    }

    private static void requireNoise(double noise) {
        if (!(noise >= 0 && noise <= 1)) {
            throw new IllegalArgumentException("noise = " + noise + " is outside [0, 1]");
        }
    }
}

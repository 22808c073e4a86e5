package io.bellwether.securityproof;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.BellInequality;
import io.bellwether.bell.ChshGame;

/**
 * RATE-NPA: how well a quantum Eve guesses Alice's outcome, bounded through the moment-matrix
 * hierarchy (Navascues, Pironio, Acin 2007; with full statistics: Nieto-Silleras, Pironio, Silman,
 * New J. Phys. 16, 013035 (2014); Bancal, Sheridan, Scarani, New J. Phys. 16, 033011 (2014)). Eve's
 * guess e splits the behaviour into sub-normalised quantum behaviours p_e with sum_e p_e = p, and
 * she is right with probability sum_e p_e(a = e|x).
 *
 * <p>The bound is proved by a dual certificate that is checked in interval arithmetic ({@link
 * MomentCertificate}); only how tight it is depends on the solver. It is about one round: no key
 * can be sized with it.
 *
 * @param upperBound Eve guesses right with probability at most this
 * @param level the level of the hierarchy
 */
public record GuessingProbability(double upperBound, MomentLevel level) {
    /** The ID in {@code claims/} of the rate. */
    public static final String CLAIM_ID = "RATE-NPA";

    private static final double SIGNAL_TOLERANCE = 1e-9;

    /** How far below what ignorance guesses a bound has to be to prove a contradiction. */
    private static final double CONTRADICTION = 1e-9;

    /** Rows of a moment matrix: above it an answer takes longer than a second or two. */
    private static final int MAX_ROWS = 40;

    /** -log2 of the guessing probability, rounded down: a lower bound on H_min(A|E) and H(A|E). */
    public double minEntropyBits() {
        return Math.max(0, Interval.exactly(Math.min(1, upperBound)).log2().negated().lower());
    }

    /**
     * From the full statistics.
     *
     * @param behaviour two outcomes a side; it must not signal by more than 1e-9
     * @param x Alice's setting whose outcome is guessed
     * @throws IllegalArgumentException when the behaviour has other outcomes, signals, or is proved
     *     not to be quantum
     */
    public static GuessingProbability ofBehaviour(Behaviour behaviour, int x, MomentLevel level) {
        return ofKept(behaviour, x, 0, new double[] {1, 1}, new double[] {1, 1}, level);
    }

    /**
     * The probability that the round is kept and Eve guesses Alice's outcome, when a round is kept
     * with probability keepAlice[a] keepBob[b], drawn locally: sub-normalised.
     */
    static GuessingProbability ofKept(
            Behaviour behaviour,
            int x,
            int y,
            double[] keepAlice,
            double[] keepBob,
            MomentLevel level) {
        MomentProgramme programme = programme(behaviour, x, y, keepAlice, keepBob, level);
        double ignorant = 0;
        for (int a = 0; a < 2; a++) {
            double kept = 0;
            for (int b = 0; b < 2; b++) {
                kept += keepAlice[a] * keepBob[b] * behaviour.probability(a, b, x, y);
            }
            ignorant = Math.max(ignorant, kept);
        }
        double impossible = ignorant - CONTRADICTION;
        double bound = MomentSolver.solve(programme, impossible).upperBound();
        if (bound < impossible) {
            throw new IllegalArgumentException(
                    ("behaviour is not quantum: at level %s Eve would guess with at most %s,"
                                    + " without knowledge she guesses with %s")
                            .formatted(level, bound, ignorant));
        }
        double kept = keptShare(behaviour, x, y, keepAlice, keepBob);
        return new GuessingProbability(Math.min(bound, kept), level);
    }

    /** One objective for each guess of Eve. */
    static MomentProgramme programme(
            Behaviour behaviour,
            int x,
            int y,
            double[] keepAlice,
            double[] keepBob,
            MomentLevel level) {
        requireUsable(behaviour);
        MomentMatrix matrix = matrix(behaviour.aliceSettings(), behaviour.bobSettings(), level);
        double[][] objectives = new double[2][matrix.words()];
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                matrix.addProbability(objectives[a], keepAlice[a] * keepBob[b], a, b, x, y);
            }
        }
        return new MomentProgramme(
                matrix, objectives, statistics(matrix, behaviour), values(behaviour));
    }

    /** Probability that a round of these settings is kept. */
    static double keptShare(
            Behaviour behaviour, int x, int y, double[] keepAlice, double[] keepBob) {
        double sum = 0;
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                sum += keepAlice[a] * keepBob[b] * behaviour.probability(a, b, x, y);
            }
        }
        return Math.min(1, Math.nextUp(sum));
    }

    /**
     * From the CHSH value alone. The exact answer is 1/2 + 1/2 sqrt(2 - S^2/4) (Pironio et al.,
     * Nature 464, 1021 (2010)), which level 1+AB reaches.
     *
     * @param chsh S, at most 2 sqrt 2 in absolute value
     */
    public static GuessingProbability ofChsh(double chsh, MomentLevel level) {
        if (!(Math.abs(chsh) <= ChshGame.QUANTUM_BOUND)) {
            throw new IllegalArgumentException(
                    "chsh = %s is outside [-2 sqrt 2, 2 sqrt 2], no quantum behaviour reaches it"
                            .formatted(chsh));
        }
        MomentMatrix matrix = matrix(2, 2, level);
        double[][] objectives = new double[2][matrix.words()];
        double[][] statistics = new double[2][matrix.words()];
        for (int a = 0; a < 2; a++) {
            objectives[a][matrix.one()] = 0.5;
            objectives[a][matrix.alice(0)] = a == 0 ? 0.5 : -0.5;
        }
        statistics[0][matrix.one()] = 1;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                statistics[1][matrix.both(x, y)] = (x & y) == 1 ? -1 : 1;
            }
        }
        MomentProgramme programme =
                new MomentProgramme(matrix, objectives, statistics, new double[] {1, chsh});
        double bound = MomentSolver.solve(programme, Double.NEGATIVE_INFINITY).upperBound();
        return new GuessingProbability(Math.min(1, bound), level);
    }

    /**
     * A proved upper bound on the quantum value of a Bell inequality with two outcomes a side.
     *
     * @throws IllegalArgumentException when there are other outcomes or too many settings
     */
    public static double quantumMaximum(BellInequality inequality, MomentLevel level) {
        requireTwoOutcomes(inequality.aliceOutcomes(), inequality.bobOutcomes());
        MomentMatrix matrix = matrix(inequality.aliceSettings(), inequality.bobSettings(), level);
        double[] objective = new double[matrix.words()];
        for (int x = 0; x < inequality.aliceSettings(); x++) {
            for (int y = 0; y < inequality.bobSettings(); y++) {
                for (int a = 0; a < 2; a++) {
                    for (int b = 0; b < 2; b++) {
                        double weight = inequality.coefficient(a, b, x, y);
                        matrix.addProbability(objective, weight, a, b, x, y);
                    }
                }
            }
        }
        double[][] normalisation = new double[1][matrix.words()];
        normalisation[0][matrix.one()] = 1;
        return MomentSolver.solve(
                        new MomentProgramme(
                                matrix,
                                new double[][] {objective},
                                normalisation,
                                new double[] {1}),
                        Double.NEGATIVE_INFINITY)
                .upperBound();
    }

    private static MomentMatrix matrix(int aliceSettings, int bobSettings, MomentLevel level) {
        MomentMatrix matrix = new MomentMatrix(aliceSettings, bobSettings, level);
        Parameters.requireAtMost("rows of the moment matrix", matrix.size(), MAX_ROWS);
        return matrix;
    }

    private static void requireUsable(Behaviour behaviour) {
        requireTwoOutcomes(behaviour.aliceOutcomes(), behaviour.bobOutcomes());
        if (!(behaviour.largestSignal() <= SIGNAL_TOLERANCE)) {
            throw new IllegalArgumentException(
                    "behaviour signals by %s, above %s; project it to no-signalling first"
                            .formatted(behaviour.largestSignal(), SIGNAL_TOLERANCE));
        }
    }

    private static void requireTwoOutcomes(int alice, int bob) {
        if (alice != 2 || bob != 2) {
            throw new IllegalArgumentException(
                    "outcomes = %d and %d, the moment matrices here are for 2 and 2"
                            .formatted(alice, bob));
        }
    }

    /** One statistic for each of 1, A_x, B_y and A_x B_y, in this order. */
    private static double[][] statistics(MomentMatrix matrix, Behaviour behaviour) {
        int[] moments = new int[values(behaviour).length];
        int next = 0;
        moments[next++] = matrix.one();
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            moments[next++] = matrix.alice(x);
        }
        for (int y = 0; y < behaviour.bobSettings(); y++) {
            moments[next++] = matrix.bob(y);
            for (int x = 0; x < behaviour.aliceSettings(); x++) {
                moments[next++] = matrix.both(x, y);
            }
        }
        double[][] statistics = new double[moments.length][matrix.words()];
        for (int t = 0; t < moments.length; t++) {
            statistics[t][moments[t]] = 1;
        }
        return statistics;
    }

    /** The values of 1, A_x, then for each y B_y and A_x B_y. */
    static double[] values(Behaviour behaviour) {
        int alice = behaviour.aliceSettings();
        int bob = behaviour.bobSettings();
        double[] values = new double[(1 + alice) * (1 + bob)];
        values[0] = 1;
        int next = 1;
        for (int x = 0; x < alice; x++) {
            values[next++] = 2 * behaviour.aliceMarginal(0, x, 0) - 1;
        }
        for (int y = 0; y < bob; y++) {
            values[next++] = 2 * behaviour.bobMarginal(0, 0, y) - 1;
            for (int x = 0; x < alice; x++) {
                values[next++] = behaviour.correlator(x, y);
            }
        }
        return values;
    }
}

package io.bellwether.securityproof;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.BellInequality;
import io.bellwether.bell.DeterministicStrategies;
import io.bellwether.bell.DeterministicStrategies.Strategy;

import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * UPPER-LOCAL-WEIGHT: the largest share q of rounds in which devices of this behaviour may play
 * deterministic strategies, p = q p_local + (1 - q) p_rest (Elitzur, Popescu, Rohrlich, Phys. Lett.
 * A 162, 25 (1992)), by two linear programmes that bound each other: max sum q_s with sum q_s D_s
 * &lt;= p, and its dual, min c . p with c &gt;= 0 and c . D_s &gt;= 1, whose answer is a Bell
 * inequality. The rest is non-signalling when p is, so an eavesdropper who is bound by
 * no-signalling alone, and who knows the outcomes of the local rounds, leaves at most 1 - q bits
 * per key round of two outcomes (intrinsic information; Acin, Massar, Pironio, New J. Phys. 8, 126
 * (2006)). A quantum eavesdropper may be unable to play the rest: see {@link
 * ConvexCombinationAttack} for her.
 *
 * <p>The linear programmes are here and not beside {@link Behaviour} because they need the numerics
 * library, which the module of games does without.
 *
 * @param atLeast share of an explicit decomposition whose remainder has no negative entry
 * @param atMost share proved by the witness
 * @param weights the decomposition
 * @param witness c, multiples of 2^-30
 */
public record LocalWeight(
        double atLeast, double atMost, Map<Strategy, Double> weights, BellInequality witness) {
    /** The ID in {@code claims/}. */
    public static final String CLAIM_ID = "UPPER-LOCAL-WEIGHT";

    private static final int MAX_STRATEGIES = 256;

    /**
     * How well a decomposition has to give the behaviour, and by how much a witness to separate.
     */
    private static final double TOLERANCE = 1e-9;

    private static final double GRID = 0x1p30;

    /** Of the value of a witness: some hundred products of numbers below 2, each to half an ulp. */
    private static final double ROUNDING = 1e-12;

    /** Copies the map. */
    public LocalWeight {
        weights = Map.copyOf(weights);
    }

    /**
     * Of a behaviour with at most 256 deterministic strategies.
     *
     * @throws IllegalArgumentException when it has more
     * @throws ArithmeticException when the solver fails
     */
    public static LocalWeight of(Behaviour behaviour) {
        List<Strategy> strategies =
                DeterministicStrategies.all(
                        behaviour.aliceSettings(),
                        behaviour.bobSettings(),
                        behaviour.aliceOutcomes(),
                        behaviour.bobOutcomes(),
                        MAX_STRATEGIES);
        double[] shares = decomposition(behaviour, strategies);
        double[] overlap = mixture(behaviour, strategies, shares);
        double[] table = table(behaviour);
        double scale = 1;
        for (int i = 0; i < table.length; i++) {
            scale = Math.min(scale, overlap[i] > 0 ? table[i] / overlap[i] : 1);
        }
        Map<Strategy, Double> weights = new HashMap<>();
        double sum = 0;
        for (int s = 0; s < shares.length; s++) {
            if (shares[s] > 0) {
                weights.put(strategies.get(s), shares[s] * scale);
                sum += shares[s] * scale;
            }
        }
        BellInequality witness = witness(behaviour, strategies);
        double smallest = -negated(witness).localBound();
        double upper =
                smallest > 0
                        ? Interval.around(witness.valueOf(behaviour))
                                .plus(new Interval(-ROUNDING, ROUNDING))
                                .over(Interval.exactly(smallest))
                                .upper()
                        : 1;
        return new LocalWeight(Math.min(1, sum), Math.min(1, upper), weights, witness);
    }

    /**
     * Whether the behaviour is local, with a decomposition or a violated Bell inequality.
     *
     * @throws ArithmeticException when the solver's answer proves neither to 1e-9
     */
    public static LocalMembership membershipOf(Behaviour behaviour) {
        LocalWeight weight = of(behaviour);
        if (weight.atMost < 1 - TOLERANCE) {
            BellInequality violated = negated(weight.witness);
            double value = Math.nextDown(violated.valueOf(behaviour) - ROUNDING);
            return new LocalMembership.Nonlocal(violated, violated.localBound(), value);
        }
        double[] table = table(behaviour);
        double[] shares = weight.weights.values().stream().mapToDouble(d -> d).toArray();
        double[] mixed = mixture(behaviour, List.copyOf(weight.weights.keySet()), shares);
        double error = 0;
        for (int i = 0; i < table.length; i++) {
            error = Math.max(error, Math.abs(table[i] - mixed[i]));
        }
        if (error > TOLERANCE) {
            throw new ArithmeticException(
                    "membership undecided: local weight in [%s, %s]"
                            .formatted(weight.atLeast, weight.atMost));
        }
        return new LocalMembership.Local(weight.weights, error);
    }

    /** Bits per key round that a no-signalling eavesdropper leaves at most. */
    public double noSignallingUpperBits() {
        return 1 - atLeast;
    }

    private static double[] decomposition(Behaviour behaviour, List<Strategy> strategies) {
        LinearProgramme programme = new LinearProgramme();
        double[] table = table(behaviour);
        double[][] columns = columns(behaviour, strategies);
        for (int i = 0; i < table.length; i++) {
            double[] row = new double[columns.length];
            for (int s = 0; s < row.length; s++) {
                row[s] = columns[s][i];
            }
            programme.add(row, Relationship.LEQ, table[i]);
        }
        double[] ones = new double[columns.length];
        Arrays.fill(ones, 1);
        double[] shares = programme.solve(GoalType.MAXIMIZE, ones, true);
        for (int s = 0; s < shares.length; s++) {
            shares[s] = Math.max(0, shares[s]);
        }
        return shares;
    }

    private static BellInequality witness(Behaviour behaviour, List<Strategy> strategies) {
        LinearProgramme programme = new LinearProgramme();
        for (double[] column : columns(behaviour, strategies)) {
            programme.add(column, Relationship.GEQ, 1);
        }
        double[] c = programme.solve(GoalType.MINIMIZE, table(behaviour), true);
        int bob = behaviour.bobSettings();
        int outcomesA = behaviour.aliceOutcomes();
        int outcomesB = behaviour.bobOutcomes();
        return BellInequality.of(
                behaviour.aliceSettings(),
                bob,
                outcomesA,
                outcomesB,
                (x, y, a, b) -> onGrid(c[((x * bob + y) * outcomesA + a) * outcomesB + b]));
    }

    private static double onGrid(double coefficient) {
        return Math.max(0, Math.rint(GRID * coefficient) / GRID);
    }

    private static BellInequality negated(BellInequality inequality) {
        return BellInequality.of(
                inequality.aliceSettings(),
                inequality.bobSettings(),
                inequality.aliceOutcomes(),
                inequality.bobOutcomes(),
                (x, y, a, b) -> -inequality.coefficient(a, b, x, y));
    }

    private static double[] mixture(
            Behaviour behaviour, List<Strategy> strategies, double[] shares) {
        double[] mixed = new double[table(behaviour).length];
        double[][] columns = columns(behaviour, strategies);
        for (int s = 0; s < shares.length; s++) {
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] += shares[s] * columns[s][i];
            }
        }
        return mixed;
    }

    /** p(ab|xy) in the order x, y, a, b. */
    static double[] table(Behaviour behaviour) {
        int size = behaviour.aliceSettings() * behaviour.bobSettings();
        double[] table = new double[size * behaviour.aliceOutcomes() * behaviour.bobOutcomes()];
        int next = 0;
        for (int x = 0; x < behaviour.aliceSettings(); x++) {
            for (int y = 0; y < behaviour.bobSettings(); y++) {
                for (int a = 0; a < behaviour.aliceOutcomes(); a++) {
                    for (int b = 0; b < behaviour.bobOutcomes(); b++) {
                        table[next++] = behaviour.probability(a, b, x, y);
                    }
                }
            }
        }
        return table;
    }

    /** The strategies as tables of 0 and 1. */
    static double[][] columns(Behaviour shape, List<Strategy> strategies) {
        double[][] columns = new double[strategies.size()][];
        for (int s = 0; s < columns.length; s++) {
            Strategy strategy = strategies.get(s);
            double[] column = new double[table(shape).length];
            int next = 0;
            for (int x = 0; x < shape.aliceSettings(); x++) {
                for (int y = 0; y < shape.bobSettings(); y++) {
                    for (int a = 0; a < shape.aliceOutcomes(); a++) {
                        for (int b = 0; b < shape.bobOutcomes(); b++) {
                            column[next++] = strategy.gives(a, b, x, y) ? 1 : 0;
                        }
                    }
                }
            }
            columns[s] = column;
        }
        return columns;
    }
}

package io.bellwether.securityproof;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.DeterministicStrategies;
import io.bellwether.bell.DeterministicStrategies.Strategy;

import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * UPPER-ATTACK: an attack that a quantum eavesdropper can carry out on devices of a behaviour, and
 * the key that it leaves. In each round she draws deterministic devices, of which she knows all
 * outcomes, an explicit pure pair of qubits, of which she knows the measured state, or leaves the
 * devices alone, so that the mixture is the behaviour. From rounds of one pair of settings no
 * protocol, one-way or two-way, then makes more than the mean of I(A:B) over the parts (intrinsic
 * information, Maurer and Wolf 1999; convex-combination attack: Farkas et al., Phys. Rev. Lett.
 * 127, 050503 (2021)).
 *
 * <p>A linear programme chooses the shares; pairs of qubits are added while a search finds one that
 * lowers the bound. Every set of parts is an attack, so the bound holds however good the search is.
 *
 * @param upperBits bits per key round, at most
 * @param localShare share of rounds with deterministic devices
 * @param passiveShare share of rounds in which the devices are left alone
 * @param largestError largest difference of a moment of the mixture from the behaviour's
 */
public record ConvexCombinationAttack(
        double upperBits, double localShare, double passiveShare, double largestError) {
    /** The ID in {@code claims/}. */
    public static final String CLAIM_ID = "UPPER-ATTACK";

    private static final int MAX_STRATEGIES = 64;
    private static final int MAX_ROUNDS = 16;

    /** From so many starts, in turn, a round searches; what it finds replaces the first. */
    private static final int STARTS = 2;

    private static final double[] TEST_ANGLES = {Math.PI / 4, 0.6, 0.95};
    private static final double IMPROVEMENT = 1e-6;
    private static final double MAX_ERROR = 1e-8;
    private static final double SIGNAL_TOLERANCE = 1e-9;

    /** Precision asked of the search: some 1e-9 of a bit. */
    private static final long SEARCH_ROUNDS = 10_000;

    /**
     * The best attack found.
     *
     * @param behaviour a quantum behaviour with two outcomes a side and at most 64 deterministic
     *     strategies that does not signal by more than 1e-9; that it is quantum is not checked
     * @param keyX Alice's key setting
     * @param keyY Bob's key setting
     * @throws IllegalArgumentException when the behaviour is not of this kind
     * @throws ArithmeticException when the linear programme is not solved to 1e-8
     */
    public static ConvexCombinationAttack on(Behaviour behaviour, int keyX, int keyY) {
        requireUsable(behaviour);
        List<double[]> parts = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        int alice = behaviour.aliceSettings();
        double[] target = GuessingProbability.values(behaviour);
        parts.add(target);
        costs.add(cost(target, alice, keyX, keyY));
        for (Strategy strategy :
                DeterministicStrategies.all(alice, behaviour.bobSettings(), 2, 2, MAX_STRATEGIES)) {
            parts.add(moments(strategy));
            costs.add(0.0);
        }
        int deterministic = parts.size() - 1;
        List<double[]> seeds = seeds(alice, behaviour.bobSettings(), keyX, keyY);
        for (double[] seed : seeds) {
            double[] moments = QubitPair.moments(seed, alice);
            parts.add(moments);
            costs.add(cost(moments, alice, keyX, keyY));
        }
        addPairs(parts, costs, target, seeds, alice, keyX, keyY);
        return mixture(parts, costs, target, deterministic);
    }

    /** Column generation: pairs that the prices of the last programme find too cheap are added. */
    private static void addPairs(
            List<double[]> parts,
            List<Double> costs,
            double[] target,
            List<double[]> seeds,
            int alice,
            int keyX,
            int keyY) {
        int inVain = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double[] prices = prices(parts, costs, target);
            double[] found = cheapestPair(prices, alice, keyX, keyY, seeds.subList(0, STARTS));
            double[] moments = QubitPair.moments(found, alice);
            double pairCost = cost(moments, alice, keyX, keyY);
            if (dot(prices, moments) - pairCost < IMPROVEMENT) {
                if (++inVain == seeds.size()) {
                    break;
                }
            } else {
                inVain = 0;
                seeds.set(0, found);
            }
            Collections.rotate(seeds, -1);
            parts.add(moments);
            costs.add(pairCost);
        }
    }

    private static void requireUsable(Behaviour behaviour) {
        if (behaviour.aliceOutcomes() != 2 || behaviour.bobOutcomes() != 2) {
            throw new IllegalArgumentException(
                    "outcomes = %d and %d, the attack is for 2 and 2"
                            .formatted(behaviour.aliceOutcomes(), behaviour.bobOutcomes()));
        }
        if (!(behaviour.largestSignal() <= SIGNAL_TOLERANCE)) {
            throw new IllegalArgumentException(
                    "behaviour signals by %s, above %s; project it to no-signalling first"
                            .formatted(behaviour.largestSignal(), SIGNAL_TOLERANCE));
        }
    }

    private static double[] moments(Strategy strategy) {
        int alice = strategy.alice().size();
        double[] moments = new double[(1 + alice) * (1 + strategy.bob().size())];
        int next = 0;
        moments[next++] = 1;
        for (int a : strategy.alice()) {
            moments[next++] = 1 - 2 * a;
        }
        for (int b : strategy.bob()) {
            moments[next++] = 1 - 2 * b;
            for (int a : strategy.alice()) {
                moments[next++] = (1 - 2 * a) * (1 - 2 * b);
            }
        }
        return moments;
    }

    /** I(A:B) of the key settings. */
    private static double cost(double[] moments, int alice, int keyX, int keyY) {
        int row = (1 + alice) * (1 + keyY);
        return Math.max(
                0,
                QubitPair.mutualInformation(
                        moments[1 + keyX], moments[row], moments[row + 1 + keyX]));
    }

    /** Multipliers c, max c . target, with c . part at most the cost of each part. */
    private static double[] prices(List<double[]> parts, List<Double> costs, double[] target) {
        LinearProgramme programme = new LinearProgramme();
        for (int i = 0; i < parts.size(); i++) {
            programme.add(parts.get(i), Relationship.LEQ, costs.get(i));
        }
        return programme.solve(GoalType.MAXIMIZE, target, false);
    }

    private static double[] cheapestPair(
            double[] prices, int alice, int keyX, int keyY, List<double[]> seeds) {
        double[] best = seeds.getFirst();
        double bestGain = Double.NEGATIVE_INFINITY;
        for (double[] from : seeds) {
            double[] found =
                    SimplexSearch.refine(
                            angles -> {
                                double[] moments = QubitPair.moments(angles, alice);
                                return dot(prices, moments) - cost(moments, alice, keyX, keyY);
                            },
                            from,
                            SEARCH_ROUNDS);
            double[] moments = QubitPair.moments(found, alice);
            double gain = dot(prices, moments) - cost(moments, alice, keyX, keyY);
            if (gain > bestGain) {
                bestGain = gain;
                best = found;
            }
        }
        return best;
    }

    /** Pairs whose test settings violate CHSH, entangled more and less, key settings aligned. */
    private static List<double[]> seeds(int alice, int bob, int keyX, int keyY) {
        List<double[]> seeds = new ArrayList<>();
        for (double entanglement : new double[] {Math.PI / 4, 0.6}) {
            for (double test : TEST_ANGLES) {
                double[] angles = new double[1 + alice + bob];
                angles[0] = entanglement;
                for (int x = 0; x < alice; x++) {
                    angles[1 + x] = x == keyX ? 0 : Math.PI / 2;
                }
                for (int y = 0; y < bob; y++) {
                    angles[1 + alice + y] = y % 2 == 0 ? test : -test;
                }
                if (bob > 2) {
                    angles[1 + alice + keyY] = 0;
                }
                seeds.add(angles);
            }
        }
        return seeds;
    }

    private static ConvexCombinationAttack mixture(
            List<double[]> parts, List<Double> costs, double[] target, int deterministic) {
        LinearProgramme programme = new LinearProgramme();
        for (int i = 0; i < target.length; i++) {
            int moment = i;
            programme.add(
                    parts.stream().mapToDouble(part -> part[moment]).toArray(),
                    Relationship.EQ,
                    target[i]);
        }
        double[] cost = costs.stream().mapToDouble(c -> c).toArray();
        double[] shares = programme.solve(GoalType.MINIMIZE, cost, true);
        double[] mixed = new double[target.length];
        double local = 0;
        for (int s = 0; s < shares.length; s++) {
            local += s >= 1 && s <= deterministic ? shares[s] : 0;
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] += shares[s] * parts.get(s)[i];
            }
        }
        double error = 0;
        for (int i = 0; i < mixed.length; i++) {
            error = Math.max(error, Math.abs(mixed[i] - target[i]));
        }
        if (!(error <= MAX_ERROR)) {
            throw new ArithmeticException(
                    "the mixture differs from the behaviour by " + error + ", above " + MAX_ERROR);
        }
        return new ConvexCombinationAttack(dot(cost, shares), local, shares[0], error);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

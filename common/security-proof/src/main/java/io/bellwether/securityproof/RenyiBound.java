package io.bellwether.securityproof;

import io.bellwether.securityproof.KeylenRenyi.FreeParameters;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The rate kappa of {@link KeylenRenyi}: -(1/d) log of the maximum over w in [wMin, wMax] of
 *
 * <pre>G(w) = (1 - gamma) Q_p(w) + gamma T(w)</pre>
 *
 * where T(w) is the optimum of the linear programme max w1 Q1 + w0 Q0 under 0 &lt;= Q1 &lt;= w, 0
 * &lt;= Q0 &lt;= 1 - w, Q0 + Q1 &lt;= q(w). For w1 &gt;= w0 that is min{w1 w + w0 (q - w), w1 q},
 * and with the roles exchanged otherwise: the first form alone is right only while 1 - q does not
 * exceed the probability of the smaller weight.
 *
 * <p>Where each side draws alone (RENYI-SIFT), the weights are (1 - gamma)^2 and gamma^2, and the
 * dropped rounds add 2 gamma (1 - gamma), their Q being 1: they add nothing to G - 1.
 *
 * <p>Everything is computed as (G - 1)/d, which stays of order one as d tends to 0.
 */
final class RenyiBound {
    /** Bounds the time of the branch and bound; what is still open then lowers kappa. */
    private static final int MAX_BOXES = 60_000;

    private final Interval testWeight;
    private final Interval keyWeight;
    private final RenyiRound round;
    private final Interval alphaMinusOne;
    private final Interval heavyMinusOne;
    private final Interval lightMinusOne;
    private final boolean winWeighsMore;

    /** Of announced test rounds. */
    RenyiBound(double testProbability, double flipProbability, FreeParameters free) {
        this(
                Interval.exactly(testProbability),
                Interval.ONE.minus(Interval.exactly(testProbability)),
                flipProbability,
                free);
    }

    static RenyiBound of(BlockParameters block, double flipProbability, FreeParameters free) {
        if (!block.independentChoice()) {
            return new RenyiBound(block.testProbability(), flipProbability, free);
        }
        Interval gamma = Interval.exactly(block.testProbability());
        return new RenyiBound(
                gamma.squared(), Interval.ONE.minus(gamma).squared(), flipProbability, free);
    }

    private RenyiBound(
            Interval testWeight, Interval keyWeight, double flipProbability, FreeParameters free) {
        this.testWeight = testWeight;
        this.keyWeight = keyWeight;
        this.round = new RenyiRound(free.alphaMinusOne(), flipProbability);
        this.alphaMinusOne = Interval.exactly(free.alphaMinusOne());
        Interval share = Interval.exactly(free.lossShare());
        // w1 = 2^{-d log(1 - s)}, w0 = 2^{d (-phi - log s)}
        Interval winExponent = share.negated().log1p().negated();
        Interval lossExponent =
                Interval.exactly(free.lossPenaltyBits())
                        .times(Interval.LN2)
                        .plus(share.ln())
                        .negated();
        Interval win = winExponent.times(alphaMinusOne).expm1();
        Interval loss = lossExponent.times(alphaMinusOne).expm1();
        this.winWeighsMore = win.upper() >= loss.upper();
        Interval heavy = winWeighsMore ? win : loss;
        Interval light = winWeighsMore ? loss : win;
        // weights too close to be told apart: T grows with both, so both may be taken as the larger
        this.heavyMinusOne = heavy;
        this.lightMinusOne = light.upper() > heavy.lower() ? heavy : light;
    }

    /**
     * A lower bound on kappa in bits. For p = 0 through concavity: q is concave in w
     * (RENYI-CONCAVE), T is a minimum of functions that are concave where q is, so -G is convex.
     * For p &gt; 0 by branch and bound, which uses only that q and Q_p do not increase.
     */
    double kappa(double gapBits) {
        double largest =
                round.flipProbability() == 0
                        ? -ConvexMinimum.lowerBound(
                                this::negatedExcess, SingleRound.W_MIN, SingleRound.W_MAX)
                        : branchAndBound(gapBits);
        return kappaFrom(largest);
    }

    /** kappa as if G were concave for p &gt; 0 too, and not bounded: for the optimiser. */
    double kappaEstimate() {
        return kappaFrom(
                -ConvexMinimum.estimate(this::negatedExcess, SingleRound.W_MIN, SingleRound.W_MAX));
    }

    private double kappaFrom(double largestExcess) {
        Interval largest = Interval.exactly(largestExcess).times(alphaMinusOne);
        if (largest.lower() <= -1) {
            throw new ArithmeticException("G is not above 0: " + largest);
        }
        return largest.log1p().over(alphaMinusOne.times(Interval.LN2)).negated().lower();
    }

    private Interval negatedExcess(double w) {
        Interval at = Interval.exactly(w);
        return excess(round.keyRoundMinusOne(at), round.unflippedMinusOne(at), at).negated();
    }

    /** (G - 1)/d for given Q_p - 1, q - 1 and w. */
    private Interval excess(Interval keyMinusOne, Interval qMinusOne, Interval w) {
        return keyWeight
                .times(keyMinusOne)
                .plus(testWeight.times(testRounds(qMinusOne, w)))
                .over(alphaMinusOne);
    }

    /** T - 1. */
    private Interval testRounds(Interval qMinusOne, Interval w) {
        Interval heavyProbability = winWeighsMore ? w : Interval.ONE.minus(w);
        Interval lightProbability = winWeighsMore ? Interval.ONE.minus(w) : w;
        Interval shared =
                heavyMinusOne
                        .times(heavyProbability)
                        .plus(lightMinusOne.times(lightProbability))
                        .plus(Interval.ONE.plus(lightMinusOne).times(qMinusOne));
        Interval heavyOnly = heavyMinusOne.plus(Interval.ONE.plus(heavyMinusOne).times(qMinusOne));
        return new Interval(
                Math.min(shared.lower(), heavyOnly.lower()),
                Math.min(shared.upper(), heavyOnly.upper()));
    }

    private record Box(double low, double high, double upperBound) {}

    private double branchAndBound(double gapBits) {
        double local = boundOnLocalPart();
        PriorityQueue<Box> boxes =
                new PriorityQueue<>(Comparator.comparingDouble(Box::upperBound).reversed());
        boxes.add(box(0.75, SingleRound.W_MAX.upper()));
        double attained = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < MAX_BOXES; i++) {
            Box worst = boxes.peek();
            if (worst.upperBound() <= Math.max(local, attained + gapBits)) {
                break;
            }
            boxes.poll();
            double middle = (worst.low() + worst.high()) / 2;
            attained = Math.max(attained, -negatedExcess(middle).upper());
            boxes.add(box(worst.low(), middle));
            boxes.add(box(middle, worst.high()));
        }
        return Math.max(local, boxes.peek().upperBound());
    }

    /** On [wMin, 3/4] with q &lt;= 1 and Q_p at most its value at 3/4, G is at most affine in w. */
    private double boundOnLocalPart() {
        Interval local = Interval.exactly(0.75);
        Interval key = round.keyRoundMinusOne(local);
        return Math.max(
                excess(key, Interval.ZERO, local).upper(),
                excess(key, Interval.ZERO, SingleRound.W_MIN).upper());
    }

    /** On [low, high] inside [3/4, wMax]: q and Q_p are largest at low, T grows with q. */
    private Box box(double low, double high) {
        Interval at = Interval.exactly(low);
        Interval heaviest = winWeighsMore ? Interval.exactly(high) : at;
        return new Box(
                low,
                high,
                excess(round.keyRoundMinusOne(at), round.unflippedMinusOne(at), heaviest).upper());
    }
}

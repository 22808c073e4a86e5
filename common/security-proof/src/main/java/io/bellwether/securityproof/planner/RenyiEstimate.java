package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;

/**
 * kappa of {@code KEYLEN-RENYI} in double precision, by the formulas of {@code
 * doc/keylen-renyi.md}: for searching. It is not rounded against the key and certifies nothing.
 */
final class RenyiEstimate {
    private static final double LN2 = StrictMath.log(2);

    /** The maximum is flat: this leaves 1e-14 of it. */
    private static final int STEPS = 38;

    private final double testProbability;
    private final double alphaMinusOne;
    private final double noise;
    private final double heavyMinusOne;
    private final double lightMinusOne;
    private final boolean winWeighsMore;

    RenyiEstimate(
            double testProbability,
            double flipProbability,
            double alphaMinusOne,
            double lossShare,
            double lossPenaltyBits) {
        this.testProbability = testProbability;
        this.alphaMinusOne = alphaMinusOne;
        this.noise = 4 * flipProbability * (1 - flipProbability);
        double win = StrictMath.expm1(-alphaMinusOne * StrictMath.log1p(-lossShare));
        double loss =
                StrictMath.expm1(
                        -alphaMinusOne * (lossPenaltyBits * LN2 + StrictMath.log(lossShare)));
        this.winWeighsMore = win >= loss;
        this.heavyMinusOne = Math.max(win, loss);
        this.lightMinusOne = Math.min(win, loss);
    }

    /** -(1/d) log max G, in bits per round. */
    double kappa() {
        double largest = GoldenSection.maximum(this::excess, ChshGame.W_MIN, ChshGame.W_MAX, STEPS);
        return -StrictMath.log1p(alphaMinusOne * largest) / (alphaMinusOne * LN2);
    }

    /** (G(w) - 1)/d. */
    private double excess(double w) {
        double x = Math.sqrt(Math.min(1, Math.max(0, 16 * w * (w - 1) + 3)));
        double norm = normExcess(x);
        double qMinusOne = unflippedMinusOne(norm);
        double keyMinusOne = noise == 0 ? qMinusOne : flippedMinusOne(x, norm);
        double heavyProbability = winWeighsMore ? w : 1 - w;
        double shared =
                heavyMinusOne * heavyProbability
                        + lightMinusOne * (1 - heavyProbability)
                        + (1 + lightMinusOne) * qMinusOne;
        double heavyOnly = heavyMinusOne + (1 + heavyMinusOne) * qMinusOne;
        double test = Math.min(shared, heavyOnly);
        return ((1 - testProbability) * keyMinusOne + testProbability * test) / alphaMinusOne;
    }

    /** q - 1 = (l+^b + l-^b)^alpha/2^d - 1. */
    private double unflippedMinusOne(double normExcess) {
        return StrictMath.expm1(
                (1 + alphaMinusOne) * StrictMath.log1p(normExcess) - alphaMinusOne * LN2);
    }

    /** l+^b + l-^b - 1, b = 1/alpha. */
    private double normExcess(double x) {
        double exponent = -alphaMinusOne / (1 + alphaMinusOne);
        double plus = (1 + x) / 2;
        double minus = (1 - x) / 2;
        double large = plus * StrictMath.expm1(exponent * StrictMath.log(plus));
        return minus <= 0
                ? large
                : large + minus * StrictMath.expm1(exponent * StrictMath.log(minus));
    }

    private double flippedMinusOne(double x, double normExcess) {
        double m = StrictMath.pow((1 + x) * Math.max(0, 1 - x) / 4, 1 / (1 + alphaMinusOne));
        double u = 1 + normExcess;
        double r = Math.sqrt(Math.max(0, u * u - 4 * noise * m));
        double large = (u + r) / 4;
        double small = noise * m / (u + r);
        return normExcess + powerExcess(large) + powerExcess(small);
    }

    /** 2 e (e^d - 1). */
    private double powerExcess(double e) {
        return e <= 0 ? 0 : 2 * e * StrictMath.expm1(alphaMinusOne * StrictMath.log(e));
    }
}

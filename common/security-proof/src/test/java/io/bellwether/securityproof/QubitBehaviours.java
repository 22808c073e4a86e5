package io.bellwether.securityproof;

import io.bellwether.bell.Behaviour;

import java.util.SplittableRandom;

/** Quantum behaviours by construction: real qubit pairs, measured in the XZ plane, with noise. */
final class QubitBehaviours {
    private QubitBehaviours() {}

    /** cos t|00&gt; + sin t|11&gt; with weight v, white noise otherwise. */
    static Behaviour pure(double t, double v, double[] alice, double[] bob) {
        double[][][][] p = new double[alice.length][bob.length][][];
        for (int x = 0; x < alice.length; x++) {
            for (int y = 0; y < bob.length; y++) {
                double a = v * Math.cos(alice[x]) * Math.cos(2 * t);
                double b = v * Math.cos(bob[y]) * Math.cos(2 * t);
                double ab =
                        v * Math.cos(alice[x]) * Math.cos(bob[y])
                                + v * Math.sin(alice[x]) * Math.sin(bob[y]) * Math.sin(2 * t);
                p[x][y] =
                        new double[][] {
                            {clip((1 + a + b + ab) / 4), clip((1 + a - b - ab) / 4)},
                            {clip((1 - a + b - ab) / 4), clip((1 - a - b + ab) / 4)}
                        };
            }
        }
        return Behaviour.of(p);
    }

    private static double clip(double probability) {
        return Math.max(0, probability);
    }

    /**
     * The same where each half is lost with probability 1 - efficiency and then gives outcome 1.
     */
    static Behaviour lossy(Behaviour ideal, double efficiency) {
        double lost = 1 - efficiency;
        double[][][][] p = new double[ideal.aliceSettings()][ideal.bobSettings()][2][2];
        for (int x = 0; x < p.length; x++) {
            for (int y = 0; y < p[x].length; y++) {
                double both = efficiency * efficiency * ideal.probability(0, 0, x, y);
                double alice = efficiency * ideal.aliceMarginal(0, x, y);
                double bob = efficiency * ideal.bobMarginal(0, x, y);
                p[x][y][0][0] = both;
                p[x][y][0][1] = clip(alice - both);
                p[x][y][1][0] = clip(bob - both);
                p[x][y][1][1] = clip(1 - alice - bob + both);
            }
        }
        return Behaviour.of(p);
    }

    /** Any state angle, settings and noise; about a third violate CHSH. */
    static Behaviour random(SplittableRandom random) {
        double[] alice = {random.nextDouble() - .5, 1.5 + random.nextDouble() - .5};
        double shift = random.nextDouble() - .5;
        double[] bob = {.8 + shift, -.8 + shift, random.nextDouble() - .5};
        double t = Math.PI / 4 * (1 - random.nextDouble() * random.nextDouble());
        double v = 1 - .3 * random.nextDouble() * random.nextDouble();
        return pure(t, v, alice, bob);
    }
}

package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.quantum.LevelBases;
import io.bellwether.bell.quantum.QuantumBehaviour;
import io.bellwether.bell.quantum.QuantumState;

import java.util.List;

/** Boxes with more settings or outcomes than the CHSH protocol takes. */
final class LargerModels {
    /** With more, the matrices of the pair and its tables take too long. */
    static final int MATRIX_LEVELS = 6;

    private LargerModels() {}

    /**
     * The chained settings of Braunstein and Caves (1990): Alice's setting x is at the angle x
     * pi/M, Bob's y at (2y + 1) pi/(2M); neighbours y = x and y = x - 1 should agree, x = 0 and y =
     * M - 1 should not. Bob's setting M is at Alice's angle 0, for the key.
     */
    static Physics chained(ParameterValues values) {
        int m = values.whole("settings");
        double noise = values.of("noise");
        double[] alice = new double[m];
        double[] bob = new double[m + 1];
        for (int k = 0; k < m; k++) {
            alice[k] = k * Math.PI / m;
            bob[k] = (2 * k + 1) * Math.PI / (2 * m);
        }
        Behaviour behaviour =
                QuantumBehaviour.of(
                        QuantumState.maximallyEntangled(2).withWhiteNoise(1 - noise),
                        QubitModels.inPlane(alice, 1),
                        QubitModels.inPlane(bob, 1));
        double sine = Math.sin(Math.PI / (4 * m));
        Score lost =
                new Score(
                        "W",
                        (1 - noise) * sine * sine + noise / 2,
                        (a, b, x, y) -> isLost(m, a, b, x, y) ? 0.5 / m : 0);
        return Physics.steady(
                "chained settings, M = %d, visibility %.4f".formatted(m, 1 - noise),
                2,
                behaviour,
                List.of(lost, Score.keyError(0, m, noise / 2, 2)));
    }

    private static boolean isLost(int m, int a, int b, int x, int y) {
        if (y == m) {
            return false;
        }
        boolean endOfRing = x == 0 && y == m - 1;
        boolean neighbours = y == x || y == x - 1;
        return endOfRing ? a == b : neighbours && a != b;
    }

    /**
     * See {@link LevelBases}, with the ends exchanged: Alice's setting 0 and Bob's setting d^2 are
     * the key settings. Above {@value #MATRIX_LEVELS} levels there are formulas only.
     */
    static Physics levels(ParameterValues values) {
        int d = values.whole("levels");
        double epsilon = values.of("epsilon");
        double v = values.of("visibility");
        double[][] overlaps = LevelBases.overlaps(d, epsilon);
        int outcomes = Math.max(3, d);
        return Physics.ofLevels(
                "%d levels, bases apart by the shift to the power %s"
                        .formatted(d, values.text("epsilon")),
                new LevelPair(overlaps, v),
                d > MATRIX_LEVELS
                        ? List.of()
                        : List.of(LevelBases.behaviour(d, epsilon, v).mirrored()),
                List.of(
                        new Score(
                                "B_d",
                                (d - 1) * (2 * v - 1),
                                (a, b, x, y) -> weightInBd(overlaps, b, a, y, x)),
                        Score.keyError(0, d * d, (1 - v) * (d - 1) / d, outcomes)));
    }

    /** B_d = sum s &lt;A (P_j - Q_k)&gt; - (s^2/2) &lt;A^2&gt;, half of the last at each y. */
    private static double weightInBd(double[][] overlaps, int a, int b, int x, int y) {
        int d = overlaps.length;
        if (x == d * d || a >= 2) {
            return 0;
        }
        int j = x / d;
        int k = x % d;
        double squaredSpread = 1 - overlaps[j][k] * overlaps[j][k];
        boolean named = b == (y == 0 ? j : k);
        double sign = (a == 0) == (y == 0) ? 1 : -1;
        return (named ? sign * Math.sqrt(squaredSpread) : 0) - squaredSpread / 4;
    }
}

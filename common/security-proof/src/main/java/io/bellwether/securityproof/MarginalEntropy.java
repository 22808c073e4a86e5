package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

/**
 * RATE-CHSH-MARGINAL: the entropy of Alice's (flipped) outcome when her mean z is known besides S
 * (Masini, Pironio, Woodhead, Quantum 6, 843 (2022)): the entropy of a qubit pair with this mean
 * and y = S^2/4 - 1, made convex by mixing with the local point z = 1, S = 2.
 */
final class MarginalEntropy {
    private static final int GRID = 60;

    private MarginalEntropy() {}

    /**
     * Lower bound on H(A|E), scaled; what Eve's full knowledge leaves up to S = 2 and for pairs (z,
     * S) that no quantum box has.
     */
    static double bound(double mean, double chsh, ScaledEntropy entropy) {
        double z = Math.abs(mean);
        if (chsh <= ChshGame.LOCAL_BOUND || chsh >= 2 * Math.sqrt(Math.max(0, 2 - z * z))) {
            return entropy.known();
        }
        double furthest = furthest(z, chsh);
        double best = mixed(1, z, chsh, entropy);
        double spacing = Math.max(0, furthest - 1) / GRID;
        double bestScale = 1;
        for (int i = 1; i <= GRID; i++) {
            double value = mixed(1 + i * spacing, z, chsh, entropy);
            if (value < best) {
                best = value;
                bestScale = 1 + i * spacing;
            }
        }
        double low = Math.max(1, bestScale - spacing);
        double high = Math.min(Math.max(1, furthest), bestScale + spacing);
        return Math.min(best, Minimum.value(x -> mixed(x, z, chsh, entropy), low, high));
    }

    /** How far from the local point the other part of the mixture can lie and still be quantum. */
    private static double furthest(double z, double chsh) {
        double top = ChshGame.QUANTUM_BOUND;
        if (z <= (top - chsh) / (top - 2)) {
            return 1 / (1 - z);
        }
        double a = chsh - 2;
        double b = 2 * z - 2;
        return 4 * (4 - 2 * z - chsh) / (a * a + b * b);
    }

    /** Weight 1 - 1/x on the local point, the rest on the point x times as far from it. */
    private static double mixed(double x, double z, double chsh, ScaledEntropy entropy) {
        double farMean = Math.min(1, Math.abs(1 - x + x * z));
        double farChsh = 2 * (1 - x) + x * chsh;
        double y = farChsh <= 2 ? 0 : farChsh * farChsh / 4 - 1;
        return (1 - 1 / x) * entropy.known() + entropy.biased(farMean, y) / x;
    }
}

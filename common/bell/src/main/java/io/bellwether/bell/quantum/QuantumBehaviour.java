package io.bellwether.bell.quantum;

import io.bellwether.bell.Behaviour;

import java.util.List;

/** Born's rule for a pair: p(ab|xy) = tr(rho A_a|x (x) B_b|y). */
public final class QuantumBehaviour {
    private QuantumBehaviour() {}

    /**
     * The behaviour of a state. Measurements with fewer outcomes than others of their side get
     * outcomes of probability 0. Rounding of 1e-9 and less is taken out of each block.
     *
     * @param alice one measurement per setting x
     * @param bob one measurement per setting y
     */
    public static Behaviour of(QuantumState state, List<Measurement> alice, List<Measurement> bob) {
        int aliceOutcomes = mostOutcomes(alice);
        int bobOutcomes = mostOutcomes(bob);
        double[][][][] p = new double[alice.size()][bob.size()][][];
        for (int x = 0; x < alice.size(); x++) {
            for (int y = 0; y < bob.size(); y++) {
                double[][] block = new double[aliceOutcomes][bobOutcomes];
                for (int a = 0; a < alice.get(x).outcomes(); a++) {
                    for (int b = 0; b < bob.get(y).outcomes(); b++) {
                        block[a][b] =
                                state.expectation(
                                        alice.get(x).element(a).kron(bob.get(y).element(b)));
                    }
                }
                p[x][y] = cleaned(block);
            }
        }
        return Behaviour.of(p);
    }

    private static int mostOutcomes(List<Measurement> measurements) {
        return measurements.stream().mapToInt(Measurement::outcomes).max().orElseThrow();
    }

    /** Without what rounding left below 0 and above a sum of 1. */
    private static double[][] cleaned(double[][] block) {
        double sum = 0;
        for (double[] row : block) {
            for (int b = 0; b < row.length; b++) {
                row[b] = row[b] < 1e-15 && row[b] > -1e-9 ? 0 : row[b];
                sum += row[b];
            }
        }
        for (double[] row : block) {
            for (int b = 0; b < row.length; b++) {
                row[b] /= sum;
            }
        }
        return block;
    }
}

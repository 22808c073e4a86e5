package io.bellwether.bell.quantum;

import io.bellwether.bell.Behaviour;

import java.util.ArrayList;
import java.util.List;

/**
 * The strategy that reaches d - 1 in B_d (Pereira Alves and Kaniewski, Phys. Rev. A 106, 032219
 * (2022)): the maximally entangled pair of d levels; Bob measures the computational basis e_j or
 * f_k = X^epsilon |k&gt;; Alice's setting j d + k is the sign of the transposed difference of the
 * projectors on e_j and f_k, and her last setting, d^2, the computational basis, for the key.
 */
public final class LevelBases {
    private LevelBases() {}

    /**
     * X^epsilon, X the cyclic shift |k&gt; to |k + 1&gt;: its eigenvalues are the powers w^m of w =
     * exp(2 pi i/d), m from 0, and the power of each is exp(2 pi i m epsilon/d).
     */
    public static ComplexMatrix shiftToThePower(int levels, double epsilon) {
        double[][] re = new double[levels][levels];
        double[][] im = new double[levels][levels];
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < levels; k++) {
                for (int m = 0; m < levels; m++) {
                    double angle = 2 * Math.PI * m * (epsilon - (j - k)) / levels;
                    re[j][k] += Math.cos(angle) / levels;
                    im[j][k] += Math.sin(angle) / levels;
                }
            }
        }
        return ComplexMatrix.of(re, im);
    }

    /** O_jk = |&lt;j|X^epsilon|k&gt;|. */
    public static double[][] overlaps(int levels, double epsilon) {
        ComplexMatrix bases = shiftToThePower(levels, epsilon);
        double[][] overlaps = new double[levels][levels];
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < levels; k++) {
                overlaps[j][k] = Math.hypot(bases.re(j, k), bases.im(j, k));
            }
        }
        return overlaps;
    }

    /**
     * p(ab|xy) with d^2 + 1 settings of Alice and 2 of Bob; settings of signs have outcomes 0-2.
     */
    public static Behaviour behaviour(int levels, double epsilon, double visibility) {
        ComplexMatrix second = shiftToThePower(levels, epsilon);
        ComplexMatrix first = ComplexMatrix.identity(levels);
        List<Measurement> alice = new ArrayList<>();
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < levels; k++) {
                ComplexMatrix difference =
                        first.column(j).projector().minus(second.column(k).projector());
                alice.add(Measurement.ofObservable(difference.transpose()));
            }
        }
        alice.add(Measurement.inBasis(first));
        return QuantumBehaviour.of(
                QuantumState.maximallyEntangled(levels).withWhiteNoise(visibility),
                alice,
                List.of(Measurement.inBasis(first), Measurement.inBasis(second)));
    }
}

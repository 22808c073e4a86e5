package io.bellwether.bell.quantum;

/**
 * Two pairs AB and CD become one, AD, when B and C are found in the state Phi+. The other three
 * Bell states, where the apparatus tells them apart, differ by a local rotation that it applies.
 */
public final class EntanglementSwapping {
    private EntanglementSwapping() {}

    /** AD, given that B and C were found in Phi+. */
    public static QuantumState swap(QuantumState ab, QuantumState cd) {
        ComplexMatrix unnormalised = projected(ab, cd);
        return QuantumState.of(unnormalised.scaled(1 / unnormalised.trace()));
    }

    /** How often B and C are found in Phi+: 1/4 when B or C is maximally mixed by itself. */
    public static double probability(QuantumState ab, QuantumState cd) {
        return projected(ab, cd).trace();
    }

    private static ComplexMatrix projected(QuantumState ab, QuantumState cd) {
        double[][] bra = new double[1][4];
        bra[0][0] = Math.sqrt(0.5);
        bra[0][3] = Math.sqrt(0.5);
        ComplexMatrix one = ComplexMatrix.identity(2);
        ComplexMatrix onto = one.kron(ComplexMatrix.ofReal(bra)).kron(one);
        return onto.times(ab.density().kron(cd.density())).times(onto.adjoint());
    }
}

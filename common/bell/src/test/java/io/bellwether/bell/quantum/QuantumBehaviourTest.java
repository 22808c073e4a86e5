package io.bellwether.bell.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

class QuantumBehaviourTest {
    private static final double Z = 0;
    private static final double X = Math.PI / 2;

    private static List<Measurement> inPlane(double... angles) {
        return java.util.Arrays.stream(angles).mapToObj(Measurement::inPlane).toList();
    }

    @Test
    @DisplayName("a Werner state at the ideal settings is the closed-form depolarised behaviour")
    void werner() {
        for (double v : new double[] {0, 0.857016, 0.97, 1}) {
            QuantumState state = QuantumState.maximallyEntangled(2).withWhiteNoise(v);
            Behaviour computed =
                    QuantumBehaviour.of(
                            state, inPlane(Z, X), inPlane(Math.PI / 4, -Math.PI / 4, Z));
            assertSame(computed, ChshBehaviours.depolarised(v));
            assertThat(computed.largestSignal()).isLessThan(1e-12);
            assertThat(state.entanglementFidelity()).isCloseTo((3 * v + 1) / 4, within(1e-12));
        }
    }

    @Test
    @DisplayName("lost photons mapped to 0 give the closed form of limited efficiency")
    void losses() {
        double eta = 0.93;
        Behaviour lossy =
                QuantumBehaviour.of(
                        QuantumState.maximallyEntangled(2),
                        inPlane(Z, X).stream().map(m -> m.withEfficiency(eta)).toList(),
                        inPlane(Math.PI / 4, -Math.PI / 4, Z).stream()
                                .map(m -> m.withEfficiency(eta))
                                .toList());
        Behaviour closed = ChshBehaviours.limitedEfficiency(eta);
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 3; y++) {
                assertThat(lossy.probability(1, 1, x, y))
                        .isCloseTo(closed.probability(1, 1, x, y), within(1e-12));
                assertThat(lossy.probability(0, 1, x, y) + lossy.probability(2, 1, x, y))
                        .isCloseTo(closed.probability(0, 1, x, y), within(1e-12));
            }
        }
    }

    @Test
    @DisplayName("the CHSH operator of the ideal settings has the largest eigenvalue 2 sqrt 2")
    void tsirelson() {
        List<Measurement> alice = inPlane(Z, X);
        List<Measurement> bob = inPlane(Math.PI / 4, -Math.PI / 4);
        ComplexMatrix operator =
                product(alice, bob, 0, 0)
                        .plus(product(alice, bob, 0, 1))
                        .plus(product(alice, bob, 1, 0))
                        .minus(product(alice, bob, 1, 1));
        assertThat(HermitianSpectrum.of(operator).largest())
                .isCloseTo(2 * Math.sqrt(2), within(1e-12));
        assertThat(QuantumState.maximallyEntangled(2).expectation(operator))
                .isCloseTo(2 * Math.sqrt(2), within(1e-12));
    }

    private static ComplexMatrix product(
            List<Measurement> alice, List<Measurement> bob, int x, int y) {
        return sign(alice.get(x)).kron(sign(bob.get(y)));
    }

    private static ComplexMatrix sign(Measurement measurement) {
        return measurement.element(0).minus(measurement.element(1));
    }

    @Test
    @DisplayName("swapping two Werner pairs gives a Werner pair whose visibility is the product")
    void swapping() {
        QuantumState one = QuantumState.maximallyEntangled(2).withWhiteNoise(0.9);
        QuantumState other = QuantumState.maximallyEntangled(2).withWhiteNoise(0.8);
        QuantumState expected = QuantumState.maximallyEntangled(2).withWhiteNoise(0.72);
        assertThat(EntanglementSwapping.swap(one, other).density().distanceTo(expected.density()))
                .isLessThan(1e-12);
        assertThat(EntanglementSwapping.probability(one, other)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    @DisplayName("two partially entangled pairs swap to less entanglement, with a lower fidelity")
    void swappingPartial() {
        QuantumState pair = QuantumState.partiallyEntangled(0.5);
        QuantumState swapped = EntanglementSwapping.swap(pair, pair);
        double c = Math.pow(Math.cos(0.5), 4);
        double s = Math.pow(Math.sin(0.5), 4);
        double sum = Math.sqrt(c) + Math.sqrt(s);
        assertThat(swapped.entanglementFidelity())
                .isCloseTo(sum * sum / (2 * (c + s)), within(1e-12))
                .isLessThan(pair.entanglementFidelity());
    }

    @Test
    @DisplayName("what is no state and no measurement is refused with the value that shows it")
    void refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantumState.of(ComplexMatrix.identity(2)))
                .withMessageContaining("trace = 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        QuantumState.of(ComplexMatrix.ofReal(new double[][] {{1.5, 0}, {0, -0.5}})))
                .withMessageContaining("smallest eigenvalue = -0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measurement.of(List.of(ComplexMatrix.identity(2).scaled(0.5))))
                .withMessageContaining("0.5 away from the identity");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        HermitianSpectrum.of(ComplexMatrix.ofReal(new double[][] {{0, 1}, {0, 0}})))
                .withMessageContaining("not Hermitian");
    }

    static void assertSame(Behaviour computed, Behaviour closed) {
        for (int x = 0; x < closed.aliceSettings(); x++) {
            for (int y = 0; y < closed.bobSettings(); y++) {
                for (int a = 0; a < closed.aliceOutcomes(); a++) {
                    for (int b = 0; b < closed.bobOutcomes(); b++) {
                        assertThat(computed.probability(a, b, x, y))
                                .as("p(%d%d|%d%d)", a, b, x, y)
                                .isCloseTo(closed.probability(a, b, x, y), within(1e-12));
                    }
                }
            }
        }
    }
}

package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.quantum.Measurement;
import io.bellwether.bell.quantum.QuantumBehaviour;
import io.bellwether.bell.quantum.QuantumState;

import java.util.Arrays;
import java.util.List;

/** Pairs of qubits at the settings of the CHSH protocol. */
final class QubitModels {
    static final int KEY_SETTING = ChshBehaviours.KEY_SETTING;
    private static final int OUTCOMES = 2;
    private static final double[] ALICE_ANGLES = {0, Math.PI / 2};
    private static final double[] BOB_ANGLES = {Math.PI / 4, -Math.PI / 4, 0};

    private QubitModels() {}

    static Physics oxford2022() {
        return Physics.steady(
                "the measured behaviour of Nadlinger et al., Nature 607, 682 (2022)",
                OUTCOMES,
                ChshBehaviours.oxford2022(),
                // as published: S = 2.677(6), Q = 1.44(2) %; the printed table gives these digits
                List.of(Score.chsh(2.6769), Score.qber(KEY_SETTING, 0.01439)));
    }

    static Physics local() {
        return Physics.steady(
                "a local box whose answers are fixed in advance (an attack)",
                OUTCOMES,
                ChshBehaviours.localDeterministic(),
                List.of(Score.chsh(2), Score.qber(KEY_SETTING, 0)));
    }

    static Physics depolarised(ParameterValues values) {
        double v = values.of("visibility");
        return werner(
                "a maximally entangled pair with white noise, visibility "
                        + values.text("visibility"),
                v,
                1,
                1);
    }

    static Physics limitedEfficiency(ParameterValues values) {
        double eta = values.of("efficiency");
        return werner(
                "perfect pairs with lossy detectors, efficiency " + values.text("efficiency"),
                1,
                eta,
                eta);
    }

    static Physics fibre(ParameterValues values) {
        double eta =
                values.of("efficiency")
                        * Math.pow(
                                10,
                                -values.of("attenuation-db-per-km") * values.of("length-km") / 20);
        return werner(
                "a source in the middle of %s km of fibre, efficiency %.4f a side"
                        .formatted(values.text("length-km"), eta),
                values.of("visibility"),
                eta,
                eta);
    }

    /**
     * Alice measures Z and X, Bob +-atan(sin 2t) from Z and Z itself: optimal for the lossless pair
     * (Gisin 1991). With losses mapped to 0, E = eta^2 AB + eta (1 - eta) (A + B) + (1 - eta)^2.
     */
    static Physics partiallyEntangled(ParameterValues values) {
        double t = values.of("entanglement-angle");
        double eta = values.of("efficiency");
        double bobAngle = Math.atan(Math.sin(2 * t));
        double[] bobAngles = {bobAngle, -bobAngle, 0};
        Behaviour behaviour =
                QuantumBehaviour.of(
                        QuantumState.partiallyEntangled(t),
                        inPlane(ALICE_ANGLES, eta),
                        inPlane(bobAngles, eta));
        double s = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e = correlator(t, eta, ALICE_ANGLES[x], bobAngles[y]);
                s += x * y == 1 ? -e : e;
            }
        }
        return Physics.steady(
                "pairs cos t |00> + sin t |11>, t = " + values.text("entanglement-angle"),
                OUTCOMES,
                behaviour,
                List.of(
                        Score.chsh(s),
                        Score.qber(KEY_SETTING, (1 - correlator(t, eta, 0, 0)) / 2)));
    }

    private static double correlator(double t, double eta, double a, double b) {
        double both = Math.cos(a) * Math.cos(b) + Math.sin(a) * Math.sin(b) * Math.sin(2 * t);
        double singles = (Math.cos(a) + Math.cos(b)) * Math.cos(2 * t);
        return eta * eta * both + eta * (1 - eta) * singles + (1 - eta) * (1 - eta);
    }

    /** A Werner pair of that visibility whose halves are detected with these efficiencies. */
    static Physics werner(
            String summary, double visibility, double aliceEfficiency, double bobEfficiency) {
        double noPhoton = (1 - aliceEfficiency) * (1 - bobEfficiency);
        double both = visibility * aliceEfficiency * bobEfficiency;
        double one = aliceEfficiency * (1 - bobEfficiency) + (1 - aliceEfficiency) * bobEfficiency;
        return Physics.steady(
                summary,
                OUTCOMES,
                wernerBehaviour(visibility, aliceEfficiency, bobEfficiency),
                List.of(
                        Score.chsh(2 * Math.sqrt(2) * both + 2 * noPhoton),
                        Score.qber(
                                KEY_SETTING,
                                aliceEfficiency * bobEfficiency * (1 - visibility) / 2 + one / 2)));
    }

    /** Bob has a key setting for each of Alice's settings. */
    static Physics twoBases(ParameterValues values) {
        double v = values.of("visibility");
        double[] bob = {BOB_ANGLES[0], BOB_ANGLES[1], ALICE_ANGLES[0], ALICE_ANGLES[1]};
        return Physics.steady(
                "Werner pairs of visibility %s, two key bases".formatted(values.text("visibility")),
                OUTCOMES,
                QuantumBehaviour.of(
                        QuantumState.maximallyEntangled(2).withWhiteNoise(v),
                        inPlane(ALICE_ANGLES, 1),
                        inPlane(bob, 1)),
                List.of(
                        Score.chsh(2 * Math.sqrt(2) * v),
                        Score.keyError(1, KEY_SETTING + 1, (1 - v) / 2, OUTCOMES)));
    }

    static Behaviour wernerBehaviour(
            double visibility, double aliceEfficiency, double bobEfficiency) {
        return behaviour(
                QuantumState.maximallyEntangled(2).withWhiteNoise(visibility),
                aliceEfficiency,
                bobEfficiency);
    }

    /** A pair of qubits at the ideal settings. */
    static Behaviour behaviour(QuantumState state, double aliceEfficiency, double bobEfficiency) {
        return QuantumBehaviour.of(
                state, inPlane(ALICE_ANGLES, aliceEfficiency), inPlane(BOB_ANGLES, bobEfficiency));
    }

    static List<Measurement> inPlane(double[] angles, double efficiency) {
        return Arrays.stream(angles)
                .mapToObj(Measurement::inPlane)
                .map(m -> efficiency < 1 ? m.withEfficiency(efficiency) : m)
                .toList();
    }
}

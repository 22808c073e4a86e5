package io.bellwether.device.simulated;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.quantum.ComplexMatrix;
import io.bellwether.bell.quantum.EntanglementSwapping;
import io.bellwether.bell.quantum.QuantumState;

import java.util.ArrayList;
import java.util.List;

/**
 * Boxes whose losses are announced by a herald before any setting is drawn. Rounds that were not
 * heralded are no rounds: the node never sees them, and they cost time only.
 */
final class HeraldedModels {
    /** Light in fibre, 2/3 of its speed in vacuum. */
    private static final double FIBRE_KM_PER_SECOND = 2e5;

    /** Attenuation at 1550 nm; towards shorter waves it grows as Rayleigh's law says. */
    private static final double DECIBEL_PER_KM = 0.2;

    private static final double REFERENCE_NM = 1550;

    private HeraldedModels() {}

    static List<ModelParameter> memories(
            double fidelity, double attempts, double success, double lengthKm, double nm) {
        return withLine(
                List.of(ModelParameter.number("fidelity", fidelity, 0.25, 1, "F with Phi+")),
                attempts,
                success,
                lengthKm,
                nm);
    }

    /** Memories whose errors are flips, of bits (seen in S and Q) and of phases (seen in S). */
    static List<ModelParameter> flipping(
            double bitFlip,
            double phaseFlip,
            double attempts,
            double success,
            double lengthKm,
            double nm) {
        return withLine(
                List.of(
                        ModelParameter.fraction("bit-flip", bitFlip, "weight of Psi+; Q"),
                        ModelParameter.fraction("phase-flip", phaseFlip, "weight of Phi-")),
                attempts,
                success,
                lengthKm,
                nm);
    }

    private static List<ModelParameter> withLine(
            List<ModelParameter> state,
            double attempts,
            double success,
            double lengthKm,
            double nm) {
        List<ModelParameter> all = new ArrayList<>(state);
        all.addAll(line(attempts, success, lengthKm, nm));
        return List.copyOf(all);
    }

    private static List<ModelParameter> line(
            double attempts, double success, double lengthKm, double nm) {
        return List.of(
                ModelParameter.number(
                        "attempts-per-second", attempts, 1e-6, 1e12, "at zero length"),
                ModelParameter.fraction(
                        "success-probability", success, "of an attempt at zero length"),
                ModelParameter.number("length-km", lengthKm, 0, 10_000, "of fibre, herald midway"),
                ModelParameter.number(
                        "wavelength-nm", nm, 200, 2000, "0.2 dB/km at 1550, Rayleigh's law below"));
    }

    /** White noise: F = (3v + 1)/4. */
    static Physics memories(ParameterValues values) {
        double rate = pairsPerSecond(values);
        return QubitModels.werner(
                        "heralded memories of fidelity %s, %.4g pairs/s over %s km"
                                .formatted(values.text("fidelity"), rate, values.text("length-km")),
                        (4 * values.of("fidelity") - 1) / 3,
                        1,
                        1)
                .withPairsPerSecond(rate);
    }

    /**
     * (1 - p_x - p_z) Phi+ + p_x Psi+ + p_z Phi-: the two correlations that the settings see are 1
     * - 2 p_x and 1 - 2 p_z, so S = 2 sqrt2 (1 - p_x - p_z) and Q = p_x are free of each other.
     */
    static Physics flipping(ParameterValues values) {
        double bitFlip = values.of("bit-flip");
        double phaseFlip = values.of("phase-flip");
        if (bitFlip + phaseFlip > 1) {
            throw new IllegalArgumentException(
                    "box model: bit-flip + phase-flip: %s; at most 1"
                            .formatted(bitFlip + phaseFlip));
        }
        double rate = pairsPerSecond(values);
        double r = Math.sqrt(0.5);
        ComplexMatrix density =
                bell(r, 0, 0, r)
                        .scaled(1 - bitFlip - phaseFlip)
                        .plus(bell(0, r, r, 0).scaled(bitFlip))
                        .plus(bell(r, 0, 0, -r).scaled(phaseFlip));
        return Physics.steady(
                        "heralded memories with bit flips %s and phase flips %s, %.4g pairs/s over %s km"
                                .formatted(
                                        values.text("bit-flip"),
                                        values.text("phase-flip"),
                                        rate,
                                        values.text("length-km")),
                        2,
                        QubitModels.behaviour(QuantumState.of(density), 1, 1),
                        List.of(
                                Score.chsh(2 * Math.sqrt(2) * (1 - bitFlip - phaseFlip)),
                                Score.qber(ChshBehaviours.KEY_SETTING, bitFlip)))
                .withPairsPerSecond(rate);
    }

    private static ComplexMatrix bell(double a, double b, double c, double d) {
        return ComplexMatrix.ofReal(new double[][] {{a}, {b}, {c}, {d}}).projector();
    }

    /** An attempt lasts at least until the herald is back. */
    private static double pairsPerSecond(ParameterValues values) {
        double length = values.of("length-km");
        double decibel =
                DECIBEL_PER_KM * Math.pow(REFERENCE_NM / values.of("wavelength-nm"), 4) * length;
        double attempts = 1 / (1 / values.of("attempts-per-second") + length / FIBRE_KM_PER_SECOND);
        return attempts * values.of("success-probability") * Math.pow(10, -decibel / 10);
    }

    /**
     * The heralded qubit amplifier of Gisin, Pironio and Sangouard, Phys. Rev. Lett. 105, 070501
     * (2010), with perfect ancilla photons and detectors: it passes vacuum with (1 - t)^2 and a
     * photon with t (1 - t), so a line of transmission T appears as t T/(t T + (1 - t) (1 - T)).
     */
    static Physics amplifier(ParameterValues values) {
        double line = values.of("transmission");
        double t = values.of("amplifier-transmissivity");
        double weight = t * line + (1 - t) * (1 - line);
        if (weight <= 0 || t >= 1) {
            throw new IllegalArgumentException(
                    ("box model qubit-amplifier: amplifier-transmissivity: %s; below 1, and above 0"
                                    + " unless photons are lost: nothing would be heralded")
                            .formatted(values.text("amplifier-transmissivity")));
        }
        double arrived = t * line / weight;
        double efficiency = values.of("efficiency");
        return QubitModels.werner(
                        "a heralded qubit amplifier: efficiency %.4f in place of %s"
                                .formatted(arrived, values.text("transmission")),
                        1,
                        efficiency,
                        efficiency * arrived)
                .withPairsPerSecond(values.of("attempts-per-second") * (1 - t) * weight);
    }

    /** Linear optics tells two of the four Bell states apart: half of the attempts. */
    static Physics swapping(ParameterValues values) {
        double alice = values.of("visibility-alice");
        double bob = values.of("visibility-bob");
        double middle = values.of("visibility-middle");
        double efficiency = values.of("efficiency");
        double transmission =
                Math.pow(10, -values.of("attenuation-db-per-km") * values.of("length-km") / 10);
        QuantumState phi = QuantumState.maximallyEntangled(2);
        QuantumState swapped =
                EntanglementSwapping.swap(phi.withWhiteNoise(alice), phi.withWhiteNoise(bob))
                        .withWhiteNoise(middle);
        Physics closed =
                QubitModels.werner(
                        "entanglement swapped over %s km, visibility %.4f"
                                .formatted(values.text("length-km"), alice * bob * middle),
                        alice * bob * middle,
                        efficiency,
                        efficiency);
        return Physics.steady(
                        closed.summary(),
                        closed.outcomeCount(),
                        QubitModels.behaviour(swapped, efficiency, efficiency),
                        closed.scores())
                .withPairsPerSecond(values.of("attempts-per-second") * transmission / 2);
    }
}

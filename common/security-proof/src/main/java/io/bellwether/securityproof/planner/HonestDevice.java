package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;

import java.util.OptionalDouble;

/**
 * What a device is expected to do while nobody attacks it.
 *
 * @param model in words, for people
 * @param chsh S, at most 2 sqrt 2 in absolute value
 * @param qber error rate of the key settings, in [0, 1]
 * @param visibility weight of the maximally entangled pair where white noise is the only
 *     imperfection, in [0, 1]; the chained and the asymmetric game can only be predicted with it
 */
public record HonestDevice(String model, double chsh, double qber, OptionalDouble visibility) {
    /** S = 2.677(6), Q = 0.0144(2): Nadlinger et al., Nature 607, 682 (2022). */
    public static final HonestDevice OXFORD_2022 =
            ofStatistics("trapped ions of Nadlinger et al. 2022", 2.677, 0.0144);

    /** Pairs per second of {@link #OXFORD_2022}. */
    public static final double OXFORD_2022_RATE = 100;

    /** S = 2.578(75), Q = 0.078(9): Zhang et al., Nature 607, 687 (2022). */
    public static final HonestDevice MUNICH_2022 =
            ofStatistics("trapped atoms of Zhang et al. 2022", 2.578, 0.078);

    /** Pairs per second of {@link #MUNICH_2022}: one per 82 s. */
    public static final double MUNICH_2022_RATE = 1.0 / 82;

    /** Loss of telecom fibre near 1550 nm. */
    public static final double FIBRE_DECIBEL_PER_KM = 0.2;

    /**
     * @throws IllegalArgumentException when S, Q or the visibility is outside its range, by name
     */
    public HonestDevice {
        if (!(Math.abs(chsh) <= ChshGame.QUANTUM_BOUND)) {
            throw new IllegalArgumentException(
                    "chsh = %s is outside [-2 sqrt 2, 2 sqrt 2], no quantum behaviour reaches it"
                            .formatted(chsh));
        }
        requireUnit("qber", qber);
        visibility.ifPresent(value -> requireUnit("visibility", value));
    }

    /** A device of which only S and Q are known. */
    public static HonestDevice ofStatistics(String model, double chsh, double qber) {
        return new HonestDevice(model, chsh, qber, OptionalDouble.empty());
    }

    /** A Werner state: S = 2 sqrt 2 v, Q = (1 - v)/2. */
    public static HonestDevice depolarised(double visibility) {
        requireUnit("visibility", visibility);
        return new HonestDevice(
                "depolarised pair, visibility %.5g".formatted(visibility),
                Math.min(ChshGame.QUANTUM_BOUND, ChshGame.QUANTUM_BOUND * visibility),
                (1 - visibility) / 2,
                OptionalDouble.of(visibility));
    }

    /**
     * A perfect pair whose halves arrive with probability eta each, a loss counted as a fixed
     * outcome: S = 2 sqrt 2 eta^2 + 2 (1 - eta)^2, Q = eta (1 - eta).
     */
    public static HonestDevice limitedEfficiency(double efficiency) {
        requireUnit("efficiency", efficiency);
        double lost = 1 - efficiency;
        return ofStatistics(
                "detection efficiency %.5g".formatted(efficiency),
                Math.min(
                        ChshGame.QUANTUM_BOUND,
                        ChshGame.QUANTUM_BOUND * efficiency * efficiency + 2 * lost * lost),
                efficiency * lost);
    }

    /**
     * Photons over fibre with the source in the middle: each half passes half the length, and what
     * is lost counts.
     *
     * @param lengthKm from node to node, at least 0
     */
    public static HonestDevice fibre(double lengthKm, double decibelPerKm) {
        requireFinite("distanceKm", lengthKm);
        return limitedEfficiency(transmission(lengthKm / 2, decibelPerKm));
    }

    /** Memories entangled with fidelity F behind a herald: v = (4F - 1)/3. */
    public static HonestDevice heralded(double fidelity) {
        if (!(fidelity >= 0.25 && fidelity <= 1)) {
            throw new IllegalArgumentException("fidelity = " + fidelity + " is outside [0.25, 1]");
        }
        return depolarised(Math.max(0, (4 * fidelity - 1) / 3));
    }

    /** The part of photons that pass: 10^(-dB/10). */
    public static double transmission(double lengthKm, double decibelPerKm) {
        requireFinite("distanceKm", lengthKm);
        requireFinite("decibelPerKm", decibelPerKm);
        return StrictMath.pow(10, -lengthKm * decibelPerKm / 10);
    }

    private static void requireFinite(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " = " + value + " is below 0 or not finite");
        }
    }

    private static void requireUnit(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " = " + value + " is outside [0, 1]");
        }
    }
}

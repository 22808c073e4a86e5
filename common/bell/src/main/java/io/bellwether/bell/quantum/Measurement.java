package io.bellwether.bell.quantum;

import java.util.ArrayList;
import java.util.List;

/** A measurement: one positive matrix per outcome, together the identity. */
public final class Measurement {
    private static final double TOLERANCE = 1e-9;

    private final List<ComplexMatrix> elements;

    private Measurement(List<ComplexMatrix> elements) {
        this.elements = elements;
    }

    /**
     * @throws IllegalArgumentException when an element is not positive or the sum is not the
     *     identity, within 1e-9
     */
    public static Measurement of(List<ComplexMatrix> elements) {
        ComplexMatrix sum = elements.getFirst();
        for (int i = 0; i < elements.size(); i++) {
            double smallest = HermitianSpectrum.of(elements.get(i)).smallest();
            if (smallest < -TOLERANCE) {
                throw new IllegalArgumentException(
                        "element %d has the eigenvalue %s, below 0".formatted(i, smallest));
            }
            sum = i == 0 ? sum : sum.plus(elements.get(i));
        }
        double distance = sum.distanceTo(ComplexMatrix.identity(sum.rows()));
        if (distance > TOLERANCE) {
            throw new IllegalArgumentException(
                    "the elements' sum is %s away from the identity".formatted(distance));
        }
        return new Measurement(List.copyOf(elements));
    }

    /**
     * The sign of an observable: outcome 0 for positive eigenvalues, 1 for negative ones, 2 for
     * zero if there is one.
     */
    public static Measurement ofObservable(ComplexMatrix observable) {
        HermitianSpectrum spectrum = HermitianSpectrum.of(observable);
        List<ComplexMatrix> elements = new ArrayList<>();
        elements.add(spectrum.projector(value -> value > TOLERANCE));
        elements.add(spectrum.projector(value -> value < -TOLERANCE));
        ComplexMatrix zero = spectrum.projector(value -> Math.abs(value) <= TOLERANCE);
        if (zero.trace() > 0.5) {
            elements.add(zero);
        }
        return of(elements);
    }

    /** cos t Z + sin t X on a qubit; t = 0 is Z, t = pi/2 is X. */
    public static Measurement inPlane(double angleRadians) {
        double c = Math.cos(angleRadians);
        double s = Math.sin(angleRadians);
        return ofObservable(ComplexMatrix.ofReal(new double[][] {{c, s}, {s, -c}}));
    }

    /** One outcome per column of a unitary matrix. */
    public static Measurement inBasis(ComplexMatrix unitary) {
        List<ComplexMatrix> elements = new ArrayList<>();
        for (int k = 0; k < unitary.columns(); k++) {
            elements.add(unitary.column(k).projector());
        }
        return of(elements);
    }

    /** The same behind a loss: a further outcome, the last, says that nothing was detected. */
    public Measurement withEfficiency(double efficiency) {
        if (!(efficiency >= 0 && efficiency <= 1)) {
            throw new IllegalArgumentException("efficiency = " + efficiency + " is outside [0, 1]");
        }
        List<ComplexMatrix> lossy = new ArrayList<>();
        elements.forEach(element -> lossy.add(element.scaled(efficiency)));
        lossy.add(ComplexMatrix.identity(elements.getFirst().rows()).scaled(1 - efficiency));
        return of(lossy);
    }

    public int outcomes() {
        return elements.size();
    }

    public ComplexMatrix element(int outcome) {
        return elements.get(outcome);
    }
}

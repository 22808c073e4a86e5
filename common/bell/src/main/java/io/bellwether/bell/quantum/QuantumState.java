package io.bellwether.bell.quantum;

/** A density matrix. */
public final class QuantumState {
    private static final double TOLERANCE = 1e-9;

    private final ComplexMatrix density;

    private QuantumState(ComplexMatrix density) {
        this.density = density;
    }

    /**
     * @throws IllegalArgumentException when the matrix is not Hermitian, positive and of trace 1
     *     within 1e-9
     */
    public static QuantumState of(ComplexMatrix density) {
        double smallest = HermitianSpectrum.of(density).smallest();
        if (smallest < -TOLERANCE) {
            throw new IllegalArgumentException("smallest eigenvalue = " + smallest + ", below 0");
        }
        if (Math.abs(density.trace() - 1) > TOLERANCE) {
            throw new IllegalArgumentException("trace = " + density.trace() + ", not 1");
        }
        return new QuantumState(density);
    }

    /** sum_k |kk&gt;/sqrt d. */
    public static QuantumState maximallyEntangled(int levels) {
        double[][] ket = new double[levels * levels][1];
        for (int k = 0; k < levels; k++) {
            ket[k * levels + k][0] = Math.sqrt(1.0 / levels);
        }
        return of(ComplexMatrix.ofReal(ket).projector());
    }

    /** cos t |00&gt; + sin t |11&gt;. */
    public static QuantumState partiallyEntangled(double angleRadians) {
        double[][] ket = new double[4][1];
        ket[0][0] = Math.cos(angleRadians);
        ket[3][0] = Math.sin(angleRadians);
        return of(ComplexMatrix.ofReal(ket).projector());
    }

    /** This state with weight {@code visibility}, white noise otherwise. */
    public QuantumState withWhiteNoise(double visibility) {
        if (!(visibility >= 0 && visibility <= 1)) {
            throw new IllegalArgumentException("visibility = " + visibility + " is outside [0, 1]");
        }
        int n = density.rows();
        return of(
                density.scaled(visibility)
                        .plus(ComplexMatrix.identity(n).scaled((1 - visibility) / n)));
    }

    /** &lt;Phi|rho|Phi&gt; with the maximally entangled state. */
    public double entanglementFidelity() {
        int levels = (int) Math.round(Math.sqrt(density.rows()));
        return maximallyEntangled(levels).density.times(density).trace();
    }

    public ComplexMatrix density() {
        return density;
    }

    /** tr(rho M). */
    public double expectation(ComplexMatrix operator) {
        return density.times(operator).trace();
    }
}

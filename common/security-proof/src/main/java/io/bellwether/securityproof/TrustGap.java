package io.bellwether.securityproof;

/**
 * What trusting the devices is worth: the key rate of a device-dependent protocol on the same
 * pairs, less the device-independent one. Asymptotic, in bits per key round.
 *
 * @param deviceDependentBits rate when states and measurements are trusted to be what they are
 *     meant to be, at least
 * @param deviceIndependentBits rate when nothing about them is trusted
 */
public record TrustGap(double deviceDependentBits, double deviceIndependentBits) {
    /** The difference; what the devices' honesty is worth in bits per key round. */
    public double gapBits() {
        return deviceDependentBits - deviceIndependentBits;
    }

    /**
     * Between BB84 with trusted qubit measurements, 1 - h(Q) - h(phase error) (Shor and Preskill,
     * Phys. Rev. Lett. 85, 441 (2000)), and RATE-CHSH at the same error rate; rates are at least 0.
     * The gap is not negative when Eve's attack is possible for both: a pair with CHSH value S has
     * |1 - 2 phase error| of at least sqrt(S^2/4 - 1) in the plane of the test.
     *
     * @param chsh S of the device-independent test
     * @param qber Q of the key settings
     * @param phaseError error rate of the complementary basis, in [0, 1]; Q for depolarised pairs
     */
    public static TrustGap ofPair(double chsh, double qber, double phaseError) {
        if (!(phaseError >= 0 && phaseError <= 1)) {
            throw new IllegalArgumentException("phaseError = " + phaseError + " is outside [0, 1]");
        }
        double independent = AsymptoticRates.chsh(chsh, qber, 0).bitsPerRound();
        double dependent = 1 - ShannonEntropy.binary(qber) - ShannonEntropy.binary(phaseError);
        return new TrustGap(Math.max(0, dependent), Math.max(0, independent));
    }

    /**
     * Between the least key of a private state and the most that is device-independent (Christandl,
     * Ferrara, Horodecki 2021): a lower bound on its trust gap, positive from d = 24 on, however
     * good the protocol.
     *
     * @param shieldDimension d, at least 2
     */
    public static TrustGap ofPrivateState(long shieldDimension) {
        UpperBounds.PrivateStateBounds bounds = UpperBounds.privateState(shieldDimension);
        return new TrustGap(bounds.lowerBits(), bounds.upperBits());
    }
}

package io.bellwether.securityproof;

import io.bellwether.bell.ChshGame;

/**
 * How much key there can be at most, whatever the protocol does; in double precision, in bits per
 * key round (or per pair for states).
 */
public final class UpperBounds {
    /** Private states and their partial transposes. */
    public static final String PRIVATE_STATE_CLAIM_ID = "UPPER-PRIVATE-STATE";

    /** Relative entropy of entanglement of the state that attains S. */
    public static final String RELATIVE_ENTROPY_CLAIM_ID = "UPPER-RELATIVE-ENTROPY";

    /** Convex-combination attack. */
    public static final String CONVEX_COMBINATION_CLAIM_ID = "UPPER-CONVEX-COMBINATION";

    private UpperBounds() {}

    /**
     * Key of a private state and bound on the key of its partial transpose, which has the same
     * statistics in every Bell test of partially transposed measurements.
     *
     * @param lowerBits key of rho_d is at least this
     * @param upperBits device-independent key of rho_d, through its partial transpose, is at most
     *     this
     */
    public record PrivateStateBounds(double lowerBits, double upperBits) {}

    /**
     * K(rho_d) &gt;= 1 - H[(sqrt d, 1/2, 1/2)/(sqrt d + 1)] and K(rho_d^Gamma) &lt;= 1/(sqrt d + 1)
     * (Christandl, Ferrara, Horodecki, Phys. Rev. Lett. 126, 160501 (2021)). From d = 24 on the
     * upper bound is below the lower one: the device-dependent key is larger than any
     * device-independent one.
     *
     * @param shieldDimension d, at least 2
     */
    public static PrivateStateBounds privateState(long shieldDimension) {
        Parameters.requireAtLeast("shieldDimension", shieldDimension, 2);
        double root = Math.sqrt(shieldDimension);
        double side = 0.5 / (root + 1);
        double lower = 1 - ShannonEntropy.of(root / (root + 1), side, side);
        return new PrivateStateBounds(lower, 1 / (root + 1));
    }

    /**
     * What the legitimate users' state can hold when only S was certified: Eve may have sent the
     * mixture of Phi+ and Phi- that attains S, whose relative entropy of entanglement is 1 - h((1 +
     * x)/2), x = sqrt(S^2/4 - 1), and the distillable key is at most that (Horodecki et al. 2005).
     *
     * @param chsh S, at most 2 sqrt 2; 0 bits up to 2
     */
    public static double relativeEntropyOfChsh(double chsh) {
        requireQuantum(chsh);
        return chsh <= ChshGame.LOCAL_BOUND
                ? 0
                : AsymptoticRates.flippedEntropy(chsh * chsh / 4 - 1, 0);
    }

    /**
     * Device-dependent bound for a Werner state of this visibility: its relative entropy of
     * entanglement, 1 - h((1 + 3v)/4) for v above 1/3, else 0 (Vedral et al. 1997).
     */
    public static double relativeEntropyOfWerner(double visibility) {
        if (!(visibility >= 0 && visibility <= 1)) {
            throw new IllegalArgumentException("visibility = " + visibility + " is outside [0, 1]");
        }
        double overlap = (1 + 3 * visibility) / 4;
        return overlap <= 0.5 ? 0 : 1 - ShannonEntropy.binary(overlap);
    }

    /**
     * The largest share of rounds in which the device may be local and known to Eve at CHSH value
     * S: (2 sqrt 2 - S)/(2 sqrt 2 - 2), the rest being a perfect singlet.
     */
    public static double localShare(double chsh) {
        requireQuantum(chsh);
        double share = (ChshGame.QUANTUM_BOUND - chsh) / (ChshGame.QUANTUM_BOUND - 2);
        return Math.min(1, Math.max(0, share));
    }

    /**
     * Two-way protocols on S: at most 1 - localShare bits, the mutual information that Eve's
     * knowledge of the local rounds leaves (intrinsic information; Arnon-Friedman and Leditzky,
     * IEEE Trans. Inf. Theory 67, 6606 (2021); Farkas et al., Phys. Rev. Lett. 127, 050503 (2021)).
     */
    public static double convexCombination(double chsh) {
        return 1 - localShare(chsh);
    }

    /**
     * One-way protocols on (S, Q) without noisy preprocessing: the convex-combination attack leaves
     * H(A|E) = 1 - localShare, so at most that less h(Q), and never below 0.
     */
    public static double convexCombinationOneWay(double chsh, double qber) {
        if (!(qber >= 0 && qber <= 1)) {
            throw new IllegalArgumentException("qber = " + qber + " is outside [0, 1]");
        }
        return Math.max(0, convexCombination(chsh) - ShannonEntropy.binary(qber));
    }

    private static void requireQuantum(double chsh) {
        if (!(Math.abs(chsh) <= ChshGame.QUANTUM_BOUND)) {
            throw new IllegalArgumentException(
                    "chsh = %s is outside [-2 sqrt 2, 2 sqrt 2], no quantum behaviour reaches it"
                            .formatted(chsh));
        }
    }
}

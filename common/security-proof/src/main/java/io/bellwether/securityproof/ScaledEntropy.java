package io.bellwether.securityproof;

/**
 * Entropies of an outcome that is flipped with probability p, as (H - 1)/(1 - 2p)^2: differences of
 * these are rates per (1 - 2p)^2, which stay of order one up to and including the limit p = 1/2,
 * where the thresholds of noisy preprocessing lie.
 *
 * @param flip p, in [0, 1/2]; 1/2 stands for the limit
 */
record ScaledEntropy(double flip) {
    private static final double LN2 = StrictMath.log(2);

    private double scale() {
        return (1 - 2 * flip) * (1 - 2 * flip);
    }

    /** An outcome of this mean before the flip, known to nobody. */
    double outcome(double mean) {
        return flip == 0.5
                ? -mean * mean / (2 * LN2)
                : (ShannonEntropy.phi((1 - 2 * flip) * mean) - 1) / scale();
    }

    /** An outcome that Eve knew before the flip. */
    double known() {
        return outcome(1);
    }

    /** f_p(y): an unbiased outcome of squared correlation y, cut to [0, 1]. */
    double correlated(double y) {
        return biased(0, Math.min(1, Math.max(0, y)));
    }

    /**
     * A qubit outcome of mean z and squared correlation y: phi((r+ + r-)/2) + phi((r+ - r-)/2) -
     * phi(sqrt(z^2 + y)), r+- = sqrt((1 - 2p +- z)^2 + 4p(1 - p) y).
     */
    double biased(double z, double y) {
        double radius = Math.min(1, Math.sqrt(z * z + y));
        if (radius == 0) {
            return known();
        }
        if (flip == 0.5) {
            double log = radius == 1 ? 0 : StrictMath.log((1 + radius) / (1 - radius)) / LN2;
            return -y * (1 - radius * radius) / (4 * radius * radius * radius) * log
                    - z * z / (2 * radius * radius * LN2);
        }
        double noise = 4 * flip * (1 - flip) * y;
        double plus = Math.hypot(1 - 2 * flip + z, Math.sqrt(noise));
        double minus = Math.hypot(1 - 2 * flip - z, Math.sqrt(noise));
        double entropy =
                ShannonEntropy.phi((plus + minus) / 2)
                        + ShannonEntropy.phi((plus - minus) / 2)
                        - ShannonEntropy.phi(radius);
        return (entropy - 1) / scale();
    }
}

package io.bellwether.securityproof;

/**
 * The pure pair cos t|00&gt; + sin t|11&gt;, measured in the XZ plane, as its moments 1, A_x, then
 * for each y B_y and A_x B_y: a quantum behaviour by construction.
 */
final class QubitPair {
    private QubitPair() {}

    /**
     * The moments.
     *
     * @param angles t, then one angle for each of Alice's and of Bob's settings
     */
    static double[] moments(double[] angles, int aliceSettings) {
        int bobSettings = angles.length - 1 - aliceSettings;
        double cosine = Math.cos(2 * angles[0]);
        double sine = Math.sin(2 * angles[0]);
        double[] moments = new double[(1 + aliceSettings) * (1 + bobSettings)];
        int next = 0;
        moments[next++] = 1;
        for (int x = 1; x <= aliceSettings; x++) {
            moments[next++] = cosine * Math.cos(angles[x]);
        }
        for (int y = aliceSettings + 1; y < angles.length; y++) {
            moments[next++] = cosine * Math.cos(angles[y]);
            for (int x = 1; x <= aliceSettings; x++) {
                moments[next++] =
                        Math.cos(angles[x]) * Math.cos(angles[y])
                                + sine * Math.sin(angles[x]) * Math.sin(angles[y]);
            }
        }
        return moments;
    }

    /** I(A:B) of two outcomes with these means and this correlator, in bits. */
    static double mutualInformation(double alice, double bob, double both) {
        return ShannonEntropy.phi(alice)
                + ShannonEntropy.phi(bob)
                - ShannonEntropy.of(
                        (1 + alice + bob + both) / 4,
                        (1 + alice - bob - both) / 4,
                        (1 - alice + bob - both) / 4,
                        (1 - alice - bob + both) / 4);
    }
}

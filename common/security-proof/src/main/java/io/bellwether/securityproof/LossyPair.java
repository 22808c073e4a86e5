package io.bellwether.securityproof;

/**
 * An honest pair of qubits cos t|00&gt; + sin t|11&gt; whose halves are each detected with the same
 * efficiency and measured in the XZ plane. In test rounds, and for Alice's key outcome, a lost half
 * counts as +1; Bob may keep "no click" as a third key outcome for error correction.
 *
 * @param efficiency probability that a half is detected, in [0, 1]
 * @param stateAngle t; pi/4 is maximally entangled
 * @param alice0 angle of Alice's setting 0 (test and key)
 * @param alice1 angle of Alice's setting 1
 * @param bob0 angle of Bob's setting 0
 * @param bob1 angle of Bob's setting 1
 * @param bobKey angle of Bob's key setting
 */
record LossyPair(
        double efficiency,
        double stateAngle,
        double alice0,
        double alice1,
        double bob0,
        double bob1,
        double bobKey) {

    /** The maximally entangled pair at the settings that are best without loss. */
    static LossyPair singlet(double efficiency) {
        return new LossyPair(efficiency, Math.PI / 4, 0, Math.PI / 2, Math.PI / 4, -Math.PI / 4, 0);
    }

    /** a (E00 + E01) + E10 - E11. */
    double game(double weight) {
        return weight * (correlator(alice0, bob0) + correlator(alice0, bob1))
                + correlator(alice1, bob0)
                - correlator(alice1, bob1);
    }

    /** Mean of Alice's outcome at setting 0. */
    double aliceMean() {
        return efficiency * mean(alice0) + 1 - efficiency;
    }

    /** H(A|B) of the key settings, scaled, after Alice flipped hers. */
    double keyConditionalEntropy(ScaledEntropy entropyOf, boolean keepNoClick) {
        double lost = 1 - efficiency;
        double both = efficiency * efficiency / 4;
        double a = mean(alice0);
        double b = mean(bobKey);
        double ab = pairCorrelator(alice0, bobKey);
        double[] plus = {
            both * (1 + a + b + ab) + efficiency * lost * (1 + b) / 2,
            both * (1 + a - b - ab) + efficiency * lost * (1 - b) / 2,
            efficiency * lost * (1 + a) / 2 + lost * lost
        };
        double[] minus = {
            both * (1 - a + b - ab), both * (1 - a - b + ab), efficiency * lost * (1 - a) / 2
        };
        if (!keepNoClick) {
            plus = new double[] {plus[0] + plus[2], plus[1]};
            minus = new double[] {minus[0] + minus[2], minus[1]};
        }
        double entropy = 0;
        for (int i = 0; i < plus.length; i++) {
            double probability = plus[i] + minus[i];
            if (probability > 0) {
                entropy += probability * entropyOf.outcome((plus[i] - minus[i]) / probability);
            }
        }
        return entropy;
    }

    private double correlator(double alice, double bob) {
        double lost = 1 - efficiency;
        return efficiency * efficiency * pairCorrelator(alice, bob)
                + efficiency * lost * (mean(alice) + mean(bob))
                + lost * lost;
    }

    private double mean(double angle) {
        return Math.cos(angle) * Math.cos(2 * stateAngle);
    }

    private double pairCorrelator(double alice, double bob) {
        return Math.cos(alice) * Math.cos(bob)
                + Math.sin(alice) * Math.sin(bob) * Math.sin(2 * stateAngle);
    }
}

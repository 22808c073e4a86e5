package io.bellwether.securityproof;

/**
 * The probabilities with which a delivered key may fail, part by part. Their sum is the soundness
 * error in the sense of composable security (trace distance from an ideal key).
 *
 * @param secrecy privacy amplification, smoothing and entropy accumulation
 * @param correctness the two ends hold different keys although verification passed
 * @param authentication a forged message was taken for the peer's
 */
public record EpsilonBudget(double secrecy, double correctness, double authentication) {
    /**
     * @throws IllegalArgumentException when a part is outside (0, 1) or the sum reaches 1
     */
    public EpsilonBudget {
        Parameters.requireOpenUnit("epsilonSecrecy", secrecy);
        Parameters.requireOpenUnit("epsilonCorrectness", correctness);
        Parameters.requireOpenUnit("epsilonAuthentication", authentication);
        Parameters.requireOpenUnit("epsilonSoundness", secrecy + correctness + authentication);
    }

    /**
     * The budget whose soundness does not exceed {@code soundness}: secrecy gets what the other two
     * leave.
     *
     * @throws IllegalArgumentException when correctness and authentication leave nothing
     */
    public static EpsilonBudget ofSoundness(
            double soundness, double correctness, double authentication) {
        Parameters.requireOpenUnit("epsilonSoundness", soundness);
        if (!(correctness + authentication < soundness)) {
            throw new IllegalArgumentException(
                    "epsilonCorrectness + epsilonAuthentication = %s leave nothing of epsilonSoundness = %s"
                            .formatted(correctness + authentication, soundness));
        }
        double secrecy = soundness - correctness - authentication;
        while (secrecy + correctness + authentication > soundness) {
            secrecy = Math.nextDown(secrecy);
        }
        return new EpsilonBudget(secrecy, correctness, authentication);
    }

    /** The soundness error: the sum of the parts. */
    public double soundness() {
        return secrecy + correctness + authentication;
    }
}

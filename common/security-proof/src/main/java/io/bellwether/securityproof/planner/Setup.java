package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.Parameters;
import io.bellwether.securityproof.ShannonEntropy;

import java.util.OptionalDouble;

/**
 * What is given when a run is planned.
 *
 * @param device the honest device
 * @param epsilon the failure probabilities that the key may have
 * @param ecEfficiency f, published bits of error correction over the Shannon limit, at least 1
 * @param sigmas standard deviations between the expected and the accepted score, at least 0
 * @param testProbability gamma where it is fixed, in (0, 1); empty where it may be chosen
 * @param flipProbability p of noisy preprocessing where it is fixed, in [0, 1/2); empty where it
 *     may be chosen
 */
public record Setup(
        HonestDevice device,
        EpsilonBudget epsilon,
        double ecEfficiency,
        double sigmas,
        OptionalDouble testProbability,
        OptionalDouble flipProbability) {
    /** Verification hash, authentication tags and flags of a block: 2 * 128 + 2 bits. */
    public static final long TAG_BITS = 258;

    /** "eps_h = 2^-61": one for verification, four for authentication (Nadlinger et al. 2022). */
    private static final double HASH_EPSILON = 0x1p-61;

    /**
     * @throws IllegalArgumentException when a parameter is outside its range, by name
     */
    public Setup {
        if (!(ecEfficiency >= 1 && ecEfficiency < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "ecEfficiency = " + ecEfficiency + " is below 1 or not finite");
        }
        if (!(sigmas >= 0 && sigmas < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sigmas = " + sigmas + " is below 0 or not finite");
        }
        testProbability.ifPresent(value -> Parameters.requireOpenUnit("testProbability", value));
        flipProbability.ifPresent(Setup::requireFlip);
    }

    /** 3 sigma, test probability and preprocessing free. */
    public static Setup of(HonestDevice device, double soundness, double ecEfficiency) {
        return new Setup(
                device,
                budget(soundness),
                ecEfficiency,
                3,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** The parts of a soundness error: what hashing and authentication leave goes to secrecy. */
    public static EpsilonBudget budget(double soundness) {
        return EpsilonBudget.ofSoundness(soundness, HASH_EPSILON, 4 * HASH_EPSILON);
    }

    Setup withDevice(HonestDevice other) {
        return new Setup(other, epsilon, ecEfficiency, sigmas, testProbability, flipProbability);
    }

    Setup withEcEfficiency(double other) {
        return new Setup(device, epsilon, other, sigmas, testProbability, flipProbability);
    }

    /** The same with this test probability. */
    public Setup withTestProbability(double fixed) {
        return new Setup(
                device, epsilon, ecEfficiency, sigmas, OptionalDouble.of(fixed), flipProbability);
    }

    Setup withFlipProbability(double fixed) {
        return new Setup(
                device, epsilon, ecEfficiency, sigmas, testProbability, OptionalDouble.of(fixed));
    }

    /** The expected fraction of test rounds that are lost, (4 - S)/8. */
    double lossRatio() {
        return (4 - device.chsh()) / 8;
    }

    /** Bits of error correction per round; all rounds are corrected. */
    public double correctionBitsPerRound(double testProbability, double flipProbability) {
        double q = device.qber();
        double flipped = q + flipProbability - 2 * q * flipProbability;
        return ecEfficiency
                * ((1 - testProbability) * ShannonEntropy.binary(flipped)
                        + testProbability * ShannonEntropy.binary(lossRatio()));
    }

    /** The accepted fraction of lost test rounds among all test rounds. */
    double acceptedLossRatio(double rounds, double testProbability) {
        double lost = testProbability * lossRatio();
        return (lost + sigmas * Math.sqrt(lost * (1 - lost) / rounds)) / testProbability;
    }

    /** The block that is accepted within {@link #sigmas} of the expected score. */
    BlockParameters fixedLengthBlock(long rounds, double testProbability, double flipProbability) {
        double threshold =
                BlockParameters.winThreshold(rounds, testProbability, device.chsh(), sigmas);
        return block(rounds, testProbability, flipProbability, threshold);
    }

    /** The block of a variable length: every score above the local bound may give a key. */
    BlockParameters variableLengthBlock(
            long rounds, double testProbability, double flipProbability) {
        return block(rounds, testProbability, flipProbability, ChshGame.W_LOCAL);
    }

    private BlockParameters block(
            long rounds, double testProbability, double flipProbability, double threshold) {
        double leaked = rounds * correctionBitsPerRound(testProbability, flipProbability);
        return new BlockParameters(
                rounds, testProbability, threshold, (long) Math.ceil(leaked) + TAG_BITS, epsilon);
    }

    private static void requireFlip(double value) {
        if (!(value >= 0 && value < 0.5)) {
            throw new IllegalArgumentException(
                    "flipProbability = " + value + " is outside [0, 0.5)");
        }
    }
}

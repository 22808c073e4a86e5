package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.verification.Verification;

import java.util.List;

/**
 * Everything about a block that is fixed before its first round: the code, what will be published,
 * the threshold, the theorem's free parameters and the key length that follows from them.
 *
 * @param leakedBits every published bit that depends on the raw key: syndrome, verification tag,
 *     Bob's flags; the two authentication tags are counted too, although they are encrypted
 * @param maxLostTestRounds the block is accepted if no more test rounds than this are lost
 */
public record BlockPlan(
        SessionParameters parameters,
        CodeParameters code,
        long leakedBits,
        double winThreshold,
        long maxLostTestRounds,
        EpsilonBudget epsilon,
        KeylenEatOxford.FreeParameters freeParameters,
        KeyLength keyLength) {

    /** One flag each for: decoding converged, tags agree, estimate accepted. */
    private static final int FLAG_BITS = 3;

    private static final int AUTHENTICATION_TAG_BITS = 2 * 128;

    /**
     * The plan of the node that proposes: the free parameters are optimised on the honest model.
     *
     * @param epsilonAuthentication bound on the probability that any seal of a block is forged
     */
    public static BlockPlan proposed(SessionParameters parameters, double epsilonAuthentication) {
        Draft draft = Draft.of(parameters, epsilonAuthentication);
        return draft.with(KeylenEatOxford.optimise(draft.block));
    }

    /**
     * The plan of the node that checks a proposal: same honest model, the proposer's free
     * parameters.
     */
    public static BlockPlan recomputed(
            SessionParameters parameters,
            double epsilonAuthentication,
            KeylenEatOxford.FreeParameters freeParameters) {
        return Draft.of(parameters, epsilonAuthentication).with(freeParameters);
    }

    /** Key bits if the block is accepted, 0 if the theorem gives none. */
    public long keyBits() {
        return keyLength instanceof KeyLength.Certified certified ? certified.keyBits() : 0;
    }

    /** How the key will be divided. */
    public KeyPartition partition() {
        return KeyPartition.of(keyBits(), parameters.refillShare(), parameters.aliceShare());
    }

    private record Draft(SessionParameters parameters, CodeParameters code, BlockParameters block) {
        static Draft of(SessionParameters p, double epsilonAuthentication) {
            double testFlip = (4 - p.expectedChsh()) / 8;
            CodeParameters code =
                    CodeSelection.choose(
                            p.blockRounds(),
                            List.of(
                                    new NoiseClass(1 - p.testProbability(), p.expectedQber()),
                                    new NoiseClass(p.testProbability(), testFlip)));
            long leakedBits =
                    code.syndromeBits()
                            + Verification.tagBits()
                            + FLAG_BITS
                            + AUTHENTICATION_TAG_BITS;
            double epsilonCorrectness = Verification.failureBound(p.blockRounds());
            EpsilonBudget epsilon =
                    new EpsilonBudget(
                            p.epsilonSoundness() - epsilonCorrectness - epsilonAuthentication,
                            epsilonCorrectness,
                            epsilonAuthentication);
            double threshold =
                    KeylenEatOxford.winThreshold(
                            p.blockRounds(),
                            p.testProbability(),
                            p.expectedChsh(),
                            p.thresholdSigmas());
            return new Draft(
                    p,
                    code,
                    new BlockParameters(
                            p.blockRounds(), p.testProbability(), threshold, leakedBits, epsilon));
        }

        BlockPlan with(KeylenEatOxford.FreeParameters free) {
            return new BlockPlan(
                    parameters,
                    code,
                    block.leakedBits(),
                    block.winThreshold(),
                    KeylenEatOxford.maxLostTestRounds(block),
                    block.epsilon(),
                    free,
                    KeylenEatOxford.keyLength(block, free));
        }
    }
}

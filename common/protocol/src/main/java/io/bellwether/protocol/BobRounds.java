package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.estimation.Estimate;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.List;
import java.util.Optional;

/** Bob's part in the rounds of a block, as far as it depends on the protocol. */
sealed interface BobRounds permits ChshBob, IndependentChshBob, ChainedBob, SelfTestBob {
    static BobRounds of(SessionParameters parameters, EntropySource entropy) {
        return switch (parameters.protocol()) {
            case Protocol.Chsh chsh when chsh.independentChoice() ->
                    new IndependentChshBob(parameters, chsh, entropy);
            case Protocol.Chsh chsh -> new ChshBob(parameters, chsh, entropy);
            case GeneralisedProtocol generalised ->
                    new ChshBob(parameters, generalised.rounds(), entropy);
            case TwoBasesProtocol twoBases ->
                    new ChshBob(parameters, twoBases.rounds(), true, entropy);
            case SelfTestProtocol selfTest -> new SelfTestBob(parameters, selfTest, entropy);
            case Protocol.Chained chained -> new ChainedBob(parameters, chained, entropy);
        };
    }

    /**
     * Both sides hold their halves of the chunk's pairs and are closed: draw, announce, measure.
     */
    List<Effect> begin(long firstRound);

    /** Keeps the chunk; what is left to be announced of it. */
    List<Effect> record(long firstRound, Event.RoundsMeasured measured);

    /** What he says after the last round. */
    Message.Measured announcement();

    /** Whether what Alice announced is of the form that the protocol has. */
    boolean fits(Message.Settings announced);

    /** The block, both sides' settings known. */
    Sifted sift(Message.Settings announced, BlockPlan agreed);

    /** Overwrites the outcomes. */
    void erase();

    /** Bob's side of a sifted block. */
    sealed interface Sifted permits ChshBob.Sifted, ChainedBob.Sifted, SelfTestBob.Sifted {
        /** With the counts that the settings have fixed. */
        BlockPlan plan();

        /** Bob's guess of Alice's raw key; the caller erases it. */
        SecretBits reference();

        /** How often this guess is expected to be wrong. */
        FlipProbabilities expectedFlips(SecretBits reference);

        /** The score, and whether it is good enough. */
        Estimate estimate(VerifiedKey corrected);

        /** Rounds that count for the score. */
        long testRounds();

        /** Why no key may come of it, whatever its score. */
        Optional<String> noKeyReason();
    }
}
